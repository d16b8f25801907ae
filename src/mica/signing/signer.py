"""Who signs: a private key that has been opened, and never leaves.

The rest of the platform gets a `Signer`, which makes signatures and shows names.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.conf import settings

from mica.signing import rules
from mica.signing.errors import Unfit
from mica.signing.models import Key
from mica.vc import issue
from mica.vc.contexts import Contexts
from mica.vc.documents import JsonObject
from mica.vc.issue import Batch
from mica.vc.keys import KeyType, PublicKey, SigningKey


class Signer:
    """Signs in one issuer's name with one key.

    Attributes:
        did: the issuer.
        method: the verification method that proofs name.
        key_id: the key's row.
        kind: of key.
    """

    __slots__ = ("__key", "did", "key_id", "kind", "method")

    def __init__(self, key: SigningKey, did: str, key_id: UUID) -> None:
        self.__key = key
        self.did = did
        self.key_id = key_id
        self.kind = key.public.type
        self.method = rules.method_of(did, key.public.multikey)

    @property
    def suites(self) -> Sequence[str]:
        """The cryptosuites it signs with, the usual one first."""
        return rules.SUITES[self.kind]

    @property
    def batches(self) -> bool:
        """Whether `batch` can be used: with Ed25519 keys."""
        return self.kind is KeyType.ED25519

    def sign(
        self,
        document: JsonObject,
        created: datetime,
        suite: str | None = None,
        contexts: Contexts | None = None,
    ) -> JsonObject:
        """The credential with a proof inside it; what is passed is not changed.

        Args:
            document: as `vc.issue.issue` takes it; its issuer is not looked at.
            created: the moment of signing, aware.
            suite: one of `suites`; the first if None.
            contexts: the known contexts; the shipped ones if None.

        Raises:
            NotFound: `suite-not-of-key`.
            VcError: as `vc.issue.issue`.
        """
        chosen = self.suites[0] if suite is None else suite
        if chosen not in self.suites:
            suites = ", ".join(self.suites)
            raise Unfit("suite-not-of-key", kind=self.kind.value, suite=chosen[:80], suites=suites)
        return issue.issue(
            document,
            self.__key,
            method=self.method,
            created=created,
            suite=chosen,
            contexts=contexts,
        )

    def sign_jwt(self, document: JsonObject) -> str:
        """The credential as a JWT in the Open Badges profile; errors as `vc.issue.issue_jwt`."""
        return issue.issue_jwt(document, self.__key, method=self.method)

    def sign_jose(self, document: JsonObject) -> str:
        """The credential as VC-JOSE-COSE; errors as `vc.issue.issue_jose`."""
        return issue.issue_jose(document, self.__key, method=self.method)

    def batch(self, template: JsonObject, slots: tuple[str, ...], created: datetime) -> Batch:
        """Many credentials that differ in a few texts, as `vc.issue.Batch`, where it `batches`."""
        return Batch(template, slots, self.__key, method=self.method, created=created)

    def __repr__(self) -> str:
        return f"<Signer {self.method}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a signer holds a private key and is never pickled or copied")


def masters() -> tuple[bytes, ...]:
    """The master keys, the present one first."""
    old: bytes | None = settings.MICA_MASTER_KEY_OLD
    return (settings.MICA_MASTER_KEY, old) if old else (settings.MICA_MASTER_KEY,)


def opened(key: Key) -> SigningKey:
    """The private half of a row.

    Raises:
        Unfit: `key-not-active`.
        Unsealable: `master-key-wrong`.
    """
    if key.state != Key.State.ACTIVE:
        raise Unfit("key-not-active")
    public = PublicKey.from_multikey(key.multikey)
    return rules.unseal(bytes(key.sealed), key.id, public, masters())


def did_of(key: Key) -> str:
    """The issuer in whose name a key signs. `key.organisation` is best loaded with it."""
    if key.named_by_itself:
        return f"did:key:{key.multikey}"
    slug = None if key.organisation is None else key.organisation.slug
    return rules.did_web(settings.MICA_ORIGIN, slug)


def signer_of(key: Key) -> Signer:
    """The signer of a row; errors as `opened`."""
    return Signer(opened(key), did_of(key), key.id)


def generate(kind: str, key_id: UUID) -> tuple[str, bytes]:
    """A new key: its public half as Multikey, and its private half sealed for a row."""
    made = SigningKey.generate(KeyType(kind))
    return made.public.multikey, rules.seal(made, key_id, masters()[0])
