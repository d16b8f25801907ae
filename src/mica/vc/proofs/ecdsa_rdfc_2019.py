"""ecdsa-rdfc-2019: ECDSA (P-256 or P-384, each with its SHA-2) of canonical RDF (RDFC-1.0).

Source: Data Integrity ECDSA Cryptosuites 1.0 §3.2.
"""

from typing import Final

from mica.vc.keys import KeyType
from mica.vc.proofs.suite import Suite, rdfc

SUITE: Final = Suite(
    name="ecdsa-rdfc-2019",
    proof_type="DataIntegrityProof",
    key_types=frozenset({KeyType.P256, KeyType.P384}),
    hash_data=rdfc,
)
