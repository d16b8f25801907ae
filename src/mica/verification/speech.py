"""How verdicts are said on pages: the tables of every part that finds something, and a language."""

from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from mica.net.errors import SENTENCES as NET
from mica.verification.rules import wording
from mica.verification.rules.wording import ENGLISH, Tongue
from mica.verification.sentences import SENTENCES

TABLES: Final = (*ENGLISH.tables, NET, SENTENCES)


def templates() -> tuple[str, ...]:
    """Every message about a verdict, in English, as it has to be translated."""
    return wording.templates(TABLES)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment).date(), "DATE_FORMAT")


HERE: Final = Tongue(gettext, _day, TABLES)
"""In the language of the moment: a request's, or that of whoever handed a batch in."""
