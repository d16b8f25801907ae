"""A badge and an endorsement that use every member the format has, once and rightly."""

from mica.standards.openbadges.shapes import CONTEXT
from mica.vc.model import V2

IMAGE = {"id": "https://a.example/i.png", "type": "Image", "caption": "A sheet of mica"}
ALIGNMENT = {
    "type": ["Alignment"],
    "targetName": "analyse data",
    "targetUrl": "https://a.example/skill/1",
    "targetCode": "1",
    "targetDescription": "To analyse data",
    "targetFramework": "ESCO",
    "targetType": "ext:ESCO_Skill",
}
IDENTIFIER = {"type": "IdentifierEntry", "identifier": "7", "identifierType": "sourcedId"}
PARENT = {"id": "did:example:parent", "type": ["Profile"], "name": "Parent"}
PROFILE = {
    "id": "did:example:i",
    "type": ["Profile"],
    "name": "Example University",
    "url": "https://a.example/",
    "phone": "+111",
    "description": "A university",
    "image": IMAGE,
    "email": "a@a.example",
    "address": {
        "type": ["Address"],
        "addressCountry": "Ireland",
        "addressCountryCode": "IE",
        "addressRegion": "Leinster",
        "addressLocality": "Dublin",
        "streetAddress": "1 Main Street",
        "postOfficeBoxNumber": "5",
        "postalCode": "D01",
        "geo": {"type": "GeoCoordinates", "latitude": 53.3, "longitude": -6},
    },
    "otherIdentifier": [IDENTIFIER],
    "official": "The Rector",
    "parentOrg": PARENT,
    "familyName": "F",
    "givenName": "G",
    "additionalName": "A",
    "patronymicName": "P",
    "honorificPrefix": "Dr",
    "honorificSuffix": "PhD",
    "familyNamePrefix": "van",
    "dateOfBirth": "2001-02-28",
    "endorsementJwt": ["a.b.c"],
}
ENDORSEMENT = {
    "@context": [V2, CONTEXT],
    "id": "urn:uuid:9",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "name": "An endorsement",
    "description": "Of a university",
    "issuer": PARENT,
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2036-01-01T00:00:00Z",
    "awardedDate": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:i",
        "type": ["EndorsementSubject"],
        "endorsementComment": "They teach well.",
    },
    "credentialStatus": {"id": "https://a.example/s#1", "type": "1EdTechRevocationList"},
    "refreshService": {"id": "https://a.example/r", "type": "1EdTechCredentialRefresh"},
}
LEVEL = {
    "id": "urn:uuid:level",
    "type": ["RubricCriterionLevel"],
    "name": "Mastered",
    "alignment": [ALIGNMENT],
    "description": "Alone",
    "level": "4",
    "points": "10",
}
ACHIEVEMENT = {
    "id": "https://a.example/achievements/1",
    "type": ["Achievement"],
    "name": "Applied Data Analysis",
    "description": "The learner can analyse data.",
    "criteria": {"id": "https://a.example/criteria", "narrative": "Pass."},
    "achievementType": "MicroCredential",
    "alignment": [ALIGNMENT],
    "creator": PARENT,
    "creditsAvailable": 5,
    "fieldOfStudy": "0542",
    "humanCode": "DA-101",
    "image": IMAGE,
    "inLanguage": "en-IE",
    "otherIdentifier": [IDENTIFIER],
    "related": [
        {
            "id": "https://a.example/achievements/2",
            "type": ["Related"],
            "inLanguage": "ga",
            "version": "2",
        }
    ],
    "resultDescription": [
        {
            "id": "urn:uuid:description",
            "type": ["ResultDescription"],
            "name": "Grade",
            "resultType": "LetterGrade",
            "alignment": [ALIGNMENT],
            "allowedValue": ["D", "C", "B", "A"],
            "requiredLevel": "urn:uuid:level",
            "requiredValue": "C",
            "rubricCriterionLevel": [LEVEL],
            "valueMax": "A",
            "valueMin": "D",
        }
    ],
    "specialization": "Statistics",
    "tag": ["data"],
    "version": "1",
    "endorsement": [ENDORSEMENT],
    "endorsementJwt": ["a.b.c"],
}
BADGE = {
    "@context": [V2, CONTEXT],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "A badge",
    "description": "Of a learner",
    "image": IMAGE,
    "issuer": PROFILE,
    "awardedDate": "2026-01-15T09:00:00Z",
    "validFrom": "2026-01-15T09:00:00Z",
    "validUntil": "2031-01-15T09:00:00Z",
    "credentialSubject": {
        "id": "did:example:s",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$" + "0a" * 32,
                "identityType": "emailAddress",
                "salt": "salt",
            }
        ],
        "achievement": ACHIEVEMENT,
        "activityStartDate": "2025-09-01T00:00:00",
        "activityEndDate": "2025-12-19T00:00:00Z",
        "creditsEarned": 5.0,
        "image": IMAGE,
        "licenseNumber": "L1",
        "narrative": "She did.",
        "result": [
            {
                "type": ["Result"],
                "achievedLevel": "urn:uuid:level",
                "alignment": [ALIGNMENT],
                "resultDescription": "urn:uuid:description",
                "status": "Completed",
                "value": "B",
            }
        ],
        "role": "Student",
        "source": PARENT,
        "term": "Autumn",
    },
    "credentialStatus": {"id": "https://a.example/s#2", "type": "1EdTechRevocationList"},
    "refreshService": {"id": "https://a.example/r", "type": "1EdTechCredentialRefresh"},
    "evidence": [
        {
            "type": ["Evidence"],
            "id": "https://a.example/e",
            "narrative": "How",
            "name": "Project",
            "description": "What",
            "genre": "Report",
            "audience": "Examiners",
        }
    ],
    "endorsement": [ENDORSEMENT],
    "endorsementJwt": ["a.b.c"],
}
