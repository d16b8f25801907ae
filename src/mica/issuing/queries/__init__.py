"""Named reads of awards and of files with many learners, each with its access check.

Pages take awards, credentials and files in their hands under the names given here.
"""

from mica.issuing.models import Award, Credential, Upload, UploadRow
from mica.issuing.queries.awards import (
    EXPIRING,
    SOON,
    Offer,
    award_for,
    awards_for,
    awards_of,
    credentials_by_key,
    credentials_of,
    newest_document,
    offer,
    renewals_of,
    standing,
)
from mica.issuing.queries.uploads import (
    Counts,
    FaultAt,
    counts,
    earlier_upload,
    faults_of,
    faulty_rows,
    first_rows,
    next_faulty,
    report_rows,
    row_for,
    standing_already,
    upload_for,
    uploads_for,
)

__all__ = [
    "EXPIRING",
    "SOON",
    "Award",
    "Counts",
    "Credential",
    "FaultAt",
    "Offer",
    "Upload",
    "UploadRow",
    "award_for",
    "awards_for",
    "awards_of",
    "counts",
    "credentials_by_key",
    "credentials_of",
    "earlier_upload",
    "faults_of",
    "faulty_rows",
    "first_rows",
    "newest_document",
    "next_faulty",
    "offer",
    "renewals_of",
    "report_rows",
    "row_for",
    "standing",
    "standing_already",
    "upload_for",
    "uploads_for",
]
