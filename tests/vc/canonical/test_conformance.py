"""The canonical documents that the specifications print, and real credentials of others."""

import json
from pathlib import Path

import pytest

from mica.errors import MicaError
from mica.vc import documents
from mica.vc.canonical import canonicalize, jcs, reference
from mica.vc.contexts import shipped
from tests.vc.canonical.oracle import agree, pyld_nquads
from tests.vc.canonical.test_jsonld import outcome_of_both_ways

EXAMPLES = {
    "https://www.w3.org/ns/credentials/examples/v2": {
        "@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
    }
}
PRINTED = ("canonDoc", "signed"), ("proofCanon", "proofConfig")
FOLDERS = {
    "vc-di-eddsa/eddsa-rdfc-2022": "sha256",
    "vc-di-eddsa/Ed25519Signature2020": "sha256",
    "vc-di-eddsa/eddsa-jcs-2022": "jcs",
    "vc-di-ecdsa/ecdsa-rdfc-2019-p256": "sha256",
    "vc-di-ecdsa/ecdsa-rdfc-2019-p384": "sha384",
    "vc-di-ecdsa/ecdsa-jcs-2019-p256": "jcs",
    "vc-di-ecdsa/ecdsa-jcs-2019-p384": "jcs",
}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize(("printed", "source"), PRINTED)
def test_documents_and_proof_options_come_out_as_the_specification_prints_them(
    shared_data: Path, folder: str, printed: str, source: str
) -> None:
    (text,) = (shared_data / "vectors" / folder).glob(f"{printed}*.txt")
    (given,) = text.parent.glob(f"{source}*.json")
    document = json.loads(given.read_text())
    document.pop("proof", None)
    if FOLDERS[folder] == "jcs":
        made = jcs.canonicalize(document)
    else:
        contexts = shipped().and_(EXAMPLES)
        made = canonicalize(document, contexts, algorithm=FOLDERS[folder])
    assert made.decode().strip() == text.read_text().strip()


def test_real_credentials_come_out_as_by_the_reference_and_by_pyld(shared_data: Path) -> None:
    fast = 0
    for file in sorted((shared_data / "credentials").rglob("*.json")):
        try:
            document = documents.read(file.read_bytes())
            quick, _ = outcome_of_both_ways(document)
            fast += quick != "unusual"
            quads = reference.to_quads(document, shipped())
        except MicaError:
            continue
        assert agree(quads, pyld_nquads(document, shipped())), file
    assert fast >= 39
