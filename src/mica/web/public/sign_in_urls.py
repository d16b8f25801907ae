"""Addresses for signing in and out.

The library's own pages are closed, but for those that a sign-in provider comes back to.
"""

from allauth.socialaccount import views as library
from django.urls import include, path

from mica.web.public import sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign-in-code"),
    path("sign-in/passkey/", sign_in.sign_in_passkey, name="sign-in-passkey"),
    path("sign-in/passkey/options", sign_in.passkey_options, name="passkey-options"),
    path("sign-in/slip/", sign_in.sign_in_slip, name="sign-in-slip"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("closed/", sign_in.closed, name="account_inactive"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("provider/cancelled/", library.login_cancelled, name="socialaccount_login_cancelled"),
    path("provider/error/", library.login_error, name="socialaccount_login_error"),
]
