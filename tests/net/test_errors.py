import re
from pathlib import Path

from mica.net.errors import SENTENCES, BadAnswer, Forbidden, NetError, NotConnected, Outage
from mica.net.limits import STANDARD
from mica.vc.errors import Refused, Undecidable

ROOT = Path(__file__).resolve().parents[2]
RULES = (ROOT / "docs/rules/fetching.md").read_text(encoding="utf-8")
SOURCE = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/mica/net").glob("*.py"))


def test_no_error_of_the_net_can_fail_a_check() -> None:
    for kind in (NetError, Forbidden, Outage, NotConnected, BadAnswer):
        assert issubclass(kind, Undecidable)
        assert not issubclass(kind, Refused)


def test_rules_name_every_code_and_no_other() -> None:
    table = RULES.partition("## 4.")[2]
    assert sorted(re.findall(r"`([a-z-]+)`", table)) == sorted(SENTENCES)


def test_every_code_has_a_sentence_and_a_use() -> None:
    raised = set(re.findall(r'"([a-z]+(?:-[a-z]+)+|busy)"', SOURCE)) & SENTENCES.keys()
    assert raised == SENTENCES.keys()
    for code in SENTENCES:
        assert len(re.findall(rf'"{code}"', SOURCE)) > 1, code


def test_rules_tell_the_limits_in_force() -> None:
    told = f"| {STANDARD.connect_seconds:g} seconds |", f"| {STANDARD.total_seconds:g} seconds |"
    assert [text in RULES for text in told] == [True, True]
    assert f"| {STANDARD.header_bytes // 1024} KiB |" in RULES
    assert f"| {STANDARD.content_bytes // 1024**2} MiB |" in RULES
