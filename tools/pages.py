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

_LEARNER, _PROVIDER, _OWNER, _EMPLOYER, _OPERATOR = (
    "Learner",
    "Provider",
    "Provider, owner",
    "Employer",
    "Operator",
)
_OF_UNIVERSITY: Final = "/organisations/westmere-university/"
_OF_HOSPITAL: Final = "/organisations/saint-brendans-hospital/"
PAGES: Final = (
    Picture("first-page", "", "/"),
    Picture("sign-in", "", "/accounts/sign-in/"),
    Picture("sign-in-slip", "", "/accounts/sign-in/slip/"),
    Picture("verify", "", "/verify/"),
    Picture("scan", "", "/verify/scan"),
    Picture("claim", "", "/claim/"),
    Picture("offer", "", "/outbox", ("a:text('credential'):visible", "a[href*='/claim/']")),
    Picture("outbox", "", "/outbox"),
    Picture("letter", "", "/outbox", ("table.list a",)),
    Picture("not-found", "", "/nowhere"),
    Picture("home-learner", _LEARNER, "/home"),
    Picture("wallet", _LEARNER, "/wallet/"),
    Picture("holding", _LEARNER, "/wallet/", ("a.whole",)),
    Picture("import", _LEARNER, "/wallet/import/"),
    Picture("archive", _LEARNER, "/wallet/archive/"),
    Picture("share-new", _LEARNER, "/wallet/share/"),
    Picture("shares", _LEARNER, "/wallet/shares/"),
    Picture("share", _LEARNER, "/wallet/shares/", ("table.list a",)),
    Picture("requests", _LEARNER, "/wallet/requests/"),
    Picture("profile", _LEARNER, "/profile/"),
    Picture("sign-ins", _LEARNER, "/profile/sign-in/"),
    Picture("helpers", _LEARNER, "/profile/helpers/"),
    Picture("my-data", _LEARNER, "/profile/data/"),
    Picture("home-provider", _PROVIDER, "/home"),
    Picture("organisation", _PROVIDER, _OF_UNIVERSITY),
    Picture("achievements", _PROVIDER, f"{_OF_UNIVERSITY}achievements/"),
    Picture("achievement", _PROVIDER, f"{_OF_UNIVERSITY}achievements/", ("main .whole",)),
    Picture("achievement-new", _PROVIDER, f"{_OF_UNIVERSITY}achievements/new/"),
    Picture("awards", _PROVIDER, f"{_OF_UNIVERSITY}awards/"),
    Picture("award", _PROVIDER, f"{_OF_UNIVERSITY}awards/", ("table.list a",)),
    Picture("award-new", _PROVIDER, f"{_OF_UNIVERSITY}awards/new/"),
    Picture("uploads", _PROVIDER, f"{_OF_UNIVERSITY}uploads/"),
    Picture("upload-new", _PROVIDER, f"{_OF_UNIVERSITY}uploads/new"),
    Picture("learners", _PROVIDER, f"{_OF_UNIVERSITY}learners/"),
    Picture("members", _OWNER, f"{_OF_UNIVERSITY}members/"),
    Picture("keys", _OWNER, f"{_OF_UNIVERSITY}keys/"),
    Picture("tokens", _OWNER, f"{_OF_UNIVERSITY}tokens/"),
    Picture("home-employer", _EMPLOYER, "/home"),
    Picture("asked", _EMPLOYER, f"{_OF_HOSPITAL}requests/"),
    Picture("asked-one", _EMPLOYER, f"{_OF_HOSPITAL}requests/", ("table.list a",)),
    Picture("ask", _EMPLOYER, f"{_OF_HOSPITAL}requests/new/"),
    Picture("checks", _EMPLOYER, f"{_OF_HOSPITAL}checks/"),
    Picture("check", _EMPLOYER, f"{_OF_HOSPITAL}checks/", ("table.list a",)),
    Picture("operator", _OPERATOR, "/operator/"),
    Picture("operator-organisations", _OPERATOR, "/operator/organisations/"),
    Picture("operator-people", _OPERATOR, "/operator/people/"),
)
