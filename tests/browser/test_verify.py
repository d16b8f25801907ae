"""Verifying in a real browser: by mouse, by keyboard alone, with a camera, and on paper."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import segno
from playwright.sync_api import Page
from procrastinate.contrib.django.models import ProcrastinateJob

from mica.verification import actions
from tests import cast
from tests.browser.looking import assert_kept, tab_to, transferred
from tests.cast import GOOD
from tests.town import Town
from tests.verification.test_many import packed
from tests.web.public.test_verify import HARBOUR, job_of

LINK = "https://127.0.0.1/credential.json"
CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const picture = new Image();
  picture.src = "%s";
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 400;
  const pencil = canvas.getContext("2d");
  setInterval(() => pencil.drawImage(picture, 0, 0, 400, 400), 50);
  return canvas.captureStream(20);
};
"""


def code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False)


def photo(text: str) -> dict[str, Any]:
    made = io.BytesIO()
    code(text).save(made, kind="png", scale=6, border=6)
    return {"name": "photo.png", "mimeType": "image/png", "buffer": made.getvalue()}


def verdict(page: Page) -> str:
    page.wait_for_selector(".verdict")
    return page.locator("h1").inner_text()


def test_a_file_is_handed_in(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/verify/")
    assert_kept(page)
    handed = {"name": "a.json", "mimeType": "application/json", "buffer": json.dumps(GOOD).encode()}
    page.get_by_label("Files").set_input_files(handed)
    page.get_by_role("button", name="Verify").click()

    assert verdict(page) == HARBOUR
    assert_kept(page)


def test_the_keyboard_alone_verifies_and_takes_the_report_away(
    page: Page, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/")
    tab_to(page, "Or a link or text")
    page.keyboard.insert_text(json.dumps(GOOD))
    tab_to(page, "Verify")
    page.keyboard.press("Enter")
    shown = verdict(page)
    tab_to(page, "Save the report")
    with page.expect_download() as saving:
        page.keyboard.press("Enter")
    report = json.loads(saving.value.path().read_text(encoding="utf-8"))

    assert shown == HARBOUR
    assert (saving.value.suggested_filename, report["verdict"]) == ("report.json", "valid")


@pytest.mark.parametrize("kind", ["forged", "undecided", "nothing", "presentation"])
def test_every_kind_of_verdict_is_kept(page: Page, live_server: Any, kind: str) -> None:
    shown = {
        "@context": [cast.V2],
        "type": ["VerifiablePresentation"],
        "holder": cast.LEARNER.did,
        "verifiableCredential": [GOOD, cast.changed(GOOD, "/name", "x" * 300)],
    }
    texts = {
        "forged": json.dumps(cast.changed(GOOD, "/name", "Another")),
        "undecided": json.dumps(cast.by_web()).replace("provider.example", "127.0.0.1"),
        "nothing": LINK,
        "presentation": json.dumps(cast.LEARNER.presents(shown)),
    }
    page.goto(f"{live_server.url}/verify/")
    page.get_by_label("Or a link or text").fill(texts[kind])
    page.get_by_role("button", name="Verify").click()
    verdict(page)

    assert_kept(page)


def test_what_cannot_be_read_is_said_and_kept(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/verify/")
    page.get_by_label("Or a link or text").fill("hello")
    page.get_by_role("button", name="Verify").click()
    page.get_by_role("link", name="This is not JSON").click()

    assert page.evaluate("document.activeElement.id") == "verify-text"
    assert_kept(page)


def test_a_photo_of_a_code_is_read_in_the_browser(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/verify/scan")
    assert_kept(page)
    page.get_by_label("Or choose a photo of the code").set_input_files(photo(LINK))

    assert verdict(page) == "What this link leads to could not be had, so nothing was checked."


def test_a_photo_without_a_code_says_so_and_nothing_is_sent(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/verify/scan")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    dot = segno.make("1", micro=True)
    made = io.BytesIO()
    dot.save(made, kind="png", scale=6, border=6)
    handed = {"name": "a.png", "mimeType": "image/png", "buffer": made.getvalue()}
    page.get_by_label("Or choose a photo of the code").set_input_files(handed)
    page.get_by_text("No code was found in this photo.").wait_for()
    handed = {"name": "a.png", "mimeType": "image/png", "buffer": b"hello"}
    page.get_by_label("Or choose a photo of the code").set_input_files(handed)
    page.get_by_text("This file is no picture").wait_for()

    assert [method for method in sent if method == "POST"] == []


def test_a_code_before_the_camera_is_read(page: Page, live_server: Any) -> None:
    picture = code(LINK).png_data_uri(scale=8, border=4)
    page.add_init_script(CAMERA % picture)
    page.goto(f"{live_server.url}/verify/scan")
    page.get_by_role("button", name="Use the camera").click()

    assert verdict(page) == "What this link leads to could not be had, so nothing was checked."


def test_without_a_camera_the_page_says_so(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/verify/scan")
    page.get_by_role("button", name="Use the camera").click()

    page.get_by_text("Choose a photo instead.").or_(
        page.get_by_text("or choose a photo.")
    ).wait_for()


def test_without_scripts_everything_but_the_scanner_works(browser: Any, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/verify/scan")
    assert "Reading a code needs JavaScript." in page.locator("main").inner_text()
    page.goto(f"{live_server.url}/verify/")
    page.get_by_label("Or a link or text").fill(json.dumps(GOOD))
    page.get_by_role("button", name="Verify").click()

    assert page.locator("h1").inner_text() == HARBOUR
    context.close()


def test_several_are_watched_until_they_are_done(
    page: Page, live_server: Any, town: Town, sign_in: Callable[..., None]
) -> None:
    sign_in(page, town.recruiter)
    page.goto(f"{live_server.url}/organisations/bright-bakery/checks/")
    assert_kept(page)
    made = packed(("good.json", json.dumps(GOOD).encode()), ("link.txt", LINK.encode()))
    handed = {"name": "all.zip", "mimeType": "application/zip", "buffer": made}
    page.get_by_label("Files").set_input_files(handed)
    page.get_by_role("button", name="Verify").click()
    page.get_by_role("link", name="Look again").wait_for()
    for job in ProcrastinateJob.objects.filter(task_name="verification.check_rows"):
        actions.check_rows(**job_of(job.args), now=datetime.now(UTC))
    page.get_by_text(HARBOUR).wait_for()  # without loading the page anew

    assert page.get_by_role("link", name="Look again").count() == 0
    assert_kept(page)


def test_the_verifying_page_is_light(page: Page, live_server: Any) -> None:
    assert 0 < transferred(page.context, f"{live_server.url}/verify/") <= 100_000
