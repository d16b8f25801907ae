"""A database with many awards, and the pages that are asked for in it. Needs Django to be ready."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.test import Client

from mica.catalogue import actions as catalogue
from mica.catalogue.rules import Credit, Description, Lasts, Level, Validity
from mica.issuing.actions.awarding import Row, award_all
from mica.issuing.models import Award
from mica.issuing.rules.grants import Grant
from mica.people.models import Membership, Organisation, Person

NOW = datetime.now(UTC)
REAL = 200
WARM = 5
KINDS = 8
"""Achievements among which the awards are spread."""
STANDINGS = ("issued", "claimed", "revoked", "suspended", "expired", "expiring", "returned")
FIRST = ("Aisha", "Ben", "Chidi", "Dana", "Elif", "Farid", "Grace", "Hana", "Ivo", "Jana")
LAST = ("Okafor", "Murphy", "Novak", "Silva", "Haddad", "Kowalski", "Tanaka", "Byrne", "Diallo")
BREAD = Description(
    name="Bread baking",
    description="Baking bread from sourdough.",
    criteria="Bake three loaves.",
    outcomes=("Bakes a loaf from sourdough", "Keeps a starter alive"),
    level=Level("EQF", "3"),
    credit=Credit("ECTS", "2.5"),
    validity=Validity(Lasts.PERIOD, months=24),
)

COPY_AWARDS = """
CREATE TEMP TABLE made AS
SELECT row_number() OVER () AS n, uuidv7(-((%(n)s - g) * interval '8 minutes')) AS id,
       (SELECT array_agg(id ORDER BY id) FROM issuing_award)[1 + g %% %(real)s] AS source
  FROM generate_series(1, %(n)s) g;
INSERT INTO issuing_award
SELECT (jsonb_populate_record(a, jsonb_build_object(
         'id', made.id, 'learner_key', md5(made.n::text), 'occasion', '',
         'name', (%(first)s::text[])[1 + made.n %% 10] || ' '
                 || (%(last)s::text[])[1 + (made.n / 10) %% 9] || ' ' || made.n,
         'address', 'learner' || made.n || '@example.org', 'reference', 'S' || made.n,
         'claim_hash', '\\x' || md5('a' || made.n) || md5('b' || made.n),
         'state', CASE WHEN made.n %% 500 = 0 THEN 'revoked' WHEN made.n %% 700 = 0
                  THEN 'suspended' ELSE 'issued' END,
         'claimed', CASE WHEN made.n %% 3 > 0 THEN now() END,
         'created', now() - (%(n)s - made.n) * interval '8 minutes',
         'valid_until', now() + interval '2 years'
                        - (%(n)s - made.n) * interval '13 minutes'))).*
  FROM made JOIN issuing_award a ON a.id = made.source;
INSERT INTO issuing_credential
SELECT (jsonb_populate_record(c, jsonb_build_object(
         'id', gen_random_uuid(), 'award_id', made.id,
         'document', replace(c.document, made.source::text, made.id::text)))).*
  FROM made JOIN issuing_credential c ON c.award_id = made.source;
INSERT INTO core_message
SELECT (jsonb_populate_record(m, jsonb_build_object(
         'id', gen_random_uuid(), 'about', made.id,
         'address', 'learner' || made.n || '@example.org',
         'state', CASE WHEN made.n %% 400 = 0 THEN 'bounced' ELSE 'sent' END))).*
  FROM made JOIN core_message m ON m.about = made.source;
INSERT INTO core_auditentry
SELECT (jsonb_populate_record(e, jsonb_build_object(
         'number', 1000000 + made.n, 'thing', made.id))).*
  FROM made JOIN core_auditentry e ON e.thing = made.source::text;
