"""Settle the region, say who lives there, and verify what was issued there last.

`python -m mica.cli.house.visit`, in the environment of a house that stands. Ends with 0 where the
verdict is valid, or there is nothing to verify.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from mica.cli import telling
from mica.cli.ends import Ends
from mica.cli.look import Look, safe
from mica.cli.sentences import sentences
from mica.cli.speaking import out_look, say
from mica.vc.report import Verdict
from mica.vc.verify import Setting
from mica.verification.rules import STANDARDS, judge

if TYPE_CHECKING:
    from mica.cli.region import Region

_INDENT: Final = "  "


def main() -> None:
    """Settle, tell and verify."""
    import django

    with sentences():
        django.setup()
        from mica.cli.region import seed

        raise SystemExit(show(seed(), out_look(), datetime.now(UTC)))


def show(region: "Region", look: Look, now: datetime) -> Ends:
    """Tell who lives in a region, and the verdict of its newest credential."""
    say(_people(region, look), look)
    if not region.credential:
        say(["", *look.wrap("No credential was issued here yet.")], look)
        return Ends.WELL
    report = judge(region.credential.encode(), Setting(region.resolve, now, STANDARDS))
    say(["", look.paint("Issued here last, and verified now", "bold"), ""], look)
    say(telling.told(report, look), look)
    return Ends.WELL if report.verdict is Verdict.VALID else Ends.FAILED


def _people(region: "Region", look: Look) -> list[str]:
    """One line for each role: who it is, and how to sign in."""
    if not region.roles:
        return look.wrap("Nobody lives here yet: whoever signs up first is at home.")
    lines = [look.paint("Who lives here, and how to sign in", "bold"), ""]
    wide = max(len(role) for role, _, _ in region.roles)
    for role, name, how in region.roles:
        lines += look.wrap(safe(f"{name}: {how}"), f"{_INDENT}{role:<{wide}}  ")
    return [*lines, "", *look.wrap(safe(region.way, 400), _INDENT)]


if __name__ == "__main__":
    main()
