"""Everything at once: a wallet as one archive, and all that is kept of a person."""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any, Final, TypeVar

from django.db.models import QuerySet
from django.template.loader import render_to_string

from mica.issuing.queries import awards_of
from mica.people.models import Person
from mica.people.queries import export_person
from mica.wallet.models import Former, Holding, VerdictEntry
from mica.wallet.queries.papers import File, Picture, document_file, file_name, picture_file
from mica.wallet.rules.facts import Facts

T = TypeVar("T", Former, VerdictEntry)
_IN_MEMORY: Final = 8 * 1024 * 1024
_AT_ONCE: Final = 20


def archive(person: Person, now: datetime) -> IO[bytes]:
    """All that a person holds, as a ZIP that needs no site to be read; the caller closes it.

    A folder for each credential with the document, a picture that carries it, the last report and
    the documents it had before; a page that leads through them, a text that explains, and what
    else is kept of the person.
    """
    packed = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    listed = []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archived:
        for number, holding in enumerate(_whole(person), start=1):
            folder = f"credentials/{number:04}-{file_name(holding.name)}"
            names = [_put(archived, folder, one, now) for one in _files(holding)]
            listed.append({"holding": holding, "folder": folder, "names": names})
        context = {"person": person, "listed": listed, "now": now}
        page = render_to_string("wallet/archive.html", context)
        _write(archived, "index.html", page.encode(), now)
        text = render_to_string("wallet/archive.txt", context)
        _write(archived, "README.txt", text.encode(), now)
        kept = {"person": export_person(person), "wallet": export(person)}
        _write(archived, "my-data.json", _json(kept), now)
    packed.seek(0)
    return packed


def export(person: Person) -> dict[str, Any]:
    """All that a wallet keeps of a person, as plain values, and the issuers’ own records.

    The documents themselves are in the archive.
    """
    return {
        "holdings": [_holding(one) for one in _whole(person)],
        "awards": [
            {
                "id": str(one.id),
                "issuer": one.organisation.name,
                "achievement": one.version.name,
                "name": one.name,
                "address": one.address,
                "reference": one.reference,
                "result": one.result,
                "evidence": one.evidence,
                "note": one.note,
                "state": one.state,
                "awarded": one.awarded.isoformat(),
                "claimed": one.claimed.isoformat() if one.claimed else None,
            }
            for one in awards_of(person)
        ],
    }


def _whole(person: Person) -> Iterator[Holding]:
    found: QuerySet[Holding] = Holding.objects.filter(person=person).order_by("id")
    yield from found.prefetch_related("formers", "verdicts").iterator(chunk_size=_AT_ONCE)


def _files(holding: Holding) -> Iterator[File]:
    yield document_file(holding)
    own = bytes(holding.picture) if holding.picture else b""
    yield picture_file(holding, Picture.PNG if own.startswith(b"\x89PNG") else Picture.SVG)
    yield File("report.json", "application/json", _json(holding.report))
    for number, former in enumerate(_by_id(holding.formers.all()), start=1):
        ending = "json" if former.document.startswith("{") else "jwt"
        yield File(f"before-{number}.{ending}", "", former.document.encode())


def _holding(holding: Holding) -> dict[str, Any]:
    facts = {name: getattr(holding, name) for name in Facts.__slots__}
    return {
        "id": str(holding.id),
        "source": holding.source,
        "added": holding.added.isoformat(),
        **{name: _plain(value) for name, value in facts.items()},
        "verdicts": [
            {
                "verdict": one.verdict,
                "findings": one.findings,
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
            }
            for one in _by_id(holding.verdicts.all())
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _put(archived: zipfile.ZipFile, folder: str, file: File, now: datetime) -> str:
    _write(archived, f"{folder}/{file.name}", file.data, now)
    return file.name


def _write(archived: zipfile.ZipFile, path: str, data: bytes, now: datetime) -> None:
    entry = zipfile.ZipInfo(path, now.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    archived.writestr(entry, data)


def _by_id(rows: Iterable[T]) -> list[T]:
    """Oldest first; sorted here, since a statement for each credential would cost more."""
    return sorted(rows, key=lambda row: row.id)