"""


class Measured(NamedTuple):
    """One page.

    Attributes:
        page: which.
        p50, p95: milliseconds on the clock.
        cpu: milliseconds of processor time at the 95th percentile, ours and the database's.
    """

    page: str
    p50: float
    p95: float
    cpu: float


def measure(awards: int, times: int, tell: Callable[[str], None]) -> Iterator[Measured]:
    """Fill the database, then ask for each page.

    Args:
        awards: how many there are to be.
        times: how often each page is asked for.
        tell: is told what happens.
    """
    began = time.perf_counter()
    officer = seed(awards)
    held = Award.objects.count()
    tell(f"{held:,} awards of one organisation after {time.perf_counter() - began:.0f} s")
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(officer, backend=settings.AUTHENTICATION_BACKENDS[0])
    for name, asked in pages():
        yield timed(client, name, asked, times)


def seed(awards: int) -> Person:
    """An organisation with an officer, achievements, and awards."""
    officer = Person.objects.create(name="Officer", email="officer@example.org")
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    organisation = Organisation.objects.create(
        slug="college", name="College", kind="vocational", state="approved", created=NOW
    )
    Membership.objects.create(
        person=officer, organisation=organisation, role="officer", created=NOW
    )
    for kind in range(KINDS):
        described = replace(BREAD, name=f"Bread baking {kind}")
        draft = catalogue.create_achievement(
            organisation.id, described, by=officer.id, now=NOW, suspendable=kind == 0
        )
        version = catalogue.publish(draft.id, by=officer.id, now=NOW)
        rows = [
            Row(n, Grant(name=f"Learner {n}", address=f"real{n}@example.org"))
            for n in range(REAL // KINDS)
        ]
        award_all(version, rows, organisation=organisation, by=officer.id, now=NOW)
    with connection.cursor() as cursor:
        names = {"first": list(FIRST), "last": list(LAST)}
        for statement in filter(str.strip, COPY_AWARDS.split(";\n")):
            cursor.execute(statement, {"n": awards - REAL, "real": REAL, **names})
        cursor.execute("VACUUM ANALYZE")
    return officer


def pages() -> Iterator[tuple[str, Callable[[], str]]]:
    """Each page by its name, and how the next address of it is found."""
    chance = random.Random(7)  # noqa: S311 - the same pages in every run
    ids = list(Award.objects.order_by("?").values_list("id", flat=True)[:1000])
    kinds = list(Award.objects.values_list("achievement_id", flat=True).distinct())
    base = "/organisations/college"

    def one_of(*queries: str) -> Callable[[], str]:
        return lambda: f"{base}/awards/?{chance.choice(queries)}"

    yield "home of an officer", lambda: "/home"
    yield "awards", one_of("")
    yield "awards, further pages", lambda: f"{base}/awards/?before={chance.choice(ids)}"
    for standing in (
        "issued",
        "claimed",
        "revoked",
        "suspended",
        "expired",
        "expiring",
        "returned",
    ):
        yield f"awards, {standing}", one_of(f"standing={standing}")
    yield "awards, of one achievement", lambda: f"{base}/awards/?achievement={chance.choice(kinds)}"
    yield "awards, search: a first name", one_of(*(f"search={one}" for one in FIRST))
    yield "awards, search: whole names", one_of(*(f"search={a}+{b}" for a in FIRST for b in LAST))
    yield "awards, search: one letter", one_of(*(f"search={one[0]}" for one in FIRST))
    yield "awards, search: a number", lambda: f"{base}/awards/?search={chance.randrange(90_000)}"
    yield "awards, search: nobody", one_of("search=zzz", "search=qqq+xxx")
    yield (
        "awards, search: an address",
        lambda: f"{base}/awards/?search=learner{chance.randrange(90_000)}%40example.org",
    )
    yield "an award", lambda: f"{base}/awards/{chance.choice(ids)}/"
    yield "an award's slip", lambda: f"{base}/awards/{_unclaimed(chance)}/slip/"
    yield "achievements", lambda: f"{base}/achievements/"
    yield "an achievement", lambda: f"{base}/achievements/{chance.choice(kinds)}/"
    yield "an achievement, for everybody", lambda: f"/achievements/{chance.choice(kinds)}"
    yield "an organisation, for everybody", lambda: "/o/college"


def _unclaimed(chance: random.Random) -> object:
    """An award that nobody has claimed; found before the clock starts."""
    since = NOW - timedelta(days=chance.randrange(30))
    found = Award.objects.filter(claimed=None, state="issued", created__gte=since)
    return found.values_list("id", flat=True)[0]


def timed(client: Client, name: str, asked: Callable[[], str], times: int) -> Measured:
    """Ask for a page many times."""
    took, worked = [], []
    for number in range(WARM + times):
        address = asked()
        used, began = processor(), time.perf_counter()
        response = client.get(address)
        ended, after = time.perf_counter(), processor()
        if response.status_code != 200:  # noqa: PLR2004 - anything else is not the page
            raise RuntimeError(f"{address}: {response.status_code}")
        if number >= WARM:
            took.append((ended - began) * 1000)
            worked.append((after - used) * 1000)
    p95 = [round(statistics.quantiles(each, n=20)[18], 1) for each in (took, worked)]
    return Measured(name, round(statistics.median(took), 1), *p95)


def processor() -> float:
    """Seconds that this process and its database session have computed; what waits is not counted.

    The kernel's own count of the session's time; without it (elsewhere than on Linux) ours alone.
    """
    if connection.connection is None:
        return time.process_time()
    count = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    other = int(count.read_text(encoding="ascii").split()[0]) / 1e9 if count.exists() else 0.0
    return time.process_time() + other
