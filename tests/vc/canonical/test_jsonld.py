import copy
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pyld import jsonld as pyld_jsonld

from mica.errors import MicaError
from mica.vc.canonical import canonicalize, jsonld, rdfc, reference, scopes
from mica.vc.canonical.nquads import XSD_DOUBLE, literal
from mica.vc.contexts import Contexts, shipped
from mica.vc.errors import Refused, Undecidable
from tests.vc.canonical.generator import Maker
from tests.vc.canonical.oracle import agree, pyld_nquads
from tests.vc.canonical.vocabulary import EXTENSIONS, OB, V1, V2

CONTEXTS = shipped()
S = "https://schema.org/"
OBV = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"


def outcome(way: Any, document: dict[str, Any], contexts: Contexts = CONTEXTS) -> object:
    """Canonical text, or the code of what stood against it."""
    try:
        return rdfc.canonicalize(way(document, contexts))
    except MicaError as error:
        return error.code
    except scopes.Unusual:
        return "unusual"


def outcome_of_both_ways(document: dict[str, Any]) -> tuple[object, object]:
    """What the fast way gives, which must be the reference's or "unusual", and the reference's."""
    before = copy.deepcopy(document)
    fast, slow = (outcome(way, document) for way in (jsonld.compiled_quads, reference.to_quads))
    assert document == before
    assert fast in (slow, "unusual")
    return fast, slow


def check(document: dict[str, Any]) -> str:
    """Hold the fast way against the reference, and the reference against pyld as it is.

    Returns:
        "fast", "slow" or "refused": which way the document went.
    """
    fast, slow = outcome_of_both_ways(document)
    try:
        quads = reference.to_quads(document, CONTEXTS)
    except MicaError:
        return "refused"
    assert agree(quads, pyld_nquads(document, CONTEXTS)) or slow == "graph-too-complex"
    return "slow" if fast == "unusual" else "fast"


def ways(kind: str, seeds: range) -> dict[str, int]:
    found = [check(getattr(Maker(seed), kind)()) for seed in seeds]
    return {way: found.count(way) for way in sorted(set(found))}


def test_generated_credentials_come_out_as_by_the_reference_and_by_pyld() -> None:
    found = ways("credential", range(60))
    assert found["fast"] + found["refused"] == 60
    assert found["fast"] > 30


def test_mutated_credentials_come_out_as_by_the_reference_and_by_pyld() -> None:
    found = ways("mutated", range(80))
    assert found["fast"] > 3
    assert found["refused"] > 20


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", ["credential", "mutated"])
@pytest.mark.parametrize("block", range(4))
def test_thousands_of_documents_come_out_alike(kind: str, block: int) -> None:
    assert ways(kind, range(10_000 + 800 * block, 10_800 + 800 * block))["fast"] > 50


def lines(extra: dict[str, Any], context: Any = None) -> list[str]:
    """What a document with an id says beyond its type."""
    document = {"@context": context or [V2, OB, EXTENSIONS], "id": "urn:x", **extra}
    assert check(document) != "refused"
    text = canonicalize(document, CONTEXTS).decode()
    return [line for line in text[:-1].split("\n") if "rdf-syntax-ns#type" not in line]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3.0, '"3"'),
        (3.5, '"3.5E0"'),
        (-0.0, '"0"'),
        (1e20, '"100000000000000000000"'),
        (1e21, '"1.0E21"'),
        (0.1 + 0.2, '"3.0E-1"'),
        (True, '"true"'),
        ("5.0", '"5.0"'),
    ],
)
def test_numbers_are_written_as_json_ld_says_even_where_the_term_says_float(
    value: object, written: str
) -> None:
    said = lines({"type": "AchievementSubject", "creditsEarned": value})
    datatype = "https://www.w3.org/2001/XMLSchema#float"
    assert said == [f"<urn:x> <{OBV}creditsEarned> {written}^^<{datatype}> ."]


def test_an_empty_list_is_nil_and_a_repeated_item_stays_in_a_list() -> None:
    nil = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"
    empty = lines({"type": "ResultDescription", "allowedValue": []})
    assert empty == [f"<urn:x> <{OBV}allowedValue> {nil} ."]
    twice = lines({"type": "ResultDescription", "allowedValue": ["A", None, "A"]})
    assert sum(line.endswith('"A" .') for line in twice) == 2


def test_nulls_drop_and_a_repeated_tag_counts_once() -> None:
    said = lines({"type": "Achievement", "tag": ["a", None, "a"], "humanCode": None})
    assert said == [f'<urn:x> <{S}keywords> "a" .']


def test_true_and_one_are_two_values() -> None:
    """They are equal in Python, and pyld keeps the first only."""
    document = {"@context": V2, "id": "urn:x", "https://a.example/p": [True, 1, 1.0]}
    text = canonicalize(document, CONTEXTS).decode()
    assert text == rdfc.canonicalize(reference.to_quads(document, CONTEXTS))
    assert len(text.splitlines()) == 2


