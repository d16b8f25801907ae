"""How fast Mica issues and verifies, per CPU second, beside the peer in the same run.

python -m bench.vc [--json] [--seconds N]

The credential is the peer's own (../shared/peers/digitalbazaar/credential.json), or, where that is
absent, bench/credential.json; five hundred copies that differ as learners differ. "Whole report"
goes from the bytes of a file to the report: strict reading, every rule of the data model and of
Open Badges, key, signature, dates, and a status list at hand. "As the peer does" leaves out what
the peer leaves out: it starts from parsed JSON, asks no status list and no rules of Open Badges.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

from bench import peer
from mica.vc import bitstring, issue, status_documents
from mica.vc.keys import KeyType, SigningKey
from mica.vc.report import Verdict
from mica.vc.resolve import Shelf, nothing
from mica.vc.verify import Setting, examine
from mica.verification.rules import STANDARDS, judge

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LIST_URL = "https://issuer.example.edu/status/1"
EXAMPLE = Path(__file__).with_name("credential.json")
DISTINCT = 500
TARGETS = {"eddsa-rdfc-2022": (2500, 1500, None), "eddsa-jcs-2022": (8000, None, 5000)}
"""For each suite: issue, verify with the whole report, verify what the peer verifies."""


@dataclass(frozen=True)
class Row:
    """One line of the table: operations per CPU second."""

    what: str
    ours: float
    peer: float | None
    target: float | None

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        ratio = round(self.ours / self.peer, 1) if self.peer else None
        ours = round(self.ours, 1)
        return {
            "what": self.what,
            "ours": ours,
            "peer": self.peer,
            "ratio": ratio,
            "target": self.target,
        }


class Issuer:
    """A key, its names, and the credential in many copies."""

    def __init__(self) -> None:
        self.key = SigningKey.from_secret(KeyType.ED25519, bytes([7]) * 32)
        self.did = f"did:key:{self.key.public.multikey}"
        self.method = f"{self.did}#{self.key.public.multikey}"
        source = peer.home() / "credential.json"
        text = (source if source.is_file() else EXAMPLE).read_text(encoding="utf-8")
        # Open Badges has no target type ESCO:Skill; words of one's own begin with ext:.
        text = text.replace('"ESCO:Skill"', '"ext:ESCO_Skill"')
        self.text = text.replace('"ISSUER"', f'"{self.did}"')

    def credential(self, number: int) -> dict[str, Any]:
        """A credential that differs from the others where learners differ."""
        made = json.loads(self.text)
        for pointer, value in self.values(number).items():
            *path, last = pointer.split("/")[1:]
            place = made
            for step in path:
                place = place[step]
            place[last] = value
        return made

    @staticmethod
    def values(number: int) -> dict[str, str]:
        """What differs from learner to learner, by JSON pointer."""
        index = str(number * 37 % 131_072)
        return {
            "/id": f"urn:uuid:3f0c7d2e-2f5f-4b0e-9a8e-{number:012x}",
            "/credentialSubject/id": f"did:web:learner.example:{number}",
            "/validFrom": f"2026-01-{number % 28 + 1:02}T09:00:00Z",
            "/credentialStatus/id": f"{LIST_URL}#{index}",
            "/credentialStatus/statusListIndex": index,
        }

    def sign(self, document: dict[str, Any], suite: str) -> dict[str, Any]:
        """Sign one document."""
        return issue.issue(document, self.key, method=self.method, created=NOW, suite=suite)

    def shelf(self) -> Shelf:
        """The status list, at hand."""
        bits = bitstring.blank()
        unsigned = status_documents.status_list_credential(
            LIST_URL, self.did, "revocation", bits, valid_from=NOW
        )
        return Shelf({LIST_URL: json.dumps(self.sign(unsigned, issue.DEFAULT_SUITE)).encode()})


def rate(work: Callable[[Any], object], items: list[Any], seconds: float) -> float:
    """Operations per CPU second: the median of three runs, after a warm-up."""
    for item in items[:50]:
        work(item)
    runs = sorted(_one_run(work, cycle(items), seconds) for _ in range(3))
    return runs[1]


def _one_run(work: Callable[[Any], object], items: Iterator[Any], seconds: float) -> float:
    done, start, cpu = 0, time.monotonic(), time.process_time()
    while time.monotonic() - start < seconds:
        for _ in range(20):
            work(next(items))
        done += 20
    return done / (time.process_time() - cpu)


def measure(seconds: float) -> Iterator[Row]:
    """Every row, ours and the peer's measured one after the other."""
    issuer = Issuer()
    theirs = peer_rates(seconds)
    plain = [issuer.credential(i) for i in range(DISTINCT)]
    setting = Setting(issuer.shelf(), NOW, standards=STANDARDS)
    bare = Setting(nothing, NOW, asks_status=False)
    for suite, targets in TARGETS.items():
        ours = rate(lambda document, s=suite: issuer.sign(document, s), plain, seconds)
        yield Row(f"issue {suite}, one by one", ours, theirs.get((suite, "issue")), targets[0])
        if suite == issue.DEFAULT_SUITE:
            yield batch_row(issuer, theirs.get((suite, "issue")), seconds)
        signed = [json.dumps(issuer.sign(document, suite)) for document in plain]
        for text in signed:
            verdict = judge(text.encode(), setting)
            if verdict.verdict is not Verdict.VALID:
                raise SystemExit(f"{suite} does not verify: {verdict.as_json()}")
        peers = theirs.get((suite, "verify"))
        ours = rate(lambda text: judge(text.encode(), setting), signed, seconds)
        yield Row(f"verify {suite}, whole report", ours, peers, targets[1])
        parsed = [json.loads(text) for text in signed]
        ours = rate(lambda document: examine(document, bare), parsed, seconds)
        yield Row(f"verify {suite}, as the peer does", ours, peers, targets[2])


