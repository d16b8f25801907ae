"""What was handed over all at once, led to its single documents. The rule: docs/rules/trust.md.

A ZIP is unpacked in memory and never onto a disk, so that the names in it lead nowhere. What it
says of its own size is not believed: reading stops where more comes out than is allowed.
"""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from mica.errors import MicaError
from mica.vc import bake, jose
from mica.verification.errors import Unfit
from mica.verification.rules import is_link

MAX_NAME: Final = 200
MB: Final = 1_000_000
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_END_REACH: Final = _END_SIZE + 65_535
_BIG_END: Final = b"PK\x06\x07"
_BIG_END_SIZE: Final = 20
_ENTRY: Final = 400
"""Bytes that one entry of a ZIP's directory may take in the mean: its name and a few extras."""
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED: Final = 1
_NOISE: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be handed over at once.

    Attributes:
        documents: files and links, together.
        item_bytes: of one file, unpacked.
        total_bytes: of all files together, unpacked.
    """

    documents: int
    item_bytes: int = 5 * MB
    total_bytes: int = 200 * MB


STRANGERS: Final = Limits(documents=50, total_bytes=20 * MB)
MEMBERS: Final = Limits(documents=10_000)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came, or a pasted text.

    Attributes:
        name: as its sender called it; shown, and never a path of ours.
        file: can be read from any place in it.
    """

    name: str
    file: IO[bytes]


@dataclass(frozen=True, slots=True)
class Item:
    """One document to be verified, or why there is none.

    Attributes:
        name: of the file, or the link itself.
        data: what `rules.judge` takes.
        fault: why there is nothing to judge; None where there is.
    """

    name: str
    data: bytes
    fault: MicaError | None = None


def items(uploads: Iterable[Upload], limits: Limits) -> Iterator[Item]:
    """Every document in what was handed over, in its order.

    Args:
        uploads: files and texts; a ZIP or a list of links counts as what is in it.
        limits: how much may be in it.

    Raises:
        Unfit: `too-many-at-once`, `too-large-at-once`, `not-a-zip`, `nothing-given`.
    """
    count = total = 0
    for item in _all(uploads, limits):
        count, total = count + 1, total + len(item.data)
        if count > limits.documents:
            raise Unfit("too-many-at-once", limit=limits.documents)
        if total > limits.total_bytes:
            raise Unfit("too-large-at-once", limit=limits.total_bytes // MB)
        yield item
    if not count:
        raise Unfit("nothing-given")


def links(text: str) -> list[Item]:
    """The links of a list, one a line; [] where the text is no such list.

    In a table with several columns the first link of a line counts. A first line without one is a
    heading.
    """
    if text.lstrip()[:1] in {"", "{", "[", "<"} or jose.is_compact(text.strip()):
        return []
    try:
        rows = [row for row in csv.reader(io.StringIO(text), _dialect(text)) if any(row)]
    except csv.Error:
        return []
    found = [next((c.strip() for c in row if is_link(c.strip())), None) for row in rows]
    if not any(found) or len(found) == 1:
        return []
    made = []
    for number, link in enumerate(found, start=1):
        if link is not None:
            made.append(Item(link[:MAX_NAME], link.encode()))
        elif number > 1:
            made.append(Item(f"{number}", b"", Unfit("no-link")))
    return made


def _dialect(text: str) -> type[csv.Dialect]:
    class Found(csv.excel):
        delimiter = max(",;\t", key=text[:10_000].count)

    return Found


def _all(uploads: Iterable[Upload], limits: Limits) -> Iterator[Item]:
    for upload in uploads:
        start = upload.file.read(4)
        upload.file.seek(0)
        if start in _ZIP:
            yield from _unpacked(upload, limits)
            continue
        data = upload.file.read(limits.item_bytes + 1)
        if len(data) > limits.item_bytes:
            yield Item(upload.name[:MAX_NAME], b"", _too_large(limits))
        elif listed := _listed(data):
            yield from listed
        else:
            yield Item(upload.name[:MAX_NAME], data)


def _listed(data: bytes) -> list[Item]:
    if bake.is_image(data):
        return []
    try:
        return links(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return []


def _too_large(limits: Limits) -> Unfit:
    return Unfit("file-too-large", limit=limits.item_bytes // MB)


def _unpacked(upload: Upload, limits: Limits) -> Iterator[Item]:
    try:
        _check_directory(upload, limits)
        with zipfile.ZipFile(upload.file) as archive:
            for entry in archive.infolist():
                if not entry.is_dir() and not _is_noise(entry.filename):
                    yield _entry(archive, entry, limits)
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OSError) as error:
        raise Unfit("not-a-zip", name=upload.name[:MAX_NAME], reason=_reason(error)) from error


def _check_directory(upload: Upload, limits: Limits) -> None:
    """Refuse a ZIP whose list of files alone would fill the memory: it is read whole on opening."""
    upload.file.seek(0, io.SEEK_END)
    size = upload.file.tell()
    upload.file.seek(max(size - _END_REACH - _BIG_END_SIZE, 0))
    tail = upload.file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise zipfile.BadZipFile("its end is missing")
    if tail[max(at - _BIG_END_SIZE, 0) : at].startswith(_BIG_END):
        raise Unfit("too-many-at-once", limit=limits.documents)
    entries, directory = struct.unpack_from("<HL", tail, at + 10)
    if entries > limits.documents * 2 or directory > limits.documents * _ENTRY:
        raise Unfit("too-many-at-once", limit=limits.documents)
    upload.file.seek(0)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> Item:
    name = entry.filename[-MAX_NAME:]
    if entry.flag_bits & _ENCRYPTED:
        return Item(name, b"", Unfit("zip-entry-unreadable", reason="it has a password"))
    if entry.compress_type not in _METHODS:
        return Item(name, b"", Unfit("zip-entry-unreadable", reason="its packing is unusual"))
    try:
        with archive.open(entry) as packed:
            data = packed.read(limits.item_bytes + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        return Item(name, b"", Unfit("zip-entry-unreadable", reason=_reason(error)))
    if len(data) > limits.item_bytes:
        return Item(name, b"", _too_large(limits))
    return Item(name, data)


def _is_noise(name: str) -> bool:
    return name.startswith(_NOISE[0]) or name.rpartition("/")[2] in _NOISE[1:]


def _reason(error: Exception) -> str:
    return str(error)[:80] or type(error).__name__
