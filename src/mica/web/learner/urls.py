"""Addresses of a person's own pages."""

from django.urls import path

from mica.web.learner import guardian, helpers, profile, sign_ins

urlpatterns = [
    path("", profile.account, name="account"),
    path("sign-in/", sign_ins.sign_ins, name="sign-ins"),
    path("sign-in/addresses/add/", sign_ins.add_address, name="add-address"),
    path("sign-in/addresses/confirm/", sign_ins.confirm_address, name="confirm-address"),
    path("sign-in/addresses/", sign_ins.change_address, name="change-address"),
    path("sign-in/passkeys/add/", sign_ins.add_passkey, name="add-passkey"),
    path("sign-in/passkeys/<uuid:passkey>/", sign_ins.remove_passkey, name="remove-passkey"),
    path("sign-in/providers/<int:provider>/", sign_ins.remove_provider, name="remove-provider"),
    path("sign-in/slip/", sign_ins.make_slip, name="make-slip"),
    path("sign-in/slip/remove/", sign_ins.remove_slip, name="remove-slip"),
    path("sign-in/end/", sign_ins.end_sessions, name="end-sessions"),
    path("helpers/", helpers.helpers, name="helpers"),
    path("helping/<uuid:tie>/", helpers.helping_asked, name="helping-asked"),
    path("helping/<uuid:tie>/end/", helpers.end_helping, name="end-helping"),
    path("acting/<uuid:learner>/", helpers.begin_acting, name="begin-acting"),
    path("acting/stop/", helpers.stop_acting, name="stop-acting"),
    path("guardian/", guardian.guardian, name="guardian"),
    path("data/", profile.data, name="my-data"),
    path("data/download/", profile.download, name="download-data"),
    path("data/leave/", profile.leave, name="leave"),
]
