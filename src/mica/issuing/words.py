"""What the reasons and acts of an award's life are called, for pages and mails."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mica.issuing.rules.life import Reason

REASONS: Final[dict[Reason, str | Promise]] = {
    Reason.ERROR: _("It was awarded by mistake"),
    Reason.MISCONDUCT: _("Misconduct, such as cheating"),
    Reason.APPEAL: _("An appeal was decided"),
    Reason.LEFT: _("A requirement is no longer met"),
    Reason.REPLACED: _("It was replaced by another"),
    Reason.KEY: _("The key that signed it is no longer safe"),
    Reason.REQUEST: _("The learner asked for it"),
    Reason.OTHER: _("Another reason, told in the note"),
}
