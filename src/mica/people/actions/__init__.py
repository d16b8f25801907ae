"""Named writes about persons and organisations."""

from mica.people.actions.codes import add_address, make_primary, remove_address, send_code
from mica.people.actions.consents import answer_consent, ask_guardian
from mica.people.actions.entering import (
    end_sessions,
    enter_by_code,
    enter_by_passkey,
    enter_by_provider,
    enter_by_slip,
)
from mica.people.actions.helping import accept_helping, begin_acting, end_helping, name_helper
from mica.people.actions.members import (
    answer_invitation,
    change_role,
    invite_member,
    remove_member,
    withdraw_invitation,
)
from mica.people.actions.organisations import (
    change_organisation,
    decide_organisation,
    register_organisation,
)
from mica.people.actions.persons import (
    change_profile,
    close_person,
    correct_born,
    erase_person,
    make_operator,
)
from mica.people.actions.sign_ins import (
    add_passkey,
    make_person_without_email,
    note_provider,
    remove_passkey,
    remove_provider,
    remove_slip,
    replace_slip,
)
from mica.people.actions.sweeping import sweep
from mica.people.actions.tokens import make_token, revoke_token, use_token

__all__ = (
    "accept_helping",
    "add_address",
    "add_passkey",
    "answer_consent",
    "answer_invitation",
    "ask_guardian",
    "begin_acting",
    "change_organisation",
    "change_profile",
    "change_role",
    "close_person",
    "correct_born",
    "decide_organisation",
    "end_helping",
    "end_sessions",
    "enter_by_code",
    "enter_by_passkey",
    "enter_by_provider",
    "enter_by_slip",
    "erase_person",
    "invite_member",
    "make_operator",
    "make_person_without_email",
    "make_primary",
    "make_token",
    "name_helper",
    "note_provider",
    "register_organisation",
    "remove_address",
    "remove_member",
    "remove_passkey",
    "remove_provider",
    "remove_slip",
    "replace_slip",
    "revoke_token",
    "send_code",
    "sweep",
    "use_token",
    "withdraw_invitation",
)
