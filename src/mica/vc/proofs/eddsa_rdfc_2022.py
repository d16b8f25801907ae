"""eddsa-rdfc-2022: Ed25519 over SHA-256 of canonical RDF (RDFC-1.0).

Source: Data Integrity EdDSA Cryptosuites 1.0 §3.2.
"""

from typing import Final

from mica.vc.keys import KeyType
from mica.vc.proofs.suite import Suite, rdfc

SUITE: Final = Suite(
    name="eddsa-rdfc-2022",
    proof_type="DataIntegrityProof",
    key_types=frozenset({KeyType.ED25519}),
    hash_data=rdfc,
)
