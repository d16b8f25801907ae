"""Tags of which a mail is made: a template says it once, and it becomes text and HTML.

    {% load i18n letter %}
    {% subject %}{% translate "Your code" %}{% endsubject %}
    {% paragraph %}{% translate "Type this code where you were asked for it." %}{% endparagraph %}
    {% typed code %}
    {% button link %}{% translate "Or follow this link" %}{% endbutton %}
    {% aside %}{% translate "If this was not you, leave it." %}{% endaside %}

What stands outside these tags is not sent. No value can become a tag, a link or a line of its own.
"""

from dataclasses import dataclass
from typing import Final

from django import template

register = template.Library()
BLOCKS: Final = "letter_blocks"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a mail.

    Attributes:
        kind: subject, paragraph, typed, button or aside.
        text: what it says, one line.
        url: where a button leads.
    """

    kind: str
    text: str
    url: str = ""

    def as_text(self) -> str:
        """In plain text; what is to be typed or followed stands on a line of its own."""
        if self.kind == "button":
            return f"{self.text}:\n{self.url}"
        return f"    {self.text}" if self.kind == "typed" else self.text


def _add(context: template.Context, kind: str, content: str, url: str = "") -> str:
    context[BLOCKS].append(Block(kind, " ".join(content.split()), url))
    return ""


@register.simple_block_tag(takes_context=True)
def subject(context: template.Context, content: str) -> str:
    """The mail's subject; every mail has one."""
    return _add(context, "subject", content)


@register.simple_block_tag(takes_context=True)
def paragraph(context: template.Context, content: str) -> str:
    """A paragraph."""
    return _add(context, "paragraph", content)


@register.simple_block_tag(takes_context=True)
def aside(context: template.Context, content: str) -> str:
    """A paragraph in small print."""
    return _add(context, "aside", content)


@register.simple_block_tag(takes_context=True)
def button(context: template.Context, content: str, url: str) -> str:
    """A link that stands alone; the text form shows its address."""
    return _add(context, "button", content, url)


@register.simple_tag(takes_context=True)
def typed(context: template.Context, code: str) -> str:
    """Something to copy or type, such as a code."""
    return _add(context, "typed", code)
