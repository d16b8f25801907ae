"""Every code about badges with the sentence a person reads. Codes are stable; sentences improve."""

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    # 1 reading
    "not-a-badge": "This is no assertion of Open Badges 2.0 or an earlier edition.",
    "edition-read": "This is an assertion of {edition}.",
    "edition-old": "This is an assertion of {edition}, whose rules do not say who may host or sign "
    "for an issuer; ask the issuer for a newer badge.",
    "badge-read": "What was achieved is described by the issuer's BadgeClass.",
    "badge-missing": "The assertion names no BadgeClass, so it is not known what was achieved.",
    "issuer-read": "The issuer's Profile stands at its own address.",
    "issuer-without-address": "The issuer “{id}” has no web address, so nothing ties a key or a "
    "place to it.",
    "address-unusable": "“{url}” is not a plain web address, so nothing was fetched.",
    "linked-unreadable": "What stands at {url} cannot be read now: {reason}",
    "id-elsewhere": "What stands at {url} claims to be “{id}”, but that is not confirmed there.",
    "terms-ambiguous": "The word “{term}” stands twice in one object, under different prefixes.",
    "not-reached": "This could not be examined, because {what} is not known.",
    # 2 format
    "assertion-sound": "The assertion keeps the structural rules of Open Badges 2.0.",
    "badge-sound": "The BadgeClass keeps the structural rules of Open Badges 2.0.",
    "issuer-sound": "The issuer's Profile keeps the structural rules of Open Badges 2.0.",
    "member-missing": "“{member}” is missing; it has to be {right}.",
    "member-wrong": "“{member}” has to be {right}.",
    # 3 proof
    "verification-unknown": "It is not said in a known way how this badge is to be verified.",
    "hosted-agrees": "The same assertion stands at its address.",
    "hosted-differs": "At {pointer}, what was shown differs from what stands at {url}.",
    "hosted-without-address": "A hosted badge needs a web address as its id, which “{id}” is not.",
    "hosted-unreadable": "What stands at {url} is no assertion, so nothing was compared.",
    "place-allowed": "The address is one at which the issuer hosts assertions.",
    "hosted-elsewhere": "{url} is not a place at which the issuer {issuer} hosts assertions.",
    "key-listed": "The key belongs to the issuer, and the issuer's Profile lists it.",
    "key-not-listed": "The key “{key}” is not among those that the issuer {issuer} lists.",
    "key-of-another": "The key “{key}” belongs to “{owner}”, not to the issuer of this badge.",
    "key-missing": "The issuer {issuer} publishes no key that could be tried.",
    "signature-right": "The issuer's key signed this assertion.",
    "signature-wrong": "The issuer's key did not sign this, or the assertion was changed.",
    "signature-missing": "The badge is said to be signed, but it was shown without its signature.",
    "signed-but-hosted": "The assertion is signed, but says of itself that it is hosted.",
    "legacy-signature": "The certificate has a signature of a kind that Mica does not verify "
    "(RsaSignature2018); ask its issuer to confirm it.",
    "legacy-unsigned": "The certificate has no signature; ask its issuer to confirm it.",
    # 4 time
    "time-unreadable": "The date “{text}” cannot be read.",
    "issued": "The badge had been issued by then.",
    "issued-unsaid": "The badge does not say when it was issued.",
    "issued-later": "The badge says that it is issued only on {text}.",
    "issued-perhaps": "The date of issue, {text}, is not exact enough to tell whether it has come.",
    "in-date": "The badge has not expired.",
    "no-expiry": "The badge does not expire.",
    "expired": "The badge expired on {text}.",
    "expired-perhaps": "The date of expiry, {text}, is not exact enough to tell if it is past.",
    # 5 status
    "not-revoked": "The issuer has not revoked the badge.",
    "badge-revoked": "The issuer has revoked the badge; reason: {reason}.",
    "revoked-unreadable": "Whether the badge is revoked is said with neither true nor false.",
    "revocation-list-unreadable": "The issuer's revocation list {url} cannot be read as one.",
    # 8 enclosed
    "endorsements-unexamined": "{count} endorsements are linked; Mica does not examine them.",
    "evidence-unexamined": "{count} pieces of evidence have signatures that Mica does not verify.",
    # recipient
    "recipient-unreadable": "The recipient of the badge has no identity that can be compared.",
    "hash-unknown": "The recipient is hashed with “{name}”, which Mica does not know.",
}
