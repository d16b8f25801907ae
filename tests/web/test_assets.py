"""What others wrote is what others published."""

import hashlib
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "src/mica/web/static/vendor"
FILES = tomllib.loads((VENDOR / "manifest.toml").read_text(encoding="utf-8"))["file"]


def test_every_file_is_the_one_its_package_has() -> None:
    found = {one["name"]: hashlib.sha256((VENDOR / one["name"]).read_bytes()) for one in FILES}

    assert {name: one.hexdigest() for name, one in found.items()} == {
        one["name"]: one["sha256"] for one in FILES
    }


def test_nothing_lies_beside_them() -> None:
    files = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    known = {one[key] for one in FILES for key in ("name", "notice")}

    assert files == known | {"manifest.toml"}


def test_every_package_has_its_licence_and_is_told_to_whoever_passes_it_on() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")

    assert [one["licence"] for one in FILES if one["licence"] not in notice] == []
    assert [one["notice"] for one in FILES if not (VENDOR / one["notice"]).stat().st_size] == []
