"""Ed25519Signature2020: the forerunner of eddsa-rdfc-2022, for verifying only.

The bytes are made in the same way; the proof's own type names the suite.
Source: Verifiable Credentials Ed25519 Signature Suite 2020 (the test vectors in vc-di-eddsa).
"""

from typing import Final

from mica.vc.keys import KeyType
from mica.vc.proofs.suite import Suite, rdfc

SUITE: Final = Suite(
    name="Ed25519Signature2020",
    proof_type="Ed25519Signature2020",
    key_types=frozenset({KeyType.ED25519}),
    hash_data=rdfc,
    issues=False,
)