def test_text_is_escaped_as_canonical_n_quads_has_it() -> None:
    text = '\x00\x07\b\t\n\x0b\f\r\x1f"\\\x7f\x80é\u2028😀'
    said = lines({"name": text, "type": "VerifiableCredential"})
    assert said == [
        f"<urn:x> <{S}name> "
        r'"\u0000\u0007\b\t\n\u000B\f\r\u001F\"\\\u007F' + "\x80é\u2028" + r'😀" .'
    ]


def test_language_tags_are_lower_case() -> None:
    name = {"@value": "Olá", "@language": "pt-BR"}
    assert lines({"type": "VerifiableCredential", "name": name}) == [
        f'<urn:x> <{S}name> "Olá"@pt-br .'
    ]


def test_a_proof_is_a_graph_of_its_own_also_with_a_context_of_its_own() -> None:
    proof = {"@context": [V2], "type": "DataIntegrityProof", "proofPurpose": "assertionMethod"}
    said = lines({"type": "VerifiableCredential", "proof": [proof]})
    sec = "https://w3id.org/security#"
    assert said == [
        f"<urn:x> <{sec}proof> _:c14n1 .",
        f"_:c14n0 <{sec}proofPurpose> <{sec}assertionMethod> _:c14n1 .",
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"undefined": "x"}, "undefined-term"),
        ({"@foo": "x"}, "undefined-term"),
        ({"a b:c": "x"}, "undefined-term"),
        ({"id": "relative"}, "relative-iri"),
        ({"id": ""}, "relative-iri"),
        ({"id": "#a"}, "relative-iri"),
        ({"id": "//a.example/"}, "relative-iri"),
        ({"id": ":"}, "relative-iri"),
        ({"id": "@id"}, "relative-iri"),
        ({"type": "Unknown"}, "relative-iri"),
        ({"type": ["VerifiableCredential", "@foo"]}, "relative-iri"),
        ({"id": "https://a.example/<"}, "bad-iri"),
        ({"id": "https://a.example/\n"}, "bad-iri"),
        ({"id": "https://a.example/a b"}, "bad-iri"),
        ({"https://a.example/<": "x"}, "bad-iri"),
        ({"id": "urn:\u3000"}, "bad-iri"),
        ({"id": "urn:\ufeff"}, "bad-iri"),
        ({"_:p": "x"}, "relative-iri"),
        ({"id": None}, "not-json-ld"),
        ({"id": ["urn:y"]}, "not-json-ld"),
        ({"@id": "urn:y"}, "not-json-ld"),
        ({"type": None}, "not-json-ld"),
        ({"type": [5]}, "not-json-ld"),
        ({"name": {"@value": None}}, "dropped-value"),
        ({"name": {"@value": "a", "@direction": "rtl"}}, "dropped-value"),
        ({"name": {"@value": "a", "@index": "b"}}, "dropped-value"),
        ({"name": {"@value": "a", "@language": "not a tag"}}, "bad-language"),
        ({"name": {"@value": "a", "@type": "relative"}}, "relative-iri"),
        ({"name": {"@language": "en"}}, "dropped-value"),
        ({"@index": "a"}, "dropped-value"),
        ({"@graph": ["a"]}, "dropped-value"),
        ({"@graph": [{"id": "urn:y"}]}, "dropped-value"),
        ({"proof": {"id": "urn:proof"}}, "dropped-value"),
        ({"proof": "urn:proof"}, "dropped-value"),
        ({"name": "\ud800"}, "bad-text"),
        ({"name": "\ufffe"}, "ambiguous-text"),
        ({"name": {"@value": "1_0", "@type": XSD_DOUBLE}}, "ambiguous-double"),
        ({"name": float("nan")}, "number-out-of-range"),
        ({"name": float("inf")}, "number-out-of-range"),
        ({"name": 2**53}, "number-out-of-range"),
        ({"name": b"bytes"}, "not-a-json-value"),
        ({5: "x"}, "not-a-json-value"),
        ({"@context": [V2, "https://a.example/unknown"]}, "context-unknown"),
        ({"evidence": {"@context": "urn:unknown", "id": "urn:e"}}, "context-unknown"),
        ({"@context": [V2, {"VerifiableCredential": "urn:other"}]}, "protected-term-redefined"),
        ({"@context": [V2, None]}, "protected-term-redefined"),
        ({"@context": [V2, {"@foo": "urn:foo"}]}, "undefined-term"),
        ({"@context": [V2, {"a": 5}]}, "not-json-ld"),
        ({"@context": [V2, {"@vocab": None}]}, "json-ld-not-understood"),
        ({"@context": 5}, "not-json-ld"),
    ],
    ids=lambda value: value if isinstance(value, str) else ascii(value)[:40],
)
def test_what_would_not_be_signed_as_it_stands_is_refused(
    change: dict[str, Any], code: str
) -> None:
    whole = {"@context": [V2, OB, EXTENSIONS], "id": "urn:x", "type": "VerifiableCredential"}
    with pytest.raises((Refused, Undecidable)) as refused:
        canonicalize(whole | change, CONTEXTS)
    assert refused.value.code == code
    assert str(refused.value) != code
    assert isinstance(refused.value, Undecidable) == (
        code.startswith("ambiguous") or code in {"context-unknown", "json-ld-not-understood"}
    )


