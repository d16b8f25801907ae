"""Mail is never lost, never told as sent when it was not, and said to whoever has to know."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from mica.core import actions, mail, queries
from mica.core.letters import Part, as_html, parts
from mica.core.models import AuditEntry, Message
from mica.core.rules.post import PATIENCE, next_try
from mica.net.post import Delayed, Post, Server
from tests.core import postbox
from tests.core.postbox import Postbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def box(settings) -> Iterator[Postbox]:
    with postbox.running() as server:
        settings.MICA_MAIL = server.settings
        settings.DEFAULT_FROM_EMAIL = "Mica <no-reply@mica.example>"
        yield server


def letter(now: datetime, address: str = "lena@example.org") -> Message:
    text = "Hello Zoë,\n\nyour code is below.\n"
    sent = mail.send(address, "Your\ncode", text, kind="code", now=now, about=uuid4())
    return Message.objects.get(id=sent)


def deliver(*letters: Message, at: datetime) -> list[tuple[str, int, str]]:
    """Send letters; what became of each."""
    actions.send_messages([one.id for one in letters], now=at)
    for one in letters:
        one.refresh_from_db()
    return [(one.state, one.tries, one.fault) for one in letters]


def queued() -> list[tuple[list[str], datetime | None]]:
    jobs = ProcrastinateJob.objects.filter(task_name="core.send_messages").order_by("id")
    return [(job.args["messages"], job.scheduled_at) for job in jobs]


def test_a_mail_is_sent_once_as_text_and_html(box: Postbox, now: datetime) -> None:
    one = letter(now)
    first = deliver(one, at=now)
    second = deliver(one, at=now)

    (came,) = box.mails
    assert first == second == [("sent", 1, "")]
    assert (came["From"], came["To"], came["Subject"]) == (
        "Mica <no-reply@mica.example>", "lena@example.org", "Your code",
    )  # fmt: skip
    assert came["Message-ID"] == f"<{one.id}@mica.example>"
    assert came["Auto-Submitted"] == "auto-generated"
    assert came["Date"] == "Mon, 01 Jun 2026 12:00:00 +0000"
    text, html = came.get_body(("plain",)), came.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == one.text.splitlines()
    assert "<p>Hello Zoë,</p>" in html.get_content()


def test_many_mails_share_a_job_and_a_connection(box: Postbox, now: datetime) -> None:
    drafts = [mail.Draft(f"a{n}@example.org", "x", "y\n") for n in range(150)]
    ids = mail.send_all(drafts, kind="claim", now=now)

    assert [len(messages) for messages, _ in queued()] == [100, 50]
    actions.send_messages(ids[:100], now=now)
    assert (len(box.mails), box.connections) == (100, 1)


def test_a_mail_that_is_rolled_back_was_never_there(box: Postbox, now: datetime) -> None:
    with transaction.atomic():
        letter(now)
        transaction.set_rollback(True)

    assert (Message.objects.count(), queued()) == (0, [])


def test_a_server_that_is_down_loses_nothing_and_is_told(box: Postbox, now: datetime) -> None:
    box.answers["HELLO"] = "421 closed for today"
    one, other = letter(now), letter(now, "other@example.org")
    down = deliver(one, other, at=now)
    again = queued()[-1]
    told = queries.mail_state(now)
    deliver(one, other, at=now)  # too early: not tried
    box.answers.clear()
    up = deliver(one, other, at=now + timedelta(minutes=1))

    said = "The mail server 127.0.0.1 could not be reached (SMTPConnectError)."
    assert [(state, tries) for state, tries, _ in down] == [("queued", 1)] * 2
    assert all(fault.startswith(said) for _, _, fault in down)
    assert again == ([str(one.id), str(other.id)], now + timedelta(minutes=1))
    assert (told.waiting, told.oldest, told.fault.startswith(said)) == (2, now, True)
    assert up == [("sent", 2, "")] * 2
    assert len(box.mails) == 2
    assert queries.mail_state(now).waiting == 0


def test_a_dead_server_costs_its_time_once() -> None:
    post = Post(Server("127.0.0.1", 9, tls="none"))
    with pytest.raises(Delayed) as first:
        post.send("a@mica.example", "b@example.org", b"")
    with pytest.raises(Delayed) as second:
        post.send("a@mica.example", "c@example.org", b"")

    assert first.value is second.value


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"tls": "starttls"}, "mail-server-untrusted"),
        ({"tls": "tls"}, "mail-server-untrusted"),
        ({"username": "mica", "password": "a secret"}, "mail-login-refused"),
    ],
)
def test_a_line_that_is_not_as_it_was_asked_for_carries_no_mail(
    box: Postbox, how: dict[str, str], code: str
) -> None:
    box.answers = {"EHLO": "250-box\r\n250 AUTH PLAIN", "AUTH": "535 no"}
    with Post(Server(**{**box.settings, **how})) as post, pytest.raises(Delayed) as caught:
        post.send("a@mica.example", "b@example.org", b"x")

    assert (caught.value.code, box.mails) == (code, [])
    assert "a secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("answers", "state", "fault"),
    [
        ({"RCPT": "550 5.1.1 nobody\x07 here"}, "bounced", "550 5.1.1 nobody here"),
        ({"RCPT": "450 busy"}, "queued", "450 busy"),
        ({"MAIL": "553 not you"}, "queued", "553 not you"),
        ({"DATA": "451 try later"}, "queued", "451 try later"),
        ({"CONTENT": "552 too much"}, "failed", "552 too much"),
        ({"CONTENT": "452 full"}, "queued", "452 full"),
        ({"RCPT": "hang up"}, "queued", "Server"),
    ],
)
def test_what_the_server_said_decides(
    box: Postbox, now: datetime, answers: dict[str, str], state: str, fault: str
) -> None:
    box.answers.update(answers)
    ((became, tries, said),) = deliver(letter(now), at=now)

    assert (became, tries, fault in said) == (state, 1, True), said


def test_one_refused_address_keeps_no_other_back(box: Postbox, now: datetime) -> None:
    box.answers["RCPT no@example.org"] = "550 nobody"
    letters = [letter(now, f"{name}@example.org") for name in ("a", "no", "b")]

    assert [state for state, _, _ in deliver(*letters, at=now)] == ["sent", "bounced", "sent"]
    assert [came["To"] for came in box.mails] == ["a@example.org", "b@example.org"]


@pytest.mark.parametrize(
    "address", ["nobody", "a@b@c", "a b@example.org", "a@example.org\r\nRCPT TO:<x@example.org>"]
)
def test_what_is_no_address_comes_back(box: Postbox, now: datetime, address: str) -> None:
    ((state, _, fault),) = deliver(letter(now, address), at=now)

    assert (state, fault, box.mails) == (
        "bounced", "This is not an address that mail can be sent to. Correct it.", [],
    )  # fmt: skip


def test_patience_grows_and_ends_after_three_days(box: Postbox, now: datetime) -> None:
    box.answers["RCPT"] = "450 greylisted"
    one, moment, moments = letter(now), now, [now]
    while deliver(one, at=moment)[0][0] == "queued":
        moment = one.due
        moments.append(moment)

    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert one.state == "failed"
    assert moments[-1] == now + PATIENCE
    assert waits[:7] == [HOUR / 60, HOUR / 12, HOUR / 4, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR]
    assert len(moments) == 13
    assert next_try(1, now, now + PATIENCE) is None


def test_a_mail_whose_job_was_lost_is_sent_all_the_same(box: Postbox, now: datetime) -> None:
    one = letter(now)
    early = actions.send_late(now=now + timedelta(minutes=9))
    late = actions.send_late(now=now + timedelta(minutes=11))

    assert (early, late) == (0, 1)
    assert queued() == [([str(one.id)], None)] * 2


def test_a_mail_without_a_server_is_kept_and_not_told_as_sent(now: datetime) -> None:
    one = letter(now)

    assert (one.state, queued()) == ("kept", [])


def test_mail_that_came_back_later_is_marked(box: Postbox, now: datetime) -> None:
    one, other = letter(now), letter(now, "other@example.org")
    deliver(one, other, at=now)
    number = actions.mark_bounced("LENA@example.org", "no such\nuser", by=None, now=now + HOUR)
    one.refresh_from_db()
    other.refresh_from_db()

    assert (number, one.state, one.fault, other.state) == (1, "bounced", "no such user", "sent")
    assert list(AuditEntry.objects.values_list("verb", "thing")) == [("core.bounce", str(one.id))]
    assert queries.mail_state(now + HOUR).bounced == 1


def test_old_texts_are_thrown_away_and_what_waits_is_not(box: Postbox, now: datetime) -> None:
    sent, waits = letter(now), letter(now)
    deliver(sent, at=now)
    actions.prune(now=now + timedelta(days=31))
    sent.refresh_from_db()
    waits.refresh_from_db()

    assert (sent.text, sent.state, waits.text != "") == ("", "sent", True)


def test_whoever_leaves_takes_their_mail_along(now: datetime) -> None:
    letter(now, "Lena@example.org")
    kept = letter(now, "other@example.org")

    assert actions.erase_messages("lena@example.org") == 1
    assert [one.id for one in Message.objects.all()] == [kept.id]


def test_mail_of_the_sign_in_library_takes_the_same_way(now: datetime) -> None:
    other = EmailMultiAlternatives("Code", "123", None, ["a@example.org", "b@example.org"])
    other.attach_alternative("<p>123</p>", "text/html")
    mail.OutboxBackend().send_messages([other])

    found = Message.objects.order_by("address").values_list("address", "text", "html", "kind")
    assert list(found) == [
        (address, "123", "<p>123</p>", "account") for address in ("a@example.org", "b@example.org")
    ]


def test_a_link_of_ours_is_a_button_and_a_strangers_is_text() -> None:
    text = (
        "Hello <b>Lena</b>,\n\nClaim it here:\nhttps://mica.example/claim/x\n\n    K7QM-2RXD\n\n"
        "https://mica.example.evil.example/claim\n"
    )

    assert parts(text, "https://mica.example") == [
        Part("said", ("Hello <b>Lena</b>,",)),
        Part("link", ("Claim it here",), "https://mica.example/claim/x"),
        Part("typed", ("K7QM-2RXD",)),
        Part("said", ("https://mica.example.evil.example/claim",)),
    ]


def test_html_shows_a_text_as_it_is_in_its_language(now: datetime) -> None:
    message = Message(subject="<i>Code", text="<script>x</script>\n", language="ar")
    html = as_html(message)

    assert '<html lang="ar" dir="rtl">' in html
    assert "<p>&lt;script&gt;x&lt;/script&gt;</p>" in html
    assert "<h1>&lt;i&gt;Code</h1>" in html


def test_no_value_begins_a_line_of_its_own() -> None:
    context = {
        "name": "Lena\n\nClaim it here:\nhttp://127.0.0.1:8000/claim/evil",
        "achievement": "A & B",
        "issuer": "River College",
        "link": "http://127.0.0.1:8000/claim/good",
        "code": "K7QM",
    }
    made = mail.draft("claim", "lena@example.org", context, language="en")

    links = [part.url for part in parts(made.text, "http://127.0.0.1:8000") if part.url]
    assert links == ["http://127.0.0.1:8000/claim/good"]
    assert made.subject == "Your credential: A & B"


def test_no_address_is_logged(
    box: Postbox, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    box.answers["RCPT"] = "550 nobody"
    with caplog.at_level(logging.DEBUG):
        deliver(letter(now), at=now)

    assert "lena" not in caplog.text.lower().replace("queries", "")
