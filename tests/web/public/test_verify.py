"""The page on which everybody verifies: with nothing but a browser, and nothing of it kept."""

import base64
import json
import logging
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from mica.core.models import AuditEntry
from mica.signing.actions import signer_for
from mica.vc import bake
from mica.verification import actions
from mica.verification.models import Batch, Row
from tests import cast
from tests.cast import GOOD, LEARNER
from tests.town import Town
from tests.verification.test_many import packed

H1 = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
REPORT = re.compile(r'href="data:application/json;base64,([^"]+)"')
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
PLAIN = json.dumps(GOOD).encode()
HARBOUR = (
    "“Beekeeping for beginners” was awarded by somebody who goes by “Harbour College” on "
    "Jan. 15, 2026. It is valid until Jan. 15, 2031."
)


def post(client: Client, *files: tuple[str, bytes], text: str = "") -> Any:
    handed = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post("/verify/", {"file": handed, "text": text} if files else {"text": text})


def page(response: Any) -> str:
    return unescape(response.content.decode())


def heading(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(H1.findall(page(response))[0].split())


def signed_by(town: Town) -> dict[str, Any]:
    """A credential of the provider's, whose name in the register is River College."""
    signer = signer_for(town.provider.id, datetime.now(UTC) - timedelta(days=1))
    issuer = {"id": signer.did, "type": ["Profile"], "name": "The Best University"}
    return signer.sign(cast.credential(issuer=issuer), datetime(2026, 1, 15, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    "data",
    [PLAIN, bake.bake(SVG, json.dumps(GOOD)), b"\xef\xbb\xbf " + PLAIN],
    ids=["a file", "a picture", "a file with a mark"],
)  # fmt: skip
def test_a_file_gets_its_verdict_in_one_sentence(client: Client, db: None, data: bytes) -> None:
    assert heading(post(client, ("credential", data))) == HARBOUR


def test_a_text_gets_its_verdict_in_one_sentence(client: Client, db: None) -> None:
    assert heading(post(client, text=json.dumps(GOOD))) == HARBOUR


def test_an_archive_with_one_document_is_that_document(client: Client, db: None) -> None:
    made = packed(("a.json", json.dumps(GOOD).encode()))

    assert heading(post(client, ("a.zip", made))) == HARBOUR


def test_the_issuers_name_is_the_registers_and_not_its_own(client: Client, town: Town) -> None:
    response = post(client, text=json.dumps(signed_by(town)))

    assert heading(response).startswith(
        "“Beekeeping for beginners” was awarded by River College on"
    )
    assert "River College signed it, and is approved in this register." in page(response)
    assert "Issuer-verified" in page(response)


def test_whoever_takes_a_registered_name_is_told_apart(client: Client, town: Town) -> None:
    issuer = {"id": cast.PROVIDER.did, "type": ["Profile"], "name": "River College"}
    response = post(client, text=json.dumps(cast.PROVIDER.signs(cast.credential(issuer=issuer))))

    assert "by somebody who goes by “River College” on" in heading(response)
    assert "It is not the River College of this register." in page(response)


def test_a_forgery(client: Client, db: None) -> None:
    forged = cast.changed(GOOD, "/credentialSubject/achievement/name", "Doctor")
    response = post(client, text=json.dumps(forged))

    assert heading(response) == (
        "This calls itself “Doctor”, and is not what its issuer signed: it was changed or forged."
    )
    assert "What it says of itself, and nobody has proven" in page(response)
    assert "Do not rely on it." in page(response)


def test_what_cannot_be_reached_is_undecided_and_not_failed(client: Client, db: None) -> None:
    named = cast.credential(issuer={"id": "did:web:127.0.0.1", "type": ["Profile"]})
    document = cast.PROVIDER.signs(named, method="did:web:127.0.0.1#key-1")
    response = post(client, text=json.dumps(document))

    assert heading(response).startswith("Whether “Beekeeping for beginners” is valid could not be")
    assert "This does not mean that it is false." in page(response)
    assert 'data-kind="failed"' not in page(response)


def test_a_link_that_leads_nowhere_is_undecided(client: Client, db: None) -> None:
    response = post(client, text="https://127.0.0.1/credential.json")

    assert (response.status_code, "Could not be decided" in page(response)) == (200, True)
    assert 'data-kind="failed"' not in page(response)


def test_a_presentation_shows_each_credential_in_it(client: Client, db: None) -> None:
    old = cast.PROVIDER.signs(cast.credential(validUntil="2026-02-01T00:00:00Z"))
    shown = LEARNER.presents(
        {
            "@context": [cast.V2],
            "type": ["VerifiablePresentation"],
            "holder": LEARNER.did,
            "verifiableCredential": [GOOD, old],
        }
    )
    response = post(client, text=json.dumps(shown))

    assert heading(response).startswith("Not everything shown here is valid.")
    assert HARBOUR in page(response)
    assert "is no longer valid: it expired on Feb. 1, 2026." in page(response)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Choose a file, or paste a link or the text of a credential."),
        ("hello", "This is not JSON"),
        ("{}" + " " * 10, ""),
    ],
)
def test_what_is_no_credential_is_said_beside_the_field(
    client: Client, db: None, text: str, said: str
) -> None:
    response = post(client, text=text)

    if said:
        assert heading(response) == "Verify a credential"
        assert (said in page(response), 'aria-invalid="true"' in page(response)) == (True, True)
    else:
        assert "Not valid" in page(response)


