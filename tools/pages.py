"""The pages that `make pictures` takes; whoever makes a page adds a line."""

from typing import Final, NamedTuple


class Picture(NamedTuple):
    """One page to be looked at.

    Attributes:
        name: of the file, in docs/pictures/pages.
        role: who looks, a role of the demo's region; "" for somebody who has not signed in.
        path: of the address.
        click: selectors of what is clicked one after the other to come to the page from there.
    """

    name: str
    role: str
    path: str
    click: tuple[str, ...] = ()


CARD: Final = "a.whole"
OWN: Final = (CARD,)
"""From the list of somebody's organisations to the first."""
TAB: Final = "nav.tabs a[href$='/{}/']"

PAGES: Final = (
    Picture("first-page", "", "/"),
    Picture("verify", "", "/verify/"),
    Picture("scan", "", "/verify/scan"),
    Picture("outbox", "", "/outbox"),
    Picture("letter", "", "/outbox", ("table.list a",)),
    Picture("not-found", "", "/nowhere"),
    Picture("claim", "", "/claim/"),
    Picture("wallet", "learner", "/wallet/"),
    Picture("credential", "learner", "/wallet/", ("a.whole",)),
    Picture("bring-in", "learner", "/wallet/import/"),
    Picture("archive", "learner", "/wallet/archive/"),
    Picture("share", "learner", "/wallet/share/"),
    Picture("shares", "learner", "/wallet/shares/"),
    Picture("shared-with", "learner", "/wallet/shares/", ("table.list a",)),
    Picture("asked-of-me", "learner", "/wallet/requests/"),
    Picture("asked", "learner", "/wallet/requests/", ("a.whole",)),
    Picture("achievements", "provider", "/organisations/", (*OWN, TAB.format("achievements"))),
    Picture("achievement", "provider", "/organisations/", (*OWN, TAB.format("achievements"), CARD)),
    Picture("awards", "provider", "/organisations/", (*OWN, TAB.format("awards"))),
    Picture("award", "provider", "/organisations/", (*OWN, TAB.format("awards"), "table.list a")),
    Picture("link-shows-nothing", "", "/s/nothing"),
    Picture("sign-in", "", "/accounts/sign-in/"),
    Picture("home-learner", "learner", "/home"),
    Picture("sign-ins", "learner", "/profile/sign-in/"),
    Picture("helpers", "learner", "/profile/helpers/"),
    Picture("my-data", "learner", "/profile/data/"),
    Picture("home-provider", "provider", "/home"),
    Picture("organisation", "provider", "/organisations/", OWN),
    Picture("uploads", "provider", "/organisations/", (*OWN, TAB.format("uploads"))),
    Picture("members", "provider", "/organisations/", (*OWN, TAB.format("members"))),
    Picture("keys", "provider", "/organisations/", (*OWN, TAB.format("keys"))),
    Picture("home-employer", "employer", "/home"),
    Picture("asks", "employer", "/organisations/", (*OWN, TAB.format("requests"))),
    Picture("checks", "employer", "/organisations/", (*OWN, TAB.format("checks"))),
    Picture("check", "employer", "/organisations/", (*OWN, TAB.format("checks"), "table.list a")),
    Picture("operator", "operator", "/operator/"),
    Picture("operator-organisations", "operator", "/operator/organisations/"),
    Picture("operator-people", "operator", "/operator/people/"),
)
