"""A document out of a mould is the document itself."""

from datetime import UTC, datetime

from hypothesis import given
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
MAYBE = st.just("") | TEXTS
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds of hypothesis have no zone
LINKS = st.just("") | st.integers(0).map("https://work.example/{}".format)
EVIDENCE = st.lists(st.builds(Evidence, url=LINKS, name=MAYBE, narrative=MAYBE), max_size=2)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Grant, Particulars]:
    grant = Grant(
        name=draw(TEXTS),
        address=draw(st.just("") | st.integers(0).map("l{}@example.org".format)),
        result=draw(MAYBE),
        note=draw(MAYBE),
        evidence=tuple(draw(EVIDENCE)),
    )
    start = draw(MOMENTS)
    purposes = draw(st.sampled_from([("revocation",), ("revocation", "suspension")]))
    own = Particulars(
        id=f"urn:uuid:{draw(st.uuids())}",
        salt=draw(TEXTS),
        valid_from=start,
        awarded=draw(st.just(start) | MOMENTS),
        valid_until=draw(st.none() | MOMENTS),
        status=[
            status_entry(f"https://mica.example/status/{n}", draw(st.integers(0, 131_071)), purpose)
            for n, purpose in enumerate(purposes)
        ],
        did=draw(st.sampled_from(["", "did:key:z6Mk"])),
    )
    return grant, own


@given(asked(), asked())
def test_what_comes_out_of_a_mould_is_the_document(
    first: tuple[Grant, Particulars], second: tuple[Grant, Particulars]
) -> None:
    mould = Mould(ISSUER, SUBJECT, *first)
    template = Template(mould.document, mould.slots, shipped())
    for one in (first, second):
        if shape_of(*one) == shape_of(*first):
            assert template.fill(mould.texts(*one)) == unsigned(ISSUER, SUBJECT, *one)