def batch_row(issuer: Issuer, theirs: float | None, seconds: float) -> Row:
    """Issuing many credentials of one achievement."""
    values = [issuer.values(i) for i in range(DISTINCT)]
    batch = issue.Batch(
        issuer.credential(0), tuple(values[0]), issuer.key, method=issuer.method, created=NOW
    )
    if batch.issue(values[1]) != issuer.sign(issuer.credential(1), issue.DEFAULT_SUITE):
        raise SystemExit("a batch and a single issue differ")
    return Row("issue eddsa-rdfc-2022, a batch", rate(batch.issue, values, seconds), theirs, 5000)


def peer_rates(seconds: float) -> dict[tuple[str, str], float]:
    """What the peer does in the same minute; empty where it is absent."""
    try:
        done = peer.run("bench.mjs", str(seconds))
    except peer.AbsentError as error:
        print(f"no peer: {error}", file=sys.stderr)
        return {}
    if done.returncode:
        print(f"the peer failed: {done.stderr.strip()[-300:]}", file=sys.stderr)
    rates = {}
    for line in done.stdout.splitlines():
        row = json.loads(line)
        for what in ("issue", "verify"):
            rates[row["suite"], what] = row[what]
    return rates


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.vc", description="speed beside the peer")
    parser.add_argument("--json", action="store_true", help="one JSON line a row")
    parser.add_argument("--seconds", type=float, default=2.0, help="a run (each row takes three)")
    arguments = parser.parse_args()
    if not arguments.json:
        print(f"{'per CPU second':40}{'ours':>10}{'peer':>10}{'ratio':>8}{'target':>9}")
    for row in measure(arguments.seconds):
        plain = row.as_json()
        if arguments.json:
            print(json.dumps(plain), flush=True)
        else:
            shown = [plain[name] if plain[name] is not None else "-" for name in ("peer", "ratio")]
            mark = "" if row.target is None or row.ours >= row.target else "  missed"
            figures = f"{plain['ours']:>10}{shown[0]:>10}{shown[1]:>8}{row.target or '-':>9}"
            print(f"{row.what:40}{figures}{mark}", flush=True)


if __name__ == "__main__":
    main()
