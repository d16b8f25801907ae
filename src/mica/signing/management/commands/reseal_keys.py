"""`mica manage reseal_keys`: seal every signing key under the present master key."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mica.signing import actions
from mica.signing.errors import Unsealable


class Command(BaseCommand):
    """Seals anew, in one transaction."""

    help = (
        "Seals every signing key under MICA_MASTER_KEY. Keys sealed under MICA_MASTER_KEY_OLD are "
        "opened with that one first; afterwards it can be forgotten."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Seal, and say how many."""
        try:
            number = actions.reseal_keys(datetime.now(UTC))
        except Unsealable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Signing keys sealed anew: {number}.")