def test_an_undefined_term_is_named_with_its_place() -> None:
    document = {
        "@context": [V2, OB],
        "type": "VerifiableCredential",
        "evidence": [{"type": ["Evidence"], "no~such": 1}],
    }
    with pytest.raises(Refused) as refused:
        canonicalize(document, CONTEXTS)
    assert refused.value.data == {"term": "no~such", "pointer": "/evidence/0/no~0such"}


def test_a_document_that_says_nothing_is_refused() -> None:
    for document in ({"@context": V2}, {"@context": V2, "id": "urn:x"}, {}, {"id": "urn:x"}):
        with pytest.raises(Refused):
            canonicalize(document, CONTEXTS)


def test_a_context_of_the_documents_own_is_worked_through() -> None:
    own = [V2, {"mine": "https://a.example/mine", "list": {"@id": "urn:l", "@container": "@list"}}]
    said = lines({"mine": 5, "list": [["a"], []]}, own)
    assert len(said) == 8


def test_deep_nesting_is_refused() -> None:
    document: dict[str, Any] = {"id": "urn:y"}
    for _ in range(100_000):
        document = {"evidence": document}
    with pytest.raises(Refused) as refused:
        canonicalize({"@context": [V2, OB], **document}, CONTEXTS)
    assert refused.value.code == "too-deep"


def test_the_same_url_means_what_each_set_of_contexts_says() -> None:
    document = {"@context": "urn:c", "id": "urn:x", "a": "1"}
    sets = [
        Contexts({"urn:c": {"@context": {"id": "@id", "type": "@type", "a": f"urn:a{n}"}}})
        for n in (1, 2)
    ]
    for way in (jsonld.to_quads, reference.to_quads):
        for _ in range(2):
            said = [way(document, contexts)[0][1] for contexts in sets]
            assert said == ["<urn:a1>", "<urn:a2>"]


def test_a_malformed_context_proves_nothing_against_the_document() -> None:
    for context in ({"@vocab": None}, {"a": {"@container": {}}}, "text", [[{}]], {"a": {"@id": 5}}):
        contexts = CONTEXTS.and_({"urn:c": {"@context": context}})
        with pytest.raises((Refused, Undecidable)):
            canonicalize({"@context": [V2, "urn:c"], "id": "urn:x", "undefined": 1}, contexts)


def test_shipped_contexts_are_not_changed_by_use() -> None:
    before = copy.deepcopy(CONTEXTS.documents)
    for seed in range(10):
        outcome(jsonld.to_quads, Maker(seed).credential())
    assert before == CONTEXTS.documents


def test_scopes_do_not_grow_with_what_a_stranger_chooses() -> None:
    compiled = scopes.compiled(CONTEXTS)
    names = ["Achievement", "Profile", "Image", "Result", "Evidence", "Address", "Related"]
    for first in range(500):
        document: dict[str, Any] = {"id": "urn:y", "name": "x"}
        for step in range(4):
            document = {names[(first // 7**step) % 7]: document}
        outcome(jsonld.compiled_quads, {"@context": [V2, OB], "id": "urn:x", **document})
        assert compiled._scopes <= scopes.MAX_SCOPES


def test_threads_share_scopes() -> None:
    fresh = CONTEXTS.and_({})
    credentials = [Maker(seed).credential() for seed in range(24)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda d: outcome(jsonld.to_quads, d, fresh), credentials * 2))
    assert made == [outcome(jsonld.to_quads, d) for d in credentials * 2]


def test_no_cache_of_pyld_is_filled() -> None:
    pyld_jsonld._resolved_context_cache.clear()
    canonicalize({"@context": [V1, OB], "id": "urn:x", "type": "VerifiableCredential"}, CONTEXTS)
    canonicalize({"@context": [V2, {"a": "urn:a"}], "id": "urn:x", "a": 1}, CONTEXTS)
    assert len(pyld_jsonld._resolved_context_cache) == 0


@pytest.mark.parametrize("number", [1e-7, 5e-324, 1000000000000000.5, 562949953421312.25])
def test_a_double_that_javascript_writes_otherwise_is_undecided(number: float) -> None:
    """1e-7 has no point there and becomes "0"; the half of a sixteenth digit is rounded up."""
    with pytest.raises(Undecidable) as caught:
        literal(number, None)
    assert caught.value.code == "ambiguous-double"
