"""What each code says to a person: what is wrong, and what to do."""

from typing import Final

from mica.issuing import upload_sentences

SENTENCES: Final = {
    "name-missing": "The learner's name is missing.",
    "name-unfit": "This name is too long, or holds signs that are no letters.",
    "address-unfit": "This is not a mail address. It needs the form name@example.org.",
    "learner-unknown": "Give a mail address, or your own reference such as a student number.",
    "text-too-long": "This text is too long. Shorten it.",
    "text-unfit": "This text holds signs that cannot be shown. Type it again.",
    "date-in-future": "This date is in the future. Choose today or earlier, or schedule the award.",
    "date-too-early": "This date is before 1950. Is the year right?",
    "ends-before-it-begins": "The award would end before it begins.",
    "evidence-too-much": "At most 20 pieces of evidence.",
    "evidence-one": "With more than 50 learners at once, each has one piece of evidence at most.",
    "grant-double": "This learner is named twice. Leave one of them out.",
    "grants-number": "Name from 1 to {most} learners at once.",
    "evidence-not-a-link": "Evidence needs a link that begins with https://.",
    "not-a-date": "This is not a date. Write it as year-month-day, such as 2026-05-31.",
    "grant-unfit": "This cannot be awarded: see beside each field what is wrong.",
    "already-awarded": "This learner has this award already.",
    "no-such-award": "There is no such award, or it is not yours.",
    "no-such-code": "There is nothing to claim with this code. Check it, or ask who awarded you.",
    "claimed-already": "This has been claimed already, by another account.",
    "act-does-not-fit": "The state of this award is “{state}”, so this cannot be done now.",
    "not-suspendable": "Awards of this achievement cannot be suspended: they carry no such status.",
    "reason-missing": "Choose a reason from the list.",
    "no-end-to-renew": "This award does not end, so there is nothing to renew.",
    "renewal-ends-no-later": "The renewal would end no later than this one. Give a later end.",
    "renewed-already": "This award was renewed already. Renew the newer one instead.",
    "no-address": "This learner has no mail address. Print the claim slip instead.",
    "schedule-in-past": "Choose a time in the future for a scheduled award.",
    **upload_sentences.SENTENCES,
}
