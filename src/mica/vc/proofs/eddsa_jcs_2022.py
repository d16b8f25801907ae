"""eddsa-jcs-2022: Ed25519 over SHA-256 of canonical JSON (RFC 8785).

Source: Data Integrity EdDSA Cryptosuites 1.0 §3.3.
"""

from typing import Final

from mica.vc.keys import KeyType
from mica.vc.proofs.suite import Suite, jcs

SUITE: Final = Suite(
    name="eddsa-jcs-2022",
    proof_type="DataIntegrityProof",
    key_types=frozenset({KeyType.ED25519}),
    hash_data=jcs,
    keeps_context=True,
)
