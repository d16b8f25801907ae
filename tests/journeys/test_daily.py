"""The three roads that are walked every day, each from one end to the other."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from mica.catalogue.models import Version
from mica.issuing.codes import code_of
from mica.issuing.models import Award
from mica.people.models import Person
from tests.browser.looking import assert_accessible, assert_fits
from tests.journeys.conftest import Walker
from tests.journeys.walking import award_to_nia, enter, heading, link_in, mailed, share, work
from tests.town import Town

FAULTY = "Name,Email,Reference,Date\nAna,ana@example.org,,2026-05-31\nBo,bo@example,,2026-05-31\n"
FAULTY += "Cy,,C-3,2026-05-31\n,dee@example.org,,31.31.2026\n"
NIA = "nia@example.org"


def test_awarded_claimed_by_somebody_new_shared_opened_and_revoked(
    town: Town, bread: Version, walker: Walker
) -> None:
    officer, nia, employer = walker(town.officer), walker(), walker(town.recruiter)
    award_to_nia(officer)
    work()

    nia.goto(link_in(mailed(NIA, "claim"), "/claim/"))
    nia.get_by_role("link", name="Sign in to take it").click()
    enter(nia, NIA)
    nia.get_by_role("button", name="Take it into my wallet").click()
    expect(nia.get_by_text("It is yours now.")).to_be_visible()
    assert Award.objects.get().claimed is not None
    assert_accessible(nia)
    assert_fits(nia)

    link = share(nia, "Bright Bakery")
    employer.goto(link)
    employer.get_by_role("button", name="Open and verify").click()
    expect(employer.get_by_text("Bread baking").first).to_be_visible()
    expect(employer.locator("[data-kind=passed]").first).to_be_visible()
    expect(employer.locator("[data-kind=failed]")).to_have_count(0)
    assert_accessible(employer)

    officer.get_by_role("link", name="Revoke").click()
    officer.get_by_role("radio").first.check()
    officer.get_by_role("button", name="Revoke").click()
    expect(officer.get_by_text("Revoked. The learner is told.")).to_be_visible()
    employer.goto(link)
    employer.get_by_role("button", name="Open and verify").click()
    expect(employer.locator("[data-kind=failed]").first).to_be_visible()
    assert Person.objects.filter(email=NIA).count() == 1


def test_a_class_with_faults_is_put_right_awarded_and_claimed_by_code(
    town: Town, bread: Version, walker: Walker, tmp_path: Path
) -> None:
    page = walker(town.officer)
    page.goto("/organisations/river-college/uploads/")
    page.get_by_role("link", name="Upload a table").first.click()
    page.get_by_label("What is awarded").select_option(label="Bread baking")
    page.get_by_label("File").set_input_files(
        {"name": "class.csv", "mimeType": "text/csv", "buffer": FAULTY.encode()}
    )
    page.get_by_role("button", name="Upload and look").click()
    expect(page.get_by_text("2 rows have faults.")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Put them right, one after the other").click()
    page.get_by_label("Email").fill("bo@example.org")
    page.get_by_role("button", name="Save, and on to the next").click()
    page.get_by_role("button", name="Leave this row out").click()
    page.get_by_role("button", name="Award 3 learners").click()
    work()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("3 learners were awarded")).to_be_visible()
    with page.expect_download() as report:
        page.get_by_role("link", name="Download the report (CSV)").click()
    rows = report.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[1] for row in rows[1:]] == ["Ana", "Bo", "Cy", ""]

    award = Award.objects.get(name="Cy")
    cy = walker()
    cy.goto("/claim/")
    cy.get_by_label("code").fill(code_of(award.id, award.claim_round))
    cy.get_by_role("main").get_by_role("button").click()
    cy.get_by_role("link", name="Sign in to take it").click()
    enter(cy, "cy@example.org")
    cy.get_by_role("button", name="Take it into my wallet").click()
    expect(cy.get_by_text("It is yours now.")).to_be_visible()


@pytest.mark.usefixtures("bread")
def test_without_scripts_one_asks_answers_and_verifies(town: Town, walker: Walker) -> None:
    officer, nia = (walker(one, java_script_enabled=False) for one in (town.officer, None))
    employer = walker(town.recruiter, java_script_enabled=False)
    award_to_nia(officer)
    employer.goto("/organisations/bright-bakery/requests/")
    employer.get_by_role("link", name="Ask for proof").first.click()
    employer.get_by_label("Proof of what").fill("Baking")
    employer.get_by_label("Why").fill("The early shift bakes alone.")
    employer.get_by_label("Whom to ask").fill(NIA)
    employer.get_by_role("button", name="Ask", exact=True).click()
    work()

    nia.goto(link_in(mailed(NIA, "claim"), "/claim/"))
    nia.get_by_role("link", name="Sign in to take it").click()
    enter(nia, NIA)
    nia.get_by_role("button", name="Take it into my wallet").click()
    with nia.expect_download() as taken:
        nia.get_by_role("link", name="JSON", exact=True).click()
    nia.goto(link_in(mailed(NIA, "request"), "/requests/"))
    nia.get_by_role("checkbox").first.check()
    nia.get_by_role("button", name="Show it to Bright Bakery").click()

    employer.reload()
    employer.get_by_role("button", name="Open and verify").click()
    expect(employer.get_by_text("Bread baking").first).to_be_visible()
    document = taken.value.path().read_bytes()
    for given in ("file", "text"):
        employer.goto("/verify/")
        if given == "file":
            employer.get_by_label("Files").set_input_files(
                {"name": "bread.json", "mimeType": "application/json", "buffer": document}
            )
        else:
            employer.get_by_label("Or a link or text").fill(document.decode())
        employer.get_by_role("button", name="Verify", exact=True).click()
        heading(employer, "Nia Newman")
        expect(employer.locator(".verdict[data-kind=passed]")).to_be_visible()
