"""Addresses of the pages on which many are awarded."""

from django.urls import path, re_path

from mica.web.provider import upload_tables, uploads

urlpatterns = [
    path("", uploads.uploads, name="uploads"),
    path("new", uploads.new, name="upload-new"),
    re_path(r"^learners\.(?P<form>csv|xlsx)$", upload_tables.blank, name="upload-blank"),
    path("<uuid:upload_id>/", uploads.upload, name="upload"),
    path("<uuid:upload_id>/rows/<int:number>/", uploads.row, name="upload-row"),
    path("<uuid:upload_id>/leave-out", uploads.leave_out, name="upload-leave-out"),
    path("<uuid:upload_id>/faults.csv", upload_tables.faults, name="upload-faults"),
    path("<uuid:upload_id>/report.csv", upload_tables.report, name="upload-report"),
    *(
        path(f"<uuid:upload_id>/{what}", uploads.act, {"what": what}, name=f"upload-{what}")
        for what in ("start", "stop", "end", "forget")
    ),
]