def test_a_photo_of_a_code_is_led_to_where_it_can_be_read(client: Client, db: None) -> None:
    response = post(client, ("photo.svg", SVG))

    assert "Is it a photo of a QR code?" in page(response)
    assert 'href="/verify/scan"' in page(response)


def test_the_report_can_be_taken_away_as_it_is_shown(client: Client, town: Town) -> None:
    response = post(client, text=json.dumps(signed_by(town)))
    found = REPORT.search(page(response))
    assert found is not None
    report = json.loads(base64.b64decode(found[1]))

    assert list(report) == ["verdict", "now", "about", "checks", "enclosed", "behind"]
    assert (report["verdict"], report["behind"]["level"]) == ("valid", "issuer-verified")
    assert report["behind"]["issuer"]["name"] == "River College"


def test_a_strangers_markup_is_shown_and_never_obeyed(client: Client, db: None) -> None:
    attack = "<script>alert(1)</script>\u202e"
    document = cast.changed(cast.credential(), "/credentialSubject/achievement/name", attack)
    text = post(client, text=json.dumps(cast.PROVIDER.signs(document))).content.decode()

    assert ("<script>alert" in text, "\u202e" in text.split("Technical")[0]) == (False, False)


def test_nothing_of_a_single_verdict_is_kept_or_logged(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    post(client, text=json.dumps(GOOD))
    post(client, text="hello")

    assert (Batch.objects.count(), AuditEntry.objects.count()) == (0, 0)
    assert "Beekeeping" not in caplog.text
    assert client.cookies.keys() <= {"csrftoken"}


def test_the_page_is_not_kept_by_anybody_on_the_way(client: Client, db: None) -> None:
    assert "no-store" in post(client, text=json.dumps(GOOD))["Cache-Control"]


def test_too_often_is_refused(client: Client, db: None) -> None:
    codes = [post(client, text="hello").status_code for _ in range(61)]

    assert codes == [200] * 60 + [429]


# -- several ---------------------------------------------------------------------------------------


def several(client: Client) -> str:
    """Where the results of two documents are, once they are judged."""
    made = packed(("good.json", json.dumps(GOOD).encode()), ("=cmd|x.txt", b"hello"))
    response = post(client, ("all.zip", made))
    assert response.status_code == 302
    for job in ProcrastinateJob.objects.filter(task_name="verification.check_rows"):
        actions.check_rows(**job_of(job.args), now=datetime.now(UTC))
    return str(response["Location"])


def job_of(args: dict[str, Any]) -> dict[str, Any]:
    return {"batch_id": args["batch"], "first": args["first"], "last": args["last"]}


def test_several_are_a_table_under_a_link_of_their_own(client: Client, db: None) -> None:
    address = several(client)
    response = Client().get(address)

    assert heading(response) == "2 documents"
    assert (HARBOUR in page(response), "good.json" in page(response)) == (True, True)
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("same-origin", "noindex")
    assert "no-store" in response["Cache-Control"]


def test_the_table_shows_one_verdict_at_a_time(client: Client, db: None) -> None:
    response = client.get(several(client) + "?verdict=valid")

    assert ("good.json" in page(response), "cmd" in page(response)) == (True, False)


def test_the_table_for_a_spreadsheet_holds_no_formula(client: Client, db: None) -> None:
    response = client.get(several(client) + "results.csv")
    lines = b"".join(response.streaming_content).decode().splitlines()

    assert lines[0].startswith("\ufeffNumber,Document,Verdict,")
    assert lines[1].startswith('1,good.json,valid,"“Beekeeping')
    assert lines[2].startswith("2,'=cmd|x.txt,unusable,\"This is not JSON")


def test_the_table_for_machines_holds_the_reports(client: Client, db: None) -> None:
    response = client.get(several(client) + "results.jsonl")
    first, second = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]

    assert (first["number"], first["report"]["verdict"]) == (1, "valid")
    assert first["report"]["behind"]["level"] == "unknown"
    assert second["unusable"]["code"] == "not-json"


def test_results_can_be_deleted_at_once(client: Client, db: None) -> None:
    address = several(client)
    client.post(address + "discard")

    assert (client.get(address).status_code, Row.objects.count()) == (404, 0)


def test_a_guessed_link_leads_nowhere(client: Client, db: None) -> None:
    several(client)

    for guess in ("guess", str(Batch.objects.get().id)):
        for end in ("", "results.csv", "results.jsonl"):
            assert client.get(f"/verify/results/{guess}/{end}").status_code == 404
        assert client.post(f"/verify/results/{guess}/discard").status_code == 404


def test_more_than_fifty_are_for_those_with_an_account(client: Client, db: None) -> None:
    made = packed(*((f"{n}.json", b"{}") for n in range(51)))
    response = post(client, ("all.zip", made))

    assert "That is more than the 50 documents" in page(response)
    assert Batch.objects.count() == 0


def test_a_pasted_list_of_links_is_several(client: Client, db: None) -> None:
    response = post(client, text="https://127.0.0.1/1\nhttps://127.0.0.1/2")

    assert (response.status_code, Row.objects.count()) == (302, 2)


def test_lists_too_often_are_refused(client: Client, db: None) -> None:
    text = "https://127.0.0.1/1\nhttps://127.0.0.1/2"

    assert [post(client, text=text).status_code for _ in range(6)] == [302] * 5 + [429]
