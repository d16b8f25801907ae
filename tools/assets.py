"""Renews src/mica/web/static/vendor from the npm packages that publish the files; needs npm.

Usage: python tools/assets.py
Writes the files unmodified, the licence of each package, and manifest.toml with package, version,
licence and SHA-256. A new version is a new number below; read the difference before it goes in.
"""

import hashlib
import io
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/mica/web/static/vendor"
HEAD = (
    "# Files of others that pages load, unmodified. Written by tools/assets.py; held by a test.\n"
)


@dataclass(frozen=True)
class Source:
    """One file of one package at one version."""

    package: str
    version: str
    licence: str
    file: str
    notice: str
    name: str


SOURCES = (
    Source(
        package="@picocss/pico",
        version="2.1.1",
        licence="MIT",
        file="css/pico.fluid.classless.min.css",
        notice="LICENSE.md",
        name="pico.css",
    ),
    Source(
        package="htmx.org",
        version="2.0.11",
        licence="0BSD",
        file="dist/htmx.min.js",
        notice="LICENSE",
        name="htmx.js",
    ),
    Source(
        package="jsqr",
        version="1.4.0",
        licence="Apache-2.0",
        file="dist/jsQR.js",
        notice="LICENSE",
        name="jsqr.js",
    ),
)


def packed(source: Source, folder: str) -> tarfile.TarFile:
    """The package as npm publishes it."""
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{source.package}@{source.version}"],  # noqa: S607
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return tarfile.open(Path(folder) / done.stdout.split()[-1])


def member(package: tarfile.TarFile, name: str) -> bytes:
    """One file of a package."""
    found = package.extractfile(f"package/{name}")
    if found is None:
        raise FileNotFoundError(name)
    with io.BufferedReader(found) as stream:
        return stream.read()


def renew() -> None:
    """Write every file, its licence and the manifest."""
    (TARGET / "licences").mkdir(parents=True, exist_ok=True)
    manifest = HEAD
    for source in SOURCES:
        kept = f"licences/{source.package.removeprefix('@').replace('/', '-')}.txt"
        with tempfile.TemporaryDirectory() as folder, packed(source, folder) as package:
            content = member(package, source.file)
            (TARGET / kept).write_bytes(member(package, source.notice))
        (TARGET / source.name).write_bytes(content)
        manifest += (
            f'\n[[file]]\nname = "{source.name}"\n'
            f'sha256 = "{hashlib.sha256(content).hexdigest()}"\n'
            f'package = "{source.package}"\nversion = "{source.version}"\nfrom = "{source.file}"\n'
            f'licence = "{source.licence}"\nnotice = "{kept}"\n'
        )
        print(f"{source.package} {source.version}: {source.name}, {len(content):,} bytes")
    (TARGET / "manifest.toml").write_text(manifest, encoding="utf-8")


if __name__ == "__main__":
    renew()
