"""How many credentials a server verifies over HTTP, per second of its own processor time.

python -m bench.verify [--json] [--number N]

A real PostgreSQL and a real gunicorn with one process and four threads, as `mica serve` starts
them; the caller is this process, with two connections. Each credential is another, eddsa-rdfc-2022,
and is sent once to POST /vc-api/credentials/verify with an organisation's token. What counts is the
processor time of gunicorn's processes out of /proc; that of the database stands beside it. Each
answer has to say "verified".
"""

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from bench.vc import Issuer
from mica.cli.house.postgres import Postgres

DOOR = "/vc-api/credentials/verify"
TARGET = 400
PEER = 11
"""DCC verifier-core, verifications a second, as measured elsewhere; not run again here."""
CONNECTIONS = 2
TICKS = os.sysconf("SC_CLK_TCK")
READY_SECONDS = 60


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        what: whose credentials.
        server: verified per second of gunicorn's processor time.
        both: the same, with the database's time added.
        alone: the same verifications without HTTP, per second of this process's time in the same
            minute: where it is low, others used the machine.
        wall: verified per second of the clock.
        p95: milliseconds, as the caller waits.
        target: what was promised.
        peer: what another published.
    """

    what: str
    server: float
    both: float
    alone: float
    wall: float
    p95: float
    target: int = TARGET
    peer: int = PEER


@dataclass(frozen=True)
class Site:
    """A server that runs: its port, and the processes of its parts."""

    port: int
    web: int
    database: int


def cpu_seconds(root: int) -> float:
    """Processor time of a process and all below it, those that ended and were waited for too."""
    stats = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = place.read_text().split(" (", 1)
        except (OSError, ValueError):
            continue  # it ended meanwhile
        fields = rest.rsplit(") ", 1)[1].split()
        stats[int(pid)] = (int(fields[1]), sum(map(int, fields[11:15])))
    found, more = {root}, True
    while more:
        below = {pid for pid, (parent, _) in stats.items() if parent in found} - found
        found, more = found | below, bool(below)
    return sum(stats[pid][1] for pid in found if pid in stats) / TICKS


@contextmanager
def site() -> Iterator[Site]:
    """A database with tables, and gunicorn before it, until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="mica-bench-") as folder, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        port = listener.getsockname()[1]
        with Postgres(Path(folder)) as database:
            os.environ["DATABASE_URL"] = database.url
            os.environ["MICA_ORIGIN"] = f"http://127.0.0.1:{port}"
            os.environ["DJANGO_SETTINGS_MODULE"] = "mica.site.settings"
            subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], check=True)
            words = ["gunicorn", "--config", "python:mica.cli.house.web", "--max-requests", "0"]
            bind = ["--bind", f"fd://{listener.fileno()}"]
            web = subprocess.Popen(
                [sys.executable, "-m", *words, *bind], pass_fds=[listener.fileno()]
            )
            try:
                wait(port)
                yield Site(port, web.pid, postmaster(database.url))
            finally:
                web.terminate()
                web.wait()


def postmaster(url: str) -> int:
    """The process of a database server: the parent of the one that serves us."""
    with psycopg.connect(url) as connection:
        pid = connection.info.backend_pid
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()[1])


