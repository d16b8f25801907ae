"""The pages on which many are awarded."""

import csv
import io
from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from mica.catalogue import actions as catalogue
from mica.issuing.actions import running
from mica.issuing.models import Award, Upload, UploadRow
from mica.issuing.rules import tables
from mica.people.models import Membership, Person
from tests.browser.looking import assert_accessible, assert_fits
from tests.issuing.test_road import DESCRIPTION
from tests.town import NOW, Town, person

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]
FAULTY = "Nom;Courriel;Date\nZoé;zoe@example.org;31/05/2026\nAna;ana@example.org;\n=1+1;x;\n"


@pytest.fixture
def achievement(town: Town) -> UUID:
    by = town.officer.id
    draft = catalogue.create_achievement(town.provider.id, DESCRIPTION, by=by, now=NOW)
    catalogue.publish(draft.id, by=by, now=NOW)
    return draft.achievement_id


@pytest.fixture
def base(town: Town) -> str:
    return f"/organisations/{town.provider.slug}/uploads/"


@pytest.fixture
def client(town: Town, browse: Browse) -> Client:
    """The officer's."""
    return browse(town.officer)


def hand_in(client: Client, base: str, achievement: UUID, data: bytes) -> str:
    """Where the upload leads: to its page, or "" where the form is shown again."""
    file = SimpleUploadedFile("class.csv", data)
    answer = client.post(f"{base}new", {"achievement": str(achievement), "file": file})
    return answer.headers.get("Location", "") or answer.content.decode()


def rows(answer: object) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_a_file_goes_from_faults_to_its_report(
    town: Town, client: Client, achievement: UUID, base: str
) -> None:
    page = hand_in(client, base, achievement, FAULTY.encode("cp1252"))
    said = client.get(page).content.decode()

    assert "2 rows have faults." in said
    assert "B, Courriel" in said
    assert "Windows-1252" in said

    row = client.get(f"{page}rows/2/").content.decode()
    assert "This is not a date. Write it as year-month-day, such as 2026-05-31." in row
    fixed = {"name": "Zoé", "address": "zoe@example.org", "date": "2026-05-31"}
    assert client.post(f"{page}rows/2/", fixed).headers["Location"] == f"{page}rows/4/"
    assert client.post(f"{page}leave-out", {"row": "4"}).status_code == 302
    assert client.post(f"{page}start").headers["Location"] == page
    assert 'value="0" max="2"' in client.get(page).content.decode()

    upload = Upload.objects.get()
    running.award_rows(upload.id, 1, 10, now=timezone.now())
    assert "2 learners were awarded" in client.get(page).content.decode()
    ids = dict(Award.objects.values_list("row", "id"))
    report = rows(client.get(f"{page}report.csv"))
    where = f"http://testserver/organisations/{town.provider.slug}/awards"
    assert report[1:] == [
        ["2", "Zoé", "zoe@example.org", "", "Awarded", "", str(ids[2]), f"{where}/{ids[2]}/"],
        ["3", "Ana", "ana@example.org", "", "Awarded", "", str(ids[3]), f"{where}/{ids[3]}/"],
        [
            "4",
            "'=1+1",
            "x",
            "",
            "Not awarded: left out",
            "This is not a mail address. It needs the form name@example.org.",
            "",
            "",
        ],
    ]


def test_the_rows_with_faults_can_be_put_right_elsewhere_and_uploaded_again(
    client: Client, achievement: UUID, base: str
) -> None:
    page = hand_in(client, base, achievement, FAULTY.encode())
    answer = client.get(f"{page}faults.csv")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    again = list(tables.read(data).lines)
    assert [line.cells for line in again] == [
        {"name": "Zoé", "address": "zoe@example.org", "date": "31/05/2026"},
        {"name": "=1+1", "address": "x"},
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"Colour,Size\n1,2\n", "Found: “Colour”, “Size”."),
        (b"\x89PNG\x00\x00", "This is not a table."),
    ],
)
def test_a_file_that_cannot_be_read_says_why_beside_the_field(
    client: Client, achievement: UUID, base: str, data: bytes, sentence: str
) -> None:
    assert sentence in hand_in(client, base, achievement, data)
    assert Upload.objects.count() == 0


