"""Right Open Badges of every shape, for hypothesis."""

from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mica.standards import vocabulary as words
from mica.standards.openbadges import build
from mica.standards.openbadges.credentials import Badge, credential

TEXT = st.text("aé中\u202e\n{<'\"", max_size=6)
MAYBE = st.none() | TEXT
URL = st.uuids().map(lambda uuid: uuid.urn)
MOMENT = st.datetimes(max_value=datetime(2026, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
CREDITS = st.none() | st.floats(0, 1e6).map(lambda credit: round(credit, 3))


def word(kind):
    own = st.from_regex(r"ext:[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)
    return st.sampled_from(kind) | own


def some(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


IMAGES = st.none() | st.builds(build.Image, id=URL, caption=MAYBE)
ALIGNMENTS = some(
    st.builds(
        build.Alignment,
        target_name=TEXT,
        target_url=URL,
        target_code=MAYBE,
        target_type=st.none() | word(words.TargetType),
    )
)
PROFILES = st.builds(
    build.Profile,
    id=URL,
    name=TEXT,
    url=st.none() | URL,
    image=IMAGES,
    email=MAYBE,
    date_of_birth=st.none() | st.dates(date(1900, 1, 1)),
    address=st.none() | st.builds(build.Address, address_locality=MAYBE),
)
LEVELS = some(st.builds(build.RubricCriterionLevel, id=URL, name=TEXT, alignment=ALIGNMENTS))
DESCRIPTIONS = some(
    st.builds(
        build.ResultDescription,
        id=URL,
        name=TEXT,
        result_type=word(words.ResultType),
        allowed_value=some(TEXT),
        rubric_criterion_level=LEVELS,
    )
)
ACHIEVEMENTS = st.builds(
    build.Achievement,
    id=URL,
    name=TEXT,
    description=TEXT,
    criteria=st.builds(build.Criteria, narrative=TEXT),
    achievement_type=st.none() | word(words.AchievementType),
    image=IMAGES,
    creator=st.none() | PROFILES,
    credits_available=CREDITS,
    in_language=st.sampled_from([None, "en", "zh-Hant-TW", "es-419"]),
    tag=some(TEXT),
    alignment=ALIGNMENTS,
    result_description=DESCRIPTIONS,
    related=some(st.builds(build.Related, id=URL, version=MAYBE)),
)


@st.composite
def subjects(draw):
    achievement = draw(ACHIEVEMENTS)
    results = []
    for described in achievement.result_description:
        levels = [level.id for level in described.rubric_criterion_level]
        value = st.sampled_from(described.allowed_value) if described.allowed_value else TEXT
        results.append(
            build.Result(
                result_description=described.id,
                value=draw(st.none() | value),
                achieved_level=draw(st.sampled_from([None, *levels])),
                status=draw(st.none() | st.sampled_from(words.ResultStatus)),
            )
        )
    salt = draw(MAYBE)
    return build.AchievementSubject(
        id=draw(URL),
        achievement=achievement,
        identifier=draw(some(st.just(build.identity("a@a.example", "emailAddress", salt=salt)))),
        result=tuple(results),
        credits_earned=draw(CREDITS),
        activity_start_date=draw(st.none() | MOMENT),
        source=draw(st.none() | PROFILES),
    )


DOCUMENTS = st.builds(
    Badge,
    id=URL,
    issuer=PROFILES,
    valid_from=MOMENT,
    credential_subject=subjects(),
    evidence=some(st.builds(build.Evidence, id=URL, narrative=MAYBE)),
    image=IMAGES,
    endorsement_jwt=some(st.just("a.b.c")),
).map(credential)


def fit(document, suite):
    """The document as a suite can sign it.

    No published Open Badges context gives `endorsementJwt` a meaning, so RDF suites refuse it.
    """
    left_out = {"endorsementJwt"} if "rdfc" in suite else set()
    return {name: value for name, value in document.items() if name not in left_out}


def sample(number):
    """The same documents in every run, for whoever needs them all at once."""
    found = []

    @settings(
        max_examples=number, derandomize=True, database=None, suppress_health_check=HealthCheck
    )
    @given(DOCUMENTS)
    def collect(document):
        found.append(document)

    collect()
    return found
