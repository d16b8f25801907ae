"""Out of the table of addresses: nobody sees or changes on any page what is somebody else's.

Every address stands in `WHOSE`; a new one fails until somebody has said whose it is.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from mica.api.rest.door import FACTS
from mica.people.actions import make_token
from mica.people.models import Organisation, Person
from mica.people.rules import SCOPES
from mica.site import urls  # declares every operation, before FACTS is read below
from tests.stage import PRIVATE, Stage, set_stage
from tests.town import Town

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]
WHOSE = {
    "anybody": {
        *("health-live", "health-ready", "account_login", "sign-in-code", "sign-in-passkey"),
        *("passkey-options", "sign-in-slip", "account_logout", "account_inactive"),
        *("openid_connect_login", "openid_connect_callback"),
        *("socialaccount_login_cancelled", "socialaccount_login_error", "set_language"),
        *("audit-head", "audit-proof", ".well-known/did.json", "did-document", "status-list"),
        *("vc-api-verify", "vc-api-verify-vp", "home", "public-organisation"),
        *("public-achievement", "public-version", "picture", "verify", "verify-scan"),
        *("api-reference", "api-openapi", "api-root", "api/^", "verify_document", "verify_file"),
    },
    "their own": {
        *("my-home", "account", "sign-ins", "add-address", "confirm-address", "change-address"),
        *("add-passkey", "make-slip", "remove-slip", "end-sessions", "helpers", "stop-acting"),
        *("guardian", "my-data", "download-data", "leave", "wallet", "wallet-import"),
        *("wallet-archive", "wallet-archive-download", "claim", "organisations"),
        *("register-organisation", "share-new", "shares", "requests"),
    },
    "a secret's": {
        *("claim-code", "consent", "verify-results", "verify-discard", "verify-results-csv"),
        *("verify-results-json", "share-link", "share-own", "shared", "shared-document"),
        "request",
    },
    "the one at the machine": {"outbox", "letter", "demo"},
    "a token's": {"vc-api", "vc-api-issue", "vc-api-issue-with-status", "vc-api-status"}
    | {name for name, facts in FACTS.items() if facts.scope is not None},
    "the learner's": {
        *("remove-passkey", "remove-provider", "holding", "holding-check", "holding-take"),
        *("holding-remove", "holding-picture", "holding-download", "holding-statement"),
        *("share", "share-withdraw"),
    },
    "the helper's": {"helping-asked", "end-helping", "begin-acting"},
    "the invited's": {"invitation"},
    "the reader's": {
        *("achievements", "achievement", "awards", "award", "award-document"),
        *("uploads", "upload", "upload-blank", "upload-faults", "upload-report"),
        *("organisation", "organisation-members", "organisation-keys"),
    },
    "the officer's": {
        *("achievement-new", "achievement-write", "achievement-publish", "achievement-version"),
        *("achievement-withdraw", "award-new", "award-act", "upload-new", "upload-leave-out"),
        *("upload-start", "upload-stop", "upload-end", "upload-forget", "organisation-learners"),
        *("learner-slip", "upload-row", "award-slip"),
    },
    "the owner's": {
        *("organisation-edit", "organisation-member", "remove-member", "withdraw-invitation"),
        *("organisation-tokens", "revoke-token", "key-make", "key-replace", "key-retire"),
        *("key-compromised", "key-issue-again"),
    },
    "the employer's": {
        *("organisation-checks", "organisation-check", "organisation-check-delete"),
        *("organisation-check-csv", "organisation-check-json", "organisation-requests"),
        *("organisation-request-new", "organisation-request", "organisation-request-withdraw"),
        "organisation-answer",
    },
    "the operator's": {
        *("operator", "operator-organisations", "operator-organisation", "operator-invite"),
        *("operator-people", "operator-person", "operator-close", "operator-slip"),
    },
}
INSIDERS = {
    "the learner's": "learner",
    "the helper's": "helper",
    "the invited's": "invited",
    "the reader's": "reader",
    "the officer's": "officer",
    "the owner's": "owner",
    "the employer's": "employer",
    "the operator's": "operator",
}
BODY = dict.fromkeys(("about", "description", "criteria", "outcomes", "text", "note", "why"), "x")
BODY |= {"name": "Mallory", "address": "mallory@example.org", "role": "officer", "sure": "on"}
BODY |= {"reason": "other", "act": "claim", "state": "suspended", "answer": "accept"}
BODY |= {"accept": "1", "give": "give", "kind": "school", "country": "IE", "language": "en"}
BODY |= {"scopes": "verify", "row": "2", "since": "2026-01-01"}
"""What strangers send to every address."""
SAID = {**BODY, "credential": {"@context": []}, "outcomes": ["x"], "scopes": ["verify"]}
READ_BY_MACHINES = {
    *("read_achievement", "read_draft", "read_achievement_history", "read_award", "read_batch"),
    *("read_documents", "read_award_history", "read_upload", "list_rows", "read_request"),
    *("list_answers", "list_results"),
}
"""Of what machines read by an id, so that what others are refused is there."""
WRITTEN = {
    *("achievement-version", "achievement-withdraw", "award-act", "end-helping"),
    *("helping-asked", "holding-check", "holding-remove", "invitation", "key-compromised"),
    *("key-issue-again", "key-replace", "operator-close", "operator-person", "operator-slip"),
    *("organisation-answer", "organisation-check-delete", "organisation-checks"),
    *("organisation-edit", "organisation-learners", "organisation-member"),
    *("organisation-request-withdraw", "organisation-tokens", "remove-member"),
    *("remove-passkey", "remove-provider", "revoke-token", "share-withdraw", "upload-forget"),
    *("upload-leave-out", "upload-row", "withdraw-invitation"),
}
"""Where `BODY` would change something, if whoever sends it might: so that the tests can fail."""
STRANGERS = ("anonymous", "outsider", "neighbour", "reader")
ABOVE = {"reader": {"the reader's"}}
"""Whose pages a stranger may read after all, but not write."""
OPEN = {"anybody", "their own"}
CLOSED = {403, 404, 405}
PARAMETER = re.compile(r"\(\?P<(\w+)>[^()]*\)|<(?:\w+:)?(\w+)>")


KEPT = {
    *("core", "people", "signing", "catalogue", "issuing", "verification", "wallet"),
    *("account", "socialaccount"),
}
OF_BROWSERS = {"people.Session"}


def addresses() -> dict[str, str]:
    """Every address of the site with its parameters, by its name, or by itself without one."""

    def walk(patterns: Any, prefix: str) -> Iterator[tuple[str, str]]:
        for one in patterns:
            whole = prefix + str(one.pattern)
            if isinstance(one, URLPattern):
                yield one.name or whole, whole
            else:
                yield from walk(one.url_patterns, whole)

    return dict(walk(urls.urlpatterns, ""))


def filled(stage: Stage, name: str, address: str) -> str:
    """An address with the things of the stage."""
    plain = PARAMETER.sub(lambda found: str(stage.place(name, found[1] or found[2])), address)
    return "/" + plain.replace("^", "").replace("\\Z", "").replace("$", "").replace("\\", "")


def rows() -> set[str]:
    """Everything that is kept of people, organisations and what they have."""
    kept = [one for one in apps.get_models() if one._meta.app_label in KEPT]
    tables = [one._meta.db_table for one in kept if one._meta.label not in OF_BROWSERS]
    parts = [f"SELECT '{table} ' || t::text FROM {table} t" for table in tables]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {text for (text,) in cursor.fetchall()}


@contextmanager
def tried(client: Client) -> Iterator[None]:
    """What is done here has not happened afterwards."""
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def body_of(answer: HttpResponseBase) -> str:
    if isinstance(answer, HttpResponse):
        return answer.content.decode(errors="replace")
    return b"".join(answer).decode(errors="replace")


def seen(answer: HttpResponseBase) -> list[str]:
    """What of others stands in an answer."""
    said = body_of(answer) + str(answer.headers)
    return [text for text in PRIVATE if text in said]


@pytest.fixture
def stage(town: Town) -> Stage:
    return set_stage(town)


@pytest.fixture
def clients(stage: Stage, browse: Browse) -> dict[str, Client]:
    return {role: browse(who) if who else Client() for role, who in stage.people.items()}


def test_every_address_is_somebodys() -> None:
    said = [name for names in WHOSE.values() for name in names]

    assert sorted(said) == sorted(addresses())


def guarded() -> Iterator[tuple[str, str, str]]:
    """Each address that is somebody's: whose, its name, the address."""
    known = addresses()
    for whose in INSIDERS:
        for name in sorted(WHOSE[whose]):
            yield whose, name, known[name]


