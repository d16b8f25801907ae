"""Which column of a table is what, by the words of its header, in English and French.

Rules as prose: docs/rules/uploads.md.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mica.issuing.errors import Unfit

FIELDS: Final = (
    "name",
    "address",
    "reference",
    "result",
    "date",
    "until",
    "evidence",
    "evidence_name",
    "evidence_text",
    "note",
)
"""What a row can say, in the order of templates, forms and reports."""
GIVEN: Final = "given"
FAMILY: Final = "family"
"""With GIVEN a name in two columns; a row keeps it as one."""
TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "Name",
        "Email",
        "Reference",
        "Result",
        "Date",
        "Valid until",
        "Evidence link",
        "Evidence name",
        "Evidence text",
        "Note",
    ),
    "fr": (
        "Nom complet",
        "Courriel",
        "Référence",
        "Résultat",
        "Date",
        "Valable jusqu’au",
        "Lien vers la preuve",
        "Nom de la preuve",
        "Texte de la preuve",
        "Remarque",
    ),
}
"""The header of our own templates by language: FIELDS in their order."""
_WORDS: Final[Mapping[str, str]] = {
    "name": "name, full name, learner, learner name, student, student name, participant, "
    "participant name, recipient, recipient name, candidate, holder, "
    "nom complet, nom et prenom, prenom et nom, nom prenom, prenom nom, apprenant, apprenante, "
    "etudiant, etudiante, eleve, participante, candidat, stagiaire, beneficiaire, titulaire, "
    "nom de l apprenant, nom de l etudiant, nom du participant",
    GIVEN: "first name, given name, given names, forename, prenom, prenoms",
    FAMILY: "last name, surname, family name, nom de famille",
    "address": "email, e mail, mail, email address, e mail address, mail address, learner email, "
    "student email, recipient email, courriel, adresse, adresse email, adresse e mail, "
    "adresse mail, adresse electronique, adresse de courriel, mel, adresse de messagerie",
    "reference": "reference, ref, id, learner id, student id, student number, learner number, "
    "learner reference, registration number, matriculation number, "
    "numero, numero d etudiant, numero etudiant, n etudiant, no etudiant, matricule, identifiant, "
    "numero d inscription, code apprenant, code etudiant",
    "result": "result, grade, mark, score, resultat, mention",
    "date": "date, award date, awarded, awarded on, date awarded, date of award, completed, "
    "completed on, completion date, date of completion, issue date, issued on, "
    "date d obtention, obtenu le, date de reussite, date de delivrance, delivre le, "
    "date d attribution",
    "until": "valid until, valid to, valid till, expires, expires on, expiry, expiry date, "
    "expiration, expiration date, date of expiry, end of validity, "
    "valable jusqu au, valide jusqu au, date d expiration, expire le, fin de validite, "
    "date de fin de validite",
    "evidence": "evidence, evidence link, evidence url, link to evidence, proof, link, url, "
    "preuve, lien, lien vers la preuve, lien de la preuve, url de la preuve",
    "evidence_name": "evidence name, evidence title, name of evidence, "
    "nom de la preuve, titre de la preuve, intitule de la preuve",
    "evidence_text": "evidence text, evidence description, evidence narrative, "
    "about the evidence, texte de la preuve, description de la preuve",
    "note": "notes, comment, comments, remark, remarks, narrative, "
    "remarque, remarques, commentaire, commentaires, observation, observations",
}
_KNOWN: Final = {word: field for field, words in _WORDS.items() for word in words.split(", ")}
_FRENCH: Final = frozenset(
    (
        "prenom",
        "prenoms",
        "courriel",
        "resultat",
        "preuve",
        "remarque",
        "remarques",
        "commentaire",
        "commentaires",
        "matricule",
        "apprenant",
        "apprenante",
        "etudiant",
        "etudiante",
        "eleve",
        "stagiaire",
        "mel",
        "identifiant",
        "numero",
        "mention",
        "nom",
    )
)
_TWO_MEANINGS: Final = {"note": "note", "notes": "note"}
"""A remark in English, a mark in French."""
_MISSING: Final[Mapping[tuple[bool, bool], str]] = {
    (False, True): "columns-missing-name",
    (True, False): "columns-missing-learner",
    (False, False): "columns-missing-name-learner",
}
"""By whether there is a name, and whether it is said which learner it is."""
_SHOWN: Final = 60
_MOST_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header of a table says.

    Attributes:
        places: field, or GIVEN and FAMILY, to the column's number, from 0.
        titles: field to the header's own words.
        ignored: headers that mean nothing here.
        width: number of columns.
    """

    places: Mapping[str, int]
    titles: Mapping[str, str]
    ignored: tuple[str, ...]
    width: int


def letter(column: int) -> str:
    """How a spreadsheet names a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def known(cells: Sequence[str]) -> int:
    """How many cells of a row are words of a header."""
    return sum(_plain(cell) in _KNOWN or _plain(cell) in {"nom", *_TWO_MEANINGS} for cell in cells)


def heading(cells: Sequence[str]) -> Heading:
    """What each column of a header is.

    Raises:
        Unfit: `column-twice` with two `titles`; `column-unclear` with its `title`;
            `columns-missing-name`, `columns-missing-learner`, `columns-missing-name-learner` with
            the headers that were `found`.
    """
    meant = dict(_meant(cells))
    places: dict[str, int] = {}
    titles: dict[str, str] = {}
    for place, field in meant.items():
        title = _shown(cells[place])
        if field in places:
            raise Unfit("column-twice", first=titles[field], second=title)
        places[field], titles[field] = place, title
    found = [_shown(cell) for cell in cells if cell.strip()]
    named = "name" in places or {GIVEN, FAMILY} <= places.keys()
    told = bool({"address", "reference"} & places.keys())
    if not (named and told):
        raise Unfit(_MISSING[named, told], found=_listed(found))
    ignored = [_shown(cell) for n, cell in enumerate(cells) if cell.strip() and n not in meant]
    width = max((n + 1 for n, cell in enumerate(cells) if cell.strip()), default=0)
    return Heading(places, titles, tuple(ignored[:_MOST_SHOWN]), width)


def _meant(cells: Sequence[str]) -> Iterator[tuple[int, str]]:
    plain = [_plain(cell) for cell in cells]
    parted = GIVEN in {_KNOWN.get(word) for word in plain}
    french = any(part in _FRENCH for word in plain for part in word.split())
    for place, word in enumerate(plain):
        field = _KNOWN.get(word)
        if word == "nom" or (parted and word == "name" and FAMILY not in _fields(plain)):
            yield place, FAMILY if parted else "name"
        elif word in _TWO_MEANINGS:
            if french:
                raise Unfit("column-unclear", title=_shown(cells[place]))
            yield place, _TWO_MEANINGS[word]
        elif field is not None:
            yield place, field


def _fields(plain: Sequence[str]) -> set[str | None]:
    return {_KNOWN.get(word) for word in plain}


def _plain(cell: str) -> str:
    """A header without accents, case and punctuation."""
    parted = unicodedata.normalize("NFKD", cell.casefold())
    kept = (sign if sign.isalnum() else " " for sign in parted if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())


def _shown(cell: str) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _listed(found: Sequence[str]) -> str:
    more = ", …" if len(found) > _MOST_SHOWN else ""
    return ", ".join(f"“{one}”" for one in found[:_MOST_SHOWN]) + more
