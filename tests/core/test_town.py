"""The cast can sign in."""

from tests.town import Town


def test_everybody_has_a_place(town: Town, browse) -> None:
    assert browse(town.learner).get("/").status_code == 200