def is_closed(role: str, answer: HttpResponseBase) -> bool:
    to_sign_in = answer.headers.get("Location", "").startswith("/accounts/sign-in/")
    return answer.status_code in CLOSED or (role == "anonymous" and to_sign_in)


@pytest.mark.parametrize("role", STRANGERS)
def test_what_is_somebodys_is_closed_to_others(
    stage: Stage, clients: dict[str, Client], role: str
) -> None:
    client, before = clients[role], rows()
    found: list[tuple[object, ...]] = []
    for whose, name, address in guarded():
        path, may_read = filled(stage, name, address), whose in ABOVE.get(role, ())
        with tried(client):
            read, written = client.get(path), client.post(path, BODY)
            if not may_read and not (is_closed(role, read) and is_closed(role, written)):
                found.append((name, read.status_code, written.status_code))
            if not may_read and (leaked := seen(read) + seen(written)):
                found.append((name, leaked))
            if changed := rows() ^ before:
                found.append((name, changed))

    assert found == []


@pytest.mark.parametrize("role", STRANGERS)
def test_what_is_open_shows_and_changes_nothing_of_others(
    stage: Stage, clients: dict[str, Client], role: str
) -> None:
    client, before, known = clients[role], rows(), addresses()
    found: list[tuple[str, object]] = []
    themselves = stage.own_ids(role)
    for name in sorted({name for whose in OPEN for name in WHOSE[whose]}):
        path = filled(stage, name, known[name])
        with tried(client):
            for answer in (client.get(path), client.post(path, BODY)):
                if leaked := seen(answer):
                    found.append((name, leaked))
                if answer.status_code >= 500:
                    found.append((name, answer.status_code))
            gone = {row for row in before - rows() if not any(one in row for one in themselves)}
            if lost := {row for row in gone if not row.startswith("core_audithead")}:
                found.append((name, lost))

    assert found == []