def test_two_hundred_megabytes_are_refused_before_they_are_read(client: Client, base: str) -> None:
    class Unread(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

    answer = client.generic(
        "POST",
        f"{base}new",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="200000000",
        **{"wsgi.input": Unread()},
    )

    assert answer.status_code == 413
    assert "At most 50 MB at once." in answer.content.decode()


def test_a_hundred_thousand_faults_do_not_flood_the_page(
    client: Client, achievement: UUID, base: str
) -> None:
    data = b"Name,Email\n" + b"".join(b"x,nobody%d\n" % n for n in range(700))
    page = hand_in(client, base, achievement, data)
    said = client.get(page).content.decode()

    assert said.count('name="row"') == 500
    assert "The first 500 faults." in said
    assert len(rows(client.get(f"{page}faults.csv"))) == 701


def test_what_a_cell_says_is_shown_and_never_run(
    client: Client, achievement: UUID, base: str
) -> None:
    data = b"Name,Email\n<script>alert(1)</script>,<b>x\n"
    said = client.get(hand_in(client, base, achievement, data)).content.decode()

    assert "<b>x" not in said
    assert "&lt;b&gt;x" in said


PATHS = ("", "new", "learners.csv", "{id}/", "{id}/rows/2/", "{id}/faults.csv", "{id}/report.csv")
ACTS = ("{id}/leave-out", "{id}/start", "{id}/stop", "{id}/end", "{id}/forget", "{id}/rows/2/")


def test_an_outsider_finds_nothing_here(
    town: Town, browse: Browse, client: Client, achievement: UUID, base: str
) -> None:
    page = hand_in(client, base, achievement, FAULTY.encode())
    name = page.removeprefix(base).strip("/")
    outsider, visitor = browse(town.outsider), Client()
    elsewhere = base.replace(town.provider.slug, town.rival.slug)

    for path in PATHS:
        assert outsider.get(base + path.format(id=name)).status_code == 404, path
        assert visitor.get(base + path.format(id=name)).status_code == 302, path
        if "{id}" in path:
            assert outsider.get(elsewhere + path.format(id=name)).status_code == 404, path
    for path in ACTS:
        assert outsider.post(base + path.format(id=name)).status_code == 404, path
        assert outsider.post(elsewhere + path.format(id=name)).status_code == 404, path
    assert UploadRow.objects.filter(state="faulty").count() == 2


def test_a_reader_looks_and_changes_nothing(
    town: Town, browse: Browse, client: Client, achievement: UUID, base: str
) -> None:
    page = hand_in(client, base, achievement, FAULTY.encode())
    reader = person("Reader Rita")
    Membership.objects.create(person=reader, organisation=town.provider, role="reader", created=NOW)
    looking = browse(reader)

    said = looking.get(page)
    assert (said.status_code, b'<button class="link" name="row"' in said.content) == (200, False)
    for path in ACTS:
        act = path.format(id=page.removeprefix(base).strip("/"))
        assert looking.post(base + act).status_code in {403, 404}, path
    assert UploadRow.objects.filter(state="faulty").count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("achievement")
def test_the_pages_can_be_used_by_everybody(
    town: Town,
    base: str,
    page: Page,
    sign_in: Callable[[Page, Person], None],
    live_server: object,
) -> None:
    sign_in(page, town.officer)
    start = f"{live_server}{base}"
    page.goto(f"{start}new")
    assert_accessible(page)
    file = {"name": "class.csv", "mimeType": "text/csv", "buffer": FAULTY.encode("cp1252")}
    page.set_input_files("input[type=file]", files=[file])
    page.get_by_role("button", name="Upload and look").click()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Put them right, one after the other").click()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("textbox", name="Date").fill("2026-05-31")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Leave this row out").click()
    page.get_by_role("button", name="Award 2 learners").click()
    assert_accessible(page)
    running.award_rows(Upload.objects.get().id, 1, 10, now=timezone.now())
    page.get_by_role("link", name="Download the report (CSV)").wait_for()  # htmx looks by itself
    assert_accessible(page)
    assert_fits(page)
