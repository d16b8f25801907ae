"""How a page answers an error that has a sentence: the core's table, with words for people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mica.core import errors
from mica.core.answers import headers_of, status_of
from mica.errors import MicaError
from mica.web.states import STATES

TITLES: Final[dict[int, str | Promise]] = {
    HTTPStatus.BAD_REQUEST: _("That could not be read"),
    HTTPStatus.UNAUTHORIZED: _("Sign in first"),
    HTTPStatus.FORBIDDEN: _("This is not open to you"),
    HTTPStatus.CONFLICT: _("That does not fit"),
    HTTPStatus.PRECONDITION_FAILED: _("It was changed meanwhile"),
    HTTPStatus.TOO_MANY_REQUESTS: _("Too many tries"),
}


class Answers:
    """Middleware: an error with a code becomes a page with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before, nothing after."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of ours; None for a bug, which is not an answer."""
        if not isinstance(error, MicaError):
            return None
        status = status_of(error)
        if status == HTTPStatus.NOT_FOUND:  # whatever it is: nobody learns whether it is there
            return render(request, "404.html", status=status)
        context = {"title": TITLES[status], "status": status.value, "sentence": sentence_of(error)}
        response = render(request, "answer.html", context, status=status)
        for name, value in headers_of(error).items():
            response.headers[name] = value
        return response


def sentence_of(error: MicaError) -> str:
    """What an error says, in the reader's language where there is a translation."""
    template = error.sentences.get(error.code)
    data = dict(error.data)
    if data.get("state") in STATES:
        data["state"] = STATES[str(data["state"])].word
    return error.code if template is None else gettext(template).format_map(data)


@contextmanager
def said_on(form: Form, field: str | None = None) -> Iterator[None]:
    """Where a value or a state does not allow an action, say so on the form, beside the field."""
    try:
        yield
    except errors.Unfit as error:
        form.add_error(field if field in form.fields else None, sentence_of(error))
