"""What each code says to a person: what is wrong, and what to do."""

from typing import Final

SENTENCES: Final = {
    "missing": "Say something here: nobody can judge an achievement without it.",
    "too-long": "This is too long. Shorten it.",
    "too-many-outcomes": "More than 50 outcomes: join those that belong together.",
    "language-unknown": "Give the language as a code, such as en, fr or pt-BR.",
    "level-incomplete": "A level needs its framework and its key, such as EQF and 4.",
    "credit-without-unit": "Say which unit the credit is in, such as ECTS.",
    "credit-not-a-number": "Write the credit as a number, such as 5 or 2.5.",
    "end-missing": "Say until which date the award holds.",
    "period-missing": "Say how many months the award holds, from 1 to 600.",
    "no-such-achievement": "There is no such achievement, or it is not yours.",
    "no-such-draft": "This achievement has no draft. Begin a new version first.",
    "not-publishable": "This description is not complete: see beside each field what is missing.",
    "version-frozen": "A published version never changes. Start a new version.",
    "draft-changed": "Somebody has changed this draft since you read it. Read it again, and change "
    "what is there now.",
    "nothing-published": "This achievement is not published. Publish it before awarding it.",
    "code-taken": "Another achievement of yours has this code already.",
    "not-a-picture": "This is no PNG, JPEG or WebP picture of at most 4,096 pixels a side.",
    "no-such-picture": "This picture is not one of yours. Upload it again.",
    "picture-too-large": "The picture is too large: at most {limit} kB.",
}
