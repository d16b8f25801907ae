"""Sessions that know whose they are."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as TableStore

from mica.people.models import Session


class SessionStore(TableStore):
    """The framework's store, over our table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """A row, with whoever is signed in."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 - the class above
        row.person = data.get(SESSION_KEY)
        return row
