"""Tags and filters of Mica's pages; docs/pages.md shows each."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django import template
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, CheckboxInput
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from mica.web.days import last_day
from mica.web.sheets import Sheet, draw
from mica.web.states import STATES

register = template.Library()

_DISC: Final = '<circle cx="8" cy="8" r="8"/>'
_RING: Final = '<circle class="drawn" cx="8" cy="8" r="6.8"/>'
SHAPES: Final[dict[str, str]] = {
    "passed": _DISC + '<path class="cut" d="m4.4 8.3 2.5 2.6 4.8-5.4"/>',
    "failed": '<path d="M4.7 0h6.6L16 4.7v6.6L11.3 16H4.7L0 11.3V4.7z"/>'
    '<path class="cut" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/>',
    "undecided": '<path d="m8-.6 8.6 8.6L8 16.6-.6 8z"/>'
    '<path class="cut" d="M6 6.4c0-2.7 4.1-2.5 4.1-.1 0 1.6-2.1 1.6-2.1 3.1m0 2v.6"/>',
    "info": _DISC + '<path class="cut" d="M8 7.4v4.8m0-8.4v.7"/>',
    "waiting": _RING + '<path class="drawn" d="M8 4v4.2l2.8 1.9"/>',
    "active": _RING + '<circle cx="8" cy="8" r="3.4"/>',
    "paused": _RING + '<path class="drawn" d="M6 5.2v5.6m4-5.6v5.6"/>',
    "ended": '<path class="drawn" d="M1.8 1.8h12.4v12.4H1.8zM5 8h6"/>',
    "draft": '<circle class="drawn dashed" cx="8" cy="8" r="6.8"/>',
}
"""What is inside each shape, on a field of 16 by 16. A shape alone tells the kinds apart."""


MESSAGES: Final = {
    constants.SUCCESS: "passed",
    constants.WARNING: "waiting",
    constants.ERROR: "failed",
}
"""The kind of a message; what is not here informs."""


@register.simple_tag
def shape(kind: str) -> SafeString:
    """The shape of a kind, silent for screen readers: a word stands beside it."""
    return format_html(
        '<svg class="shape" data-kind="{}" viewBox="-1 -1 18 18" aria-hidden="true">{}</svg>',
        kind,
        mark_safe(SHAPES[kind]),  # noqa: S308 - our own constant
    )


@register.simple_tag
def state(name: str, word: str | Promise | None = None, kind: str | None = None) -> SafeString:
    """A state as shape and word.

    Args:
        name: one of `mica.web.states.STATES`; with both others given, any.
        word: another word for it.
        kind: another kind.
    """
    known = STATES[name] if word is None or kind is None else None
    chosen = kind or (known.kind if known else "")
    return format_html(
        '<span class="state" data-kind="{}">{}{}</span>',
        chosen,
        shape(chosen),
        word or (known.word if known else ""),
    )


@register.simple_tag
def verdict_word(name: str) -> str | Promise:
    """The word of a state alone."""
    return STATES[name].word


@register.simple_tag
def scale(value: int, top: int, label: str | Promise) -> SafeString:
    """A place on a scale, such as level 5 of 8, as bars; the label says it in words."""
    return format_html(
        '<span class="measure"><span class="scale" aria-hidden="true">{}</span> {}</span>',
        format_html_join("", "<i{}></i>", ((_lit(n <= value),) for n in range(1, top + 1))),
        label,
    )


def _lit(lit: bool) -> SafeString:  # noqa: FBT001 - one plain answer
    return mark_safe(' class="on"') if lit else mark_safe("")


@register.simple_tag
def sheets(stack: Iterable[Sheet], label: str | Promise) -> SafeString:
    """A stack of credentials as a picture; its words belong in a list beside it."""
    return draw(stack, str(label), rtl=get_language_bidi())


@register.filter
def day(value: date | None) -> SafeString | str:
    """A day as people write it, with the exact one for machines; nothing for None."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), date_format(local, "DATE_FORMAT")
    )


@register.filter
def last(value: datetime | None) -> SafeString | str:
    """The last day of what ends at a moment; nothing for None."""
    return "" if value is None else day(last_day(value))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A day and a time with its zone, for people and machines; nothing for None."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{} {}</time>',
        local.isoformat(timespec="seconds"),
        date_format(local, "DATETIME_FORMAT"),
        local.tzname(),
    )


@register.filter
def ticks(field: BoundField) -> bool:
    """Whether a field is one box to tick, whose label comes after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def kind(message: Message) -> str:
    """The kind of a message by its gravity."""
    return MESSAGES.get(message.level, "info")