def wait(port: int) -> None:
    """Until the site answers."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def strangers(number: int) -> list[bytes]:
    """Credentials of an issuer that the site does not know, named by its key."""
    issuer = Issuer()
    documents = [issuer.credential(one) for one in range(number)]
    for document in documents:
        del document["credentialStatus"]  # its address is nobody's
    return [body(issuer.sign(document, "eddsa-rdfc-2022")) for document in documents]


def ours(number: int) -> list[bytes]:
    """Credentials of an organisation of the site: did:web, and a place in its status list."""
    from mica.people.models import Organisation  # noqa: PLC0415
    from mica.signing import actions  # noqa: PLC0415
    from mica.vc.status_documents import status_entry  # noqa: PLC0415

    now = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    school = Organisation.objects.get()
    actions.ensure_key(school.id, now)
    signer, issuer = actions.signer_for(school.id, now), Issuer()
    made = []
    for one, place in enumerate(actions.reserve_status(school.id, "revocation", number, now)):
        document = issuer.credential(one)
        document["issuer"]["id"] = signer.did
        document["credentialStatus"] = status_entry(place.url, place.index, "revocation")
        made.append(body(signer.sign(document, now)))
    return made


def token() -> str:
    """A token for the door, of an approved organisation of the site."""
    from mica.people.actions import make_token  # noqa: PLC0415
    from mica.people.models import Membership, Organisation, Person  # noqa: PLC0415

    now = datetime.now(UTC)
    owner = Person.objects.create(name="Owner")
    school = Organisation.objects.create(
        slug="school", name="Harbour School", kind="school", state="approved", created=now
    )
    Membership.objects.create(person=owner, organisation=school, role="owner", created=now)
    return make_token(school, "bench", ["verify"], by=owner, now=now)[1]


def body(document: dict[str, Any]) -> bytes:
    """What is sent."""
    return json.dumps({"verifiableCredential": document, "options": {}}).encode()


def measure(what: str, bodies: Sequence[bytes], here: Site, secret: str) -> Row:
    """Send each once, over a few connections at a time."""
    rest, waits, refused = iter(bodies), list[float](), list[bytes]()
    lock = threading.Lock()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {secret}"}

    def caller() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", here.port)
        while True:
            with lock:
                one = next(rest, None)
            if one is None:
                return
            began = time.perf_counter()
            connection.request("POST", DOOR, one, headers)
            answer = connection.getresponse().read()
            waits.append(time.perf_counter() - began)
            if not json.loads(answer).get("verified"):
                refused.append(answer)

    before = cpu_seconds(here.web), cpu_seconds(here.database), time.perf_counter()
    run([threading.Thread(target=caller) for _ in range(CONNECTIONS)])
    web = cpu_seconds(here.web) - before[0]
    database = cpu_seconds(here.database) - before[1]
    wall = time.perf_counter() - before[2]
    if refused:
        raise SystemExit(f"{len(refused)} were not verified, such as: {refused[0][:500]!r}")
    number = len(bodies)
    p95 = sorted(waits)[int(number * 0.95)] * 1000
    figures = (number / web, number / (web + database), alone(bodies[:300]), number / wall, p95)
    return Row(what, *(round(figure, 1) for figure in figures))


def alone(bodies: Sequence[bytes]) -> float:
    """The same verifications in this process, from parsed JSON: what HTTP is added to."""
    from mica.verification.queries import judge_strictly  # noqa: PLC0415

    documents = [json.loads(one)["verifiableCredential"] for one in bodies]
    began = time.process_time()
    for document in documents:
        judge_strictly(document, datetime.now(UTC), presentation=False)
    return len(documents) / (time.process_time() - began)


def run(threads: list[threading.Thread]) -> None:
    """Start all, and wait for all."""
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def rows(number: int) -> Iterator[Row]:
    """Every line of the table."""
    with site() as here:
        import django  # noqa: PLC0415

        django.setup()
        secret = token()
        kinds: tuple[tuple[str, Callable[[int], list[bytes]]], ...] = (
            ("an issuer unknown here, did:key", strangers),
            ("an issuer of this site, did:web, status list", ours),
        )
        for what, make in kinds:
            bodies = make(number + 50)
            measure(what, bodies[:50], here, secret)  # the first ones fill what is remembered
            yield measure(what, bodies[50:], here, secret)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.verify", description="verifications over HTTP"
    )
    parser.add_argument("--json", action="store_true", help="one JSON line a row")
    parser.add_argument("--number", type=int, default=3000, help="credentials a row")
    arguments = parser.parse_args()
    if not arguments.json:
        heads = ("server", "+ db", "no HTTP", "target", "DCC*", "p95 ms")
        print(f"{'verify over HTTP, per CPU second':46}" + "".join(f"{one:>9}" for one in heads))
    for row in rows(arguments.number):
        if arguments.json:
            print(json.dumps(asdict(row)), flush=True)
        else:
            mark = "" if row.server >= row.target else "  missed"
            cells = (row.server, row.both, row.alone, row.target, row.peer, row.p95)
            print(f"{row.what:46}" + "".join(f"{one:>9}" for one in cells) + mark, flush=True)
    if not arguments.json:
        print("* DCC verifier-core per second, as measured elsewhere; not run again here.")


if __name__ == "__main__":
    main()
