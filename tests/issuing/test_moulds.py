"""A document out of a mould is the document itself."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from mica.issuing.rules.document import Issuer, Particulars, Subject, unsigned
from mica.issuing.rules.grants import Evidence, Grant
from mica.issuing.rules.moulds import Mould, shape_of
from mica.vc.canonical.template import Template
from mica.vc.contexts import shipped
from mica.vc.status_documents import status_entry
from tests.issuing.test_road import DESCRIPTION

ISSUER = Issuer(did="did:web:college.example", name="River College")
SUBJECT = Subject(description=DESCRIPTION, address="https://mica.example/achievements/1", number=1)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    str.strip
)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds of hypothesis have no zone
LATER = MOMENTS.map(lambda moment: moment.replace(year=moment.year + 200))
SAID = ("mail", "result", "note", "again", "ends", "did", "two")
FLAGS = st.fixed_dictionaries(dict.fromkeys(SAID, st.booleans()))
PROOF = st.lists(st.tuples(*[st.booleans()] * 3), max_size=2)


@st.composite
def alike(draw: st.DrawFn) -> list[tuple[Grant, Particulars]]:
    """Two of one shape."""
    flags, evidence = draw(FLAGS), draw(PROOF)
    return [draw(asked(flags, evidence)) for _ in range(2)]


@st.composite
def asked(
    draw: st.DrawFn, flags: dict[str, bool], evidence: list[tuple[bool, bool, bool]]
) -> tuple[Grant, Particulars]:
    def text(there: object) -> str:
        return draw(TEXTS) if there else ""

    grant = Grant(
        name=text(there=True),
        address=f"l{draw(st.integers(0))}@example.org" if flags["mail"] else "",
        result=text(flags["result"]),
        note=text(flags["note"]),
        evidence=tuple(
            Evidence(
                url=f"https://work.example/{draw(st.integers(0))}" if url else "",
                name=text(name),
                narrative=text(narrative),
            )
            for url, name, narrative in evidence
        ),
    )
    start = draw(MOMENTS)
    purposes = ("revocation", "suspension") if flags["two"] else ("revocation",)
    own = Particulars(
        id=f"urn:uuid:{draw(st.uuids())}",
        salt=text(there=True),
        valid_from=start,
        awarded=draw(LATER) if flags["again"] else start,
        valid_until=draw(LATER) if flags["ends"] else None,
        status=[
            status_entry(f"https://mica.example/status/{n}", draw(st.integers(0, 131_071)), purpose)
            for n, purpose in enumerate(purposes)
        ],
        did=f"did:key:z6Mk{draw(st.integers(0))}" if flags["did"] else "",
    )
    return grant, own


@settings(max_examples=60)
@given(alike())
def test_what_comes_out_of_a_mould_is_the_document(both: list[tuple[Grant, Particulars]]) -> None:
    mould = Mould(ISSUER, SUBJECT, *both[0])
    template = Template(mould.document, mould.slots, shipped())

    assert shape_of(*both[0]) == shape_of(*both[1])
    for one in both:
        assert template.fill(mould.texts(*one)) == unsigned(ISSUER, SUBJECT, *one)
