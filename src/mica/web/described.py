"""A description of an achievement in words, for members and for everybody."""

from typing import Any, Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mica.catalogue import rules
from mica.catalogue.rules import Credit, Description, Lasts, Level, Validity
from mica.standards.vocabulary import AchievementType

KINDS: Final = {
    AchievementType.MICRO_CREDENTIAL: gettext_lazy("Micro-credential"),
    AchievementType.BADGE: gettext_lazy("Badge"),
    AchievementType.COURSE: gettext_lazy("Course"),
    AchievementType.CERTIFICATE: gettext_lazy("Certificate"),
    AchievementType.CERTIFICATE_OF_COMPLETION: gettext_lazy("Certificate of completion"),
    AchievementType.CERTIFICATION: gettext_lazy("Certification"),
    AchievementType.COMPETENCY: gettext_lazy("Competency"),
    AchievementType.ASSESSMENT: gettext_lazy("Assessment"),
    AchievementType.ASSIGNMENT: gettext_lazy("Assignment"),
    AchievementType.FIELDWORK: gettext_lazy("Fieldwork"),
    AchievementType.COMMUNITY_SERVICE: gettext_lazy("Community service"),
    AchievementType.CO_CURRICULAR: gettext_lazy("Beside the curriculum"),
    AchievementType.LEARNING_PROGRAM: gettext_lazy("Learning programme"),
    AchievementType.APPRENTICESHIP_CERTIFICATE: gettext_lazy("Apprenticeship certificate"),
    AchievementType.JOURNEYMAN_CERTIFICATE: gettext_lazy("Journeyman’s certificate"),
    AchievementType.MASTER_CERTIFICATE: gettext_lazy("Master craftsman’s certificate"),
    AchievementType.LICENSE: gettext_lazy("Licence"),
    AchievementType.MEMBERSHIP: gettext_lazy("Membership"),
    AchievementType.DIPLOMA: gettext_lazy("Diploma"),
    AchievementType.SECONDARY_SCHOOL_DIPLOMA: gettext_lazy("Secondary school diploma"),
    AchievementType.GENERAL_EDUCATION_DEVELOPMENT: gettext_lazy("General education development"),
    AchievementType.ASSOCIATE_DEGREE: gettext_lazy("Associate degree"),
    AchievementType.BACHELOR_DEGREE: gettext_lazy("Bachelor’s degree"),
    AchievementType.MASTER_DEGREE: gettext_lazy("Master’s degree"),
    AchievementType.DEGREE: gettext_lazy("Degree"),
    AchievementType.DOCTORAL_DEGREE: gettext_lazy("Doctoral degree"),
    AchievementType.PROFESSIONAL_DOCTORATE: gettext_lazy("Professional doctorate"),
    AchievementType.RESEARCH_DOCTORATE: gettext_lazy("Research doctorate"),
    AchievementType.AWARD: gettext_lazy("Award"),
    AchievementType.ACHIEVEMENT: gettext_lazy("Achievement"),
    AchievementType.QUALITY_ASSURANCE_CREDENTIAL: gettext_lazy("Quality-assurance credential"),
}
"""What each kind is called, those that are chosen most first."""
LABELS: Final = {
    "name": gettext_lazy("Name"),
    "description": gettext_lazy("What it is"),
    "criteria": gettext_lazy("What has to be done to earn it"),
    "outcomes": gettext_lazy("What whoever has it knows, understands or can do"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language of these texts"),
    "level": gettext_lazy("Level"),
    "credit": gettext_lazy("Credit"),
    "validity": gettext_lazy("How long an award holds"),
    "picture": gettext_lazy("Picture"),
}
"""What each part of a description is called on pages."""
EQF_LEVELS: Final = 8


def shown(description: Description) -> dict[str, Any]:
    """What a page shows: the texts as they are, the rest in words; `scale` for a level of EQF."""
    level = description.level
    ranked = level and level.framework.strip().upper() == "EQF" and level.key.strip().isdecimal()
    rank = int(level.key) if level and ranked else 0
    return {
        "said": description,
        "kind": KINDS.get(description.kind, description.kind.value),
        "level": f"{level.framework} {level.key}" if level else "",
        "scale": rank if 0 < rank <= EQF_LEVELS else 0,
        "levels": EQF_LEVELS,
        "credit": _words(description.credit),
        "lasts": lasts(description.validity),
    }


def lasts(validity: Validity) -> str:
    """For how long an award holds, in words."""
    if validity.lasts is Lasts.PERIOD and validity.months:
        if validity.months % 12 == 0:
            years = validity.months // 12
            return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
        return ngettext("%(n)d month", "%(n)d months", validity.months) % {"n": validity.months}
    if validity.lasts is Lasts.UNTIL and validity.until:
        day = date_format(localtime(validity.until), "DATE_FORMAT")
        return _("until %(day)s") % {"day": day}
    return _("for ever")


def differences(old: Description, new: Description) -> list[tuple[str, str, str]]:
    """What changed between two versions: the part's name, what it was, and what it is."""
    return [
        (str(LABELS[name]), _part(name, getattr(old, name)), _part(name, getattr(new, name)))
        for name in rules.changes(old, new)
    ]


def _part(name: str, value: Any) -> str:
    if name == "picture" and value:
        return _("a picture of its own")
    return _words(value)


def _words(value: Any) -> str:
    """A part of a description in words, "" for none."""
    match value:
        case AchievementType():
            return str(KINDS.get(value, value.value))
        case Level(framework, key):
            return f"{framework} {key}"
        case Credit(unit, amount):
            return f"{amount} {unit}"
        case Validity():
            return lasts(value)
        case tuple():
            return "\n".join(value)
    return str(value or "")
