"""The fixtures of the REST API's tests."""

import pytest

from tests.api.rest.asking import Asking, token
from tests.town import Town


@pytest.fixture
def ask(town: Town) -> Asking:
    """A system of the provider's, that may do everything."""
    return token(town.provider, town.owner)[0]


@pytest.fixture
def rival(town: Town) -> Asking:
    """The same of the outsider's organisation."""
    return token(town.rival, town.outsider)[0]


@pytest.fixture
def employer(town: Town) -> Asking:
    """The same of the employer's."""
    return token(town.employer, town.recruiter)[0]
