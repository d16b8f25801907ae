"""What each code about files and their rows says to a person: what is wrong, and what to do."""

from typing import Final

SENTENCES: Final = {
    # the file
    "file-empty": "This file is empty. Choose another, or begin with the template.",
    "file-too-big": "This file is too big: at most {most} MB. Split it into several.",
    "file-not-a-table": "This is not a table. Save it as CSV or as XLSX, and upload that.",
    "encoding-unknown": "The letters of this file cannot be read. Save it as “CSV UTF-8” or as "
    "XLSX, and upload that.",
    "quote-open": "From row {row} on this file cannot be read: a quotation mark opens there and "
    "does not close. Remove it, or save the table as XLSX.",
    "too-many-rows": "This file has more than {most} rows. Split it into several.",
    "too-many-columns": "This table has more than {most} columns. Remove those that are not "
    "needed.",
    "cell-too-long": "A cell in row {row} is far too long. Shorten it.",
    "no-rows": "Below the header there are no rows. Write one row for each learner.",
    "spreadsheet-old": "This is a spreadsheet of the old form, or one with a password. Save it as "
    "XLSX or CSV without password, and upload that.",
    "spreadsheet-other": "This is not an XLSX spreadsheet. Save it as XLSX or CSV, and upload "
    "that.",
    "spreadsheet-locked": "This file has a password. Save it without one.",
    "spreadsheet-damaged": "This spreadsheet is damaged. Open it, save it anew as XLSX, and upload "
    "that.",
    "spreadsheet-too-big": "This spreadsheet unpacks to far more than a list of learners needs. "
    "Copy the rows into a new one, or save it as CSV.",
    "spreadsheet-unsafe": "This spreadsheet holds instructions that no list needs. Save it as CSV, "
    "and upload that.",
    # its header
    "columns-missing-name": "No column says the learner's name. Give one the header “Name”. Found: "
    "{found}.",
    "columns-missing-learner": "No column says which learner it is. Give one the header “Email”, "
    "or “Reference” for your own number. Found: {found}.",
    "columns-missing-name-learner": "The first row has to name the columns: “Name”, and “Email” or "
    "“Reference”. Found: {found}.",
    "column-twice": "The columns “{first}” and “{second}” say the same thing. Remove one of them.",
    "column-unclear": "The column “{title}” could be a result or a remark. Give it the header "
    "“Résultat” or “Remarque”.",
    # a row
    "cells-outside-columns": "This row has text to the right of the last column. Perhaps a cell "
    "slipped: a text with a comma needs quotation marks.",
    "cell-broken": "The spreadsheet's formula failed here. Write the value itself.",
    "date-too-late": "This date is after 2199. Is the year right?",
    "row-double": "Row {row} has the same learner and date. Leave one of them out.",
    # what can be done
    "no-such-upload": "There is no such file, or it is not yours.",
    "no-such-row": "There is no row {row} to change.",
    "upload-started": "This file has been started, so its rows stay as they are.",
    "upload-reading": "This file has not been read yet.",
    "upload-running": "This file is being worked on. Stop it first.",
    "upload-ended": "This file is done, so nothing is left to do with it.",
    "upload-stopped": "Somebody stopped it. Go on, or be done with it.",
    "rows-faulty": "{count} rows still have faults. Fix them, or leave them out.",
    "nothing-to-award": "No row is left to award.",
}
