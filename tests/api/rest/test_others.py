"""Verifying, requests, keys and the organisation through the REST API."""

import json
from datetime import UTC, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from mica.issuing.actions.claiming import claim  # noqa: F401 - see below
from mica.people.models import Token
from mica.signing.actions import ensure_key
from mica.verification.tasks import check_rows
from mica.wallet.actions.claiming import claim_by_code
from mica.wallet.actions.sharing import answer
from mica.wallet.models import Holding, Request, View
from tests.api.rest.asking import LENA, Asking, published, read, refusal
from tests.town import Town

SOON = "2199-12-31"
