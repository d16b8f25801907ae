"""A device with a passkey, made of a key and the rules of Web Authentication."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cbor import encode
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """Answers as a browser passes it on.

    Attributes:
        origin: of the page that asks, as the browser says it.
        host: the name the key is for.
        verifies: whether it sees that its person is there.
        count: of uses; a copy of a device has an old one.
    """

    origin: str = "http://testserver"
    host: str = "testserver"
    verifies: bool = True
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def make(self, options: dict[str, Any]) -> str:
        """A new key, as its page asked for it."""
        public = ES256.from_cryptography_key(self.key.public_key())
        data = self._data(HAS_KEY) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id
        attested = encode({"fmt": "none", "attStmt": {}, "authData": data + encode(public)})
        return self._answer(options, "webauthn.create", {"attestationObject": attested})

    def sign(self, options: dict[str, Any]) -> str:
        """Proof that the key is here."""
        self.count += 1
        data, client = self._data(), self._client(options, "webauthn.get")
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"authenticatorData": data, "signature": signed}
        return self._answer(options, "webauthn.get", parts)

    def _data(self, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return (
            hashlib.sha256(self.host.encode()).digest()
            + bytes([flags])
            + self.count.to_bytes(4, "big")
        )

    def _client(self, options: dict[str, Any], kind: str) -> bytes:
        said = {
            "type": kind,
            "challenge": options["publicKey"]["challenge"],
            "origin": self.origin,
            "crossOrigin": False,
        }
        return json.dumps(said).encode()

    def _answer(self, options: dict[str, Any], kind: str, parts: dict[str, bytes]) -> str:
        parts = {"clientDataJSON": self._client(options, kind), **parts}
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "response": {name: websafe_encode(value) for name, value in parts.items()},
                "clientExtensionResults": {},
            }
        )
