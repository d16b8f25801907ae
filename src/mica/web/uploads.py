"""How much may be sent to a page at once: refused before it is read, so that no disk fills up."""

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

STRANGERS: Final = 24_000_000
"""Bytes of one request to a page that everybody may use."""
MEMBERS: Final = 210_000_000
"""Bytes of one request to an organisation's pages: files of 200 MB, and the form around them."""
_WORKSPACE: Final = "/organisations/"


class Bounded(FileUploadHandler):
    """Stands before Django's own handlers. A request without a length has no body for Django."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002 - Django's signature
        META: dict[str, Any],  # noqa: ARG002, N803
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        """Refuse what is too long.

        Raises:
            RequestDataTooBig: which Django answers as a bad request.
        """
        path = self.request.path if self.request else ""
        limit = MEMBERS if path.startswith(_WORKSPACE) else STRANGERS
        if content_length > limit:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        """Hand it on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The others make the file."""