def test_those_whose_it_is_get_there(stage: Stage, clients: dict[str, Client]) -> None:
    found = []
    for whose, name, address in guarded():
        client = clients[INSIDERS[whose]]
        with tried(client):
            answer = client.get(filled(stage, name, address))
            if answer.status_code not in {200, 302, 405}:
                found.append((name, answer.status_code))

    assert found == []


def test_those_whose_it_is_write_there(stage: Stage, clients: dict[str, Client]) -> None:
    before, written = rows(), set()
    for whose, name, address in guarded():
        with tried(clients[INSIDERS[whose]]):
            clients[INSIDERS[whose]].post(filled(stage, name, address), BODY)
            if rows() != before:
                written.add(name)

    assert written == WRITTEN


def test_a_code_shows_a_name_and_gives_nothing_to_another(
    stage: Stage, clients: dict[str, Client]
) -> None:
    before = rows()
    for role in STRANGERS:
        path = f"/claim/{stage.places['code']}"
        with tried(clients[role]):
            answers = [clients[role].get(path), clients[role].post(path, BODY)]
            assert {text for one in answers for text in seen(one)} <= {"Lena"}
            assert rows() == before


def test_a_secret_that_is_guessed_opens_nothing(stage: Stage, clients: dict[str, Client]) -> None:
    client, before, known = clients["outsider"], rows(), addresses()
    found: list[tuple[str, object]] = []
    for name in sorted(WHOSE["a secret's"]):
        path = filled(stage, name, known[name])
        with tried(client):
            for answer in (client.get(path), client.post(path, BODY)):
                if leaked := seen(answer):
                    found.append((name, leaked))
            if rows() != before:
                found.append((name, answer.status_code))

    assert found == []


def bearer(of: Organisation, by: Person) -> Client:
    """A machine of an organisation, which may do all that machines may."""
    _, secret = make_token(of, "Theirs", sorted(SCOPES), by=by, now=timezone.now())
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_another_organisations_token_opens_nothing(stage: Stage, town: Town) -> None:
    client, known = bearer(town.rival, town.outsider), addresses()
    own, before = stage.own_ids("outsider"), rows()
    found: list[tuple[str, object]] = []
    for name in sorted(WHOSE["a token's"]):
        path = filled(stage, name, known[name])
        for method in ("get", "post", "put", "patch", "delete"):
            with tried(client):
                answer = getattr(client, method)(path, SAID, content_type="application/json")
                if leaked := seen(answer):
                    found.append((name, leaked))
                if "<" in known[name] and answer.status_code < 400:
                    found.append((name, (method, answer.status_code)))
                gone = {row for row in before - rows() if not any(one in row for one in own)}
                if lost := {row for row in gone if not row.startswith("core_audithead")}:
                    found.append((name, lost))

    assert found == []


def test_an_organisations_own_token_opens_them(stage: Stage, town: Town) -> None:
    machines = {
        "provider": bearer(town.provider, town.owner),
        "employer": bearer(town.employer, town.recruiter),
    }
    known, found = addresses(), []
    for name in sorted(name for name in READ_BY_MACHINES):
        path = filled(stage, name, known[name])
        statuses = [machine.get(path).status_code for machine in machines.values()]
        if 200 not in statuses:
            found.append((name, statuses))

    assert found == []
