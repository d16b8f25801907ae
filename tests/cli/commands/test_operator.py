"""`mica operator`: who runs the site."""

import pytest
from click.testing import CliRunner

from mica.cli.ends import Ends
from mica.cli.root import root
from mica.people.models import Person
from tests.town import Town


def test_an_address_becomes_an_operators(town: Town) -> None:
    done = CliRunner().invoke(root, ["operator", " Learner@Example.org"])

    assert (done.exit_code, done.stdout) == (
        0,
        "learner@example.org is an operator now, and signs in with a code by mail.\n",
    )
    assert Person.objects.get(id=town.learner.id).is_operator


@pytest.mark.django_db
def test_what_is_no_address_is_refused() -> None:
    done = CliRunner().invoke(root, ["operator", "somebody"])

    assert (done.exit_code, Person.objects.count()) == (Ends.UNUSABLE, 0)
