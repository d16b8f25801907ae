"""Addresses of organisations' own pages."""

from django.urls import path

from mica.web.provider import keys, members, organisations

urlpatterns = [
    path("", organisations.organisations, name="organisations"),
    path("register/", organisations.register, name="register-organisation"),
    path("invitations/<uuid:invitation>/", members.invitation, name="invitation"),
    path("<slug:slug>/", organisations.organisation, name="organisation"),
    path("<slug:slug>/description/", organisations.edit, name="organisation-edit"),
    path("<slug:slug>/members/", members.members, name="organisation-members"),
    path("<slug:slug>/members/<uuid:person>/", members.member, name="organisation-member"),
    path("<slug:slug>/members/<uuid:person>/remove/", members.remove_member, name="remove-member"),
    path(
        "<slug:slug>/invitations/<uuid:invitation>/withdraw/",
        members.withdraw,
        name="withdraw-invitation",
    ),
    path("<slug:slug>/learners/", members.learners, name="organisation-learners"),
    path("<slug:slug>/learners/<uuid:person>/slip/", members.replace_slip, name="learner-slip"),
    path("<slug:slug>/tokens/", organisations.tokens, name="organisation-tokens"),
    path("<slug:slug>/tokens/<uuid:token>/", organisations.revoke_token, name="revoke-token"),
    path("<slug:slug>/keys/", keys.all_keys, name="organisation-keys"),
    path("<slug:slug>/keys/make/", keys.make, name="key-make"),
    path("<slug:slug>/keys/<uuid:key_id>/replace/", keys.replace, name="key-replace"),
    path("<slug:slug>/keys/<uuid:key_id>/retire/", keys.retire, name="key-retire"),
    path("<slug:slug>/keys/<uuid:key_id>/compromised/", keys.compromised, name="key-compromised"),
    path("<slug:slug>/keys/<uuid:key_id>/issue-again/", keys.issue_again, name="key-issue-again"),
]
