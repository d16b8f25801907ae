"""Files with many learners through the REST API."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mica.issuing.models import Award
from mica.issuing.tasks import award_rows
from tests.api.rest.asking import Asking, published, read, refusal
from tests.issuing.tables import csv, xlsx

ROWS = [["Name", "Email"], ["Ada", "ada@example.org"], ["Ben", "nowhere"], ["Cy", "x"]]


def handed_in(ask: Asking, data: bytes, name: str = "learners.csv") -> str:
    file = SimpleUploadedFile(name, data)
    made = ask.sent("/uploads", 201, achievement=published(ask), file=file)
    assert (made["state"], made["name"]) == ("ready", name)
    return str(made["id"])


def test_a_file_is_put_right_started_and_reported(ask: Asking) -> None:
    path = f"/uploads/{handed_in(ask, csv(*ROWS))}"
    faulty = ask.get(f"{path}/rows?state=faulty")["items"]
    assert [(row["number"], row["faults"][0]["code"]) for row in faulty] == [
        (3, "address-unfit"),
        (4, "address-unfit"),
    ]
    assert refusal(ask("POST", f"{path}/start")) == (409, "rows-faulty")

    fixed = read(ask("PUT", f"{path}/rows/3", {"name": "Ben", "address": "ben@example.org"}), 200)
    assert (fixed["state"], fixed["faults"]) == ("ready", [])
    assert ask.post(f"{path}/leave-out-faulty", status=200) == {"count": 1}
    assert ask.post(f"{path}/start", status=202)["state"] == "running"
    award_rows(path.rpartition("/")[2], 2, 3)

    assert ask.get(path)["rows"] == {
        "ready": 0, "faulty": 0, "left_out": 1, "awarded": 2, "standing": 0, "failed": 0,
    }  # fmt: skip
    assert [row["state"] for row in ask.get(f"{path}/rows")["items"]] == [
        "awarded",
        "awarded",
        "left-out",
    ]
    assert Award.objects.count() == 2
    assert ask.get("/uploads")["items"] == [ask.get(path)]


def test_rows_are_walked_page_by_page(ask: Asking) -> None:
    path = f"/uploads/{handed_in(ask, xlsx(*ROWS), 'learners.xlsx')}/rows"
    first = ask.get(f"{path}?limit=2")
    second = ask.get(f"{path}?limit=2&cursor={first['next']}")

    assert [row["number"] for row in first["items"] + second["items"]] == [2, 3, 4]
    assert second["next"] is None


def test_a_row_is_left_out_and_a_file_given_up(ask: Asking) -> None:
    path = f"/uploads/{handed_in(ask, csv(*ROWS))}"
    assert ask("POST", f"{path}/rows/4/leave-out").status_code == 204
    assert refusal(ask("POST", f"{path}/rows/9/leave-out")) == (404, "no-such-row")
    assert ask("DELETE", path).status_code == 204

    assert ask.get(path)["state"] == "cancelled"
    assert ask.get(f"{path}/rows")["items"] == []


def test_what_is_no_table_is_refused(ask: Asking) -> None:
    file = SimpleUploadedFile("learners.csv", b"")
    said = ask.sent("/uploads", 409, achievement=published(ask), file=file)

    assert said["code"] == "file-empty"


def test_a_file_that_is_sent_again_is_taken_once(ask: Asking) -> None:
    achievement, data = published(ask), csv(*ROWS)
    ids = []
    for content in (data, data):
        parts = {"achievement": achievement, "file": SimpleUploadedFile("learners.csv", content)}
        response = Client().post(
            "/api/v1/uploads",
            parts,
            headers={"Authorization": f"Bearer {ask.secret}", "Idempotency-Key": "f-1"},
        )
        ids.append(json.loads(response.content)["id"])
    assert ids[0] == ids[1]

    other = {"achievement": achievement, "file": SimpleUploadedFile("learners.csv", data + b"\r\n")}
    response = Client().post(
        "/api/v1/uploads",
        other,
        headers={"Authorization": f"Bearer {ask.secret}", "Idempotency-Key": "f-1"},
    )
    assert refusal(response) == (409, "key-used-otherwise")
