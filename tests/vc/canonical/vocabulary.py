"""What generated credentials are made of: plain things, odd things and hostile things."""

V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CONTEXTS = (
    [V2, OB, EXTENSIONS],
    [V2, OB],
    [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context.json"],
    [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", EXTENSIONS],
    [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"],
    [V1, OB],
    [V2, OB, "https://w3id.org/security/data-integrity/v2"],
    [V1, OB, "https://w3id.org/security/suites/ed25519-2020/v1"],
    [V2, "https://www.w3.org/ns/credentials/status/v1"],
    V2,
)
WORDS = (
    "",
    "a",
    "Applied data",
    'quo"te',
    "back\\slash",
    "tab\tnewline\nreturn\r",
    "\x00\x01\x08\x0b\x0c\x1f\x7f\x80\x9f",
    "naïve café",
    "\u00a0\u2028\u200b\ufeff\ue000\uffff",
    "日本語 😀 \U0010ffff",
    "xsd:dateTime",
    "@none",
    "@id",
    "@value",
    "en",
    "5",
    "_:b0",
    "_:x y",
    "urn:uuid:1",
    "https://a.example/ü?q=%20#f",
    "http://a b",
    "relative/path",
    "//host",
    "#fragment",
    "?query",
    "../up",
    "did:key:z6Mk",
    "schema:name",
    "ext:thing",
    ":",
    "1a:b",
    "a,b:c",
    "Profile",
    "Achievement",
    "assertionMethod",
    "a\n:b",
    "http://a\n",
    "http://a<b",
)
NUMBERS = (0, 1, -1, 3.0, 3.5, -0.0, 1e20, 1e21, 1.5e22, 1e-7, 5e-324, 0.1 + 0.2, 2**53 - 1, 123456)
LINKS = (
    "https://a.example/1",
    "https://a.example/2",
    "urn:uuid:3f0c7d2e-2f5f-4b0e-9a8e-5b9a3a1c0d11",
    "did:web:a.example",
    "data:image/png;base64,AAAA",
    "mailto:a@a.example",
)
KEYS = (
    "name", "description", "image", "achievement", "criteria", "alignment", "tag", "result",
    "id", "type", "@id", "@type", "@value", "@language", "@list", "@set", "@graph", "@index",
    "@none", "@included", "@reverse", "@nest", "@context", "@foo", "proof", "issuer",
    "endorsement", "credentialSubject", "allowedValue", "creditsEarned", "identifier",
    "targetUrl", "address", "geo", "Profile", "Achievement", "Image", "undefined",
    "https://a.example/p", "ext:p", "_:p", "", "proofPurpose", "verificationMethod", "created",
    "latitude", "hashed", "evidence", "parentOrg", "@direction", "termsOfUse",
    "relatedResource", "digestSRI", "statusMessage", "verifiableCredential",
)  # fmt: skip
TYPES = (
    "Profile", "Achievement", "AchievementSubject", "Image", "Result", "ResultDescription",
    "Evidence", "Alignment", "IdentityObject", "Address", "GeoCoordinates",
    "VerifiableCredential", "Related", "OpenBadgeCredential", "AchievementCredential",
    "EndorsementCredential", "DataIntegrityProof", "EndorsementSubject",
    "1EdTechRevocationList", "BitstringStatusListEntry", "Criteria", "Unknown",
    "https://a.example/Type", "ext:Type", "_:t", "@json", "VerifiablePresentation",
    "Ed25519Signature2020", "RubricCriterionLevel", "IdentifierEntry", "JsonSchema",
    "1EdTechJsonSchemaValidator2019",
)  # fmt: skip
