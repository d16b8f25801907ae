"""Awarding through the REST API, and the life of an award."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from mica.core.models import AuditEntry, Message
from mica.issuing.models import Award, Upload
from mica.issuing.tasks import award_rows
from mica.people.models import Token
from tests.api.rest.asking import LENA, Asking, published, refusal
from tests.town import Town

REVOKED = {"reason": "awarded-in-error", "note": "Another learner."}


def learners(number: int) -> list[dict[str, Any]]:
    return [{"name": f"Learner {at}", "reference": f"S-{at}"} for at in range(number)]


def test_an_award_is_made_read_and_verified(ask: Asking) -> None:
    made = ask.post("/awards", {"achievement": published(ask), **LENA})
    (document,) = ask.get(f"/awards/{made['id']}/documents")["items"]
    verdict = ask.post("/verify", {"document": document["document"]}, 200)

    assert ask.get(f"/awards/{made['id']}") == made
    assert (made["standing"], made["name"], made["result"]) == ("issued", "Learner Lena", "Passed")
    assert (verdict["verdict"], verdict["code"]) == ("valid", None)


def test_the_log_names_the_token(ask: Asking) -> None:
    made = ask.post("/awards", {"achievement": published(ask), **LENA})
    entry = AuditEntry.objects.get(thing=made["id"])
    (step,) = ask.get(f"/awards/{made['id']}/history")["items"]

    assert (entry.actor, entry.verb) == (Token.objects.get().id, "issuing.award")
    assert (step["actor"], step["number"]) == (str(entry.actor), entry.number)


def test_what_is_wrong_with_an_award_is_said_at_its_place(ask: Asking) -> None:
    wrong = {"achievement": published(ask), "name": " ", "address": "nowhere"}
    response = ask("POST", "/awards", wrong)

    assert refusal(response) == (409, "grant-unfit")
    assert json.loads(response.content)["errors"] == [
        {
            "pointer": "/name",
            "code": "name-missing",
            "detail": "The learner's name is missing.",
        },
        {
            "pointer": "/address",
            "code": "address-unfit",
            "detail": "This is not a mail address. It needs the form name@example.org.",
        },
    ]


def test_what_has_not_the_form_is_said_at_its_place(ask: Asking) -> None:
    response = ask("POST", "/awards", {"achievement": "none", "name": "A", "evidence": [{"u": 1}]})
    said = json.loads(response.content)

    assert refusal(response) == (422, "request-unfit")
    assert {one["pointer"] for one in said["errors"]} == {"/achievement", "/evidence/0/u"}


def test_nobody_is_awarded_twice(ask: Asking) -> None:
    body = {"achievement": published(ask), **LENA}
    made = ask.post("/awards", body)
    response = ask("POST", "/awards", body)

    assert refusal(response) == (409, "already-awarded")
    assert json.loads(response.content)["award"] == made["id"]
    assert Award.objects.count() == 1


def test_few_are_awarded_at_once_and_those_who_have_it_are_passed_over(ask: Asking) -> None:
    achievement = published(ask)
    path = f"/achievements/{achievement}/awards"
    first = ask.post(path, learners(2))["items"]
    lines = "\n".join(json.dumps(one) for one in learners(3))
    second = ask.post(path, lines)["items"]

    assert [one["new"] for one in first] == [True, True]
    assert [one["new"] for one in second] == [False, False, True]
    assert second[:2] == [{**one, "new": False} for one in first]
    assert Award.objects.count() == 3


def test_one_fault_among_several_awards_nobody(ask: Asking) -> None:
    path = f"/achievements/{published(ask)}/awards"
    for number in (3, 60):
        rows = [*learners(number - 1), {"name": ""}]
        response = ask("POST", path, rows)

        assert refusal(response) == (409, "grant-unfit")
        assert [one["pointer"] for one in json.loads(response.content)["errors"]] == [
            f"/{number - 1}/name",
            f"/{number - 1}/address",
        ]
    assert (Award.objects.count(), Upload.objects.count()) == (0, 0)


def test_a_learner_named_twice_is_said(ask: Asking) -> None:
    path = f"/achievements/{published(ask)}/awards"
    for number in (2, 60):
        response = ask("POST", path, [*learners(number), learners(1)[0]])

        assert json.loads(response.content)["errors"][0]["code"] == "grant-double"


def test_many_are_awarded_in_the_background(ask: Asking) -> None:
    started = ask.post(f"/achievements/{published(ask)}/awards", learners(60), 202)
    assert (started["state"], started["rows"]["ready"]) == ("running", 60)
    award_rows(started["id"], 1, 60)
    done = ask.get(f"/uploads/{started['id']}")
    rows = ask.get(f"/uploads/{started['id']}/rows?limit=200")["items"]

    assert (done["state"], done["rows"]["awarded"]) == ("done", 60)
    assert [row["cells"]["reference"] for row in rows] == [f"S-{at}" for at in range(60)]
    assert {row["award"] for row in rows} == {str(one.id) for one in Award.objects.all()}


def test_a_list_is_walked_page_by_page(ask: Asking) -> None:
    ask.post(f"/achievements/{published(ask)}/awards", learners(5))
    seen, cursor = [], ""
    while cursor is not None:
        page = ask.get(f"/awards?limit=2&cursor={cursor}")
        seen.append([one["reference"] for one in page["items"]])
        cursor = page["next"]

    assert [len(page) for page in seen] == [2, 2, 1]
    assert {one for page in seen for one in page} == {f"S-{at}" for at in range(5)}
    assert refusal(ask("GET", "/awards?cursor=bm9uZQ")) == (400, "cursor-unfit")


def test_a_list_is_narrowed(ask: Asking) -> None:
    achievement = published(ask)
    one, _ = ask.post(f"/achievements/{achievement}/awards", learners(2))["items"]
    ask.post(f"/awards/{one['award']}/revoke", REVOKED, 200)

    def found(query: str) -> list[str]:
        return [each["reference"] for each in ask.get(f"/awards?{query}")["items"]]

    assert found("standing=revoked") == ["S-0"]
    assert found("search=S-1") == ["S-1"]
    assert found(f"achievement={achievement}&standing=issued") == ["S-1"]


def test_the_life_of_an_award(ask: Asking, town: Town) -> None:
    achievement = published(ask, suspendable=True)
    made = ask.post("/awards", {"achievement": achievement, **LENA})
    path = f"/awards/{made['id']}"

    assert ask.post(f"{path}/suspend", REVOKED, 200)["standing"] == "suspended"
    assert refusal(ask("POST", f"{path}/renew", {})) == (409, "act-does-not-fit")
    assert ask.post(f"{path}/reinstate", {}, 200)["standing"] == "issued"
    assert ask.post(f"{path}/correct", {**LENA, "result": "87"}, 200)["result"] == "87"
    assert ask.post(f"{path}/resend", {"address": "lena@example.org"}, 200)["address"] == (
        "lena@example.org"
    )
    later = ask.post(f"{path}/renew", {"until": "2199-01-31"})
    assert (later["renews"], later["until"]) == (made["id"], "2199-01-31T23:59:59Z")
    assert ask.post(f"{path}/revoke", REVOKED, 200)["reason_note"] == "Another learner."
    assert refusal(ask("POST", f"{path}/revoke", REVOKED)) == (409, "act-does-not-fit")
    assert len(ask.get(f"{path}/documents")["items"]) == 3


def test_a_scheduled_award_is_cancelled(ask: Asking) -> None:
    at = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    made = ask.post("/awards", {"achievement": published(ask), **LENA, "at": at})

    assert made["standing"] == "scheduled"
    assert ask.post(f"/awards/{made['id']}/cancel", None, 200)["standing"] == "cancelled"


def test_a_learner_without_mail_is_given_a_code(ask: Asking) -> None:
    made = ask.post("/awards", {"achievement": published(ask), "name": "Ida", "reference": "7"})
    slip = ask.get(f"/awards/{made['id']}/claim")

    assert len(slip["code"].replace("-", "")) == 16
    assert slip["address"].startswith("http://127.0.0.1:8000/")
    assert Message.objects.count() == 0
