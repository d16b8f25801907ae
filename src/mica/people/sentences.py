"""What each code says to a person: what is wrong, and what to do."""

from typing import Final

SENTENCES: Final = {
    # organisations
    "no-such-organisation": "There is no such organisation, or you are not a member of it.",
    "role-too-low": "Your role there does not allow this. Ask an owner of the organisation.",
    "organisation-not-approved": "This organisation waits for the operator's approval, and cannot "
    "do this yet.",
    "no-such-role": "There is no such role. The roles are owner, officer and reader.",
    "decision-does-not-fit": "The state of the organisation is “{state}” now, and that cannot be "
    "decided about it.",
    "reason-needed": "Say why: the organisation reads it, and learns what to change.",
    "last-owner": "An organisation needs an owner. Make somebody else an owner first.",
    "no-such-member": "There is no such member.",
    "no-such-invitation": "There is no such invitation for you, or it was withdrawn. Ask whoever "
    "invited you, and sign in with the address that the invitation was sent to.",
    "invitation-over": "This invitation has been answered, or has run out. Ask for a new one.",
    "is-member-already": "This address belongs to a member already.",
    "is-invited-already": "This address has been invited already, and has not answered yet.",
    # tokens
    "no-such-token": "This token is not known, was revoked, or has run out. Ask an owner of the "
    "organisation for a new one.",
    "scope-missing": "This token may not do that. Ask an owner for a token with the scope {scope}.",
    "no-such-scope": "There is no scope {scope}. Choose among those that are offered.",
    "scopes-needed": "A token without a scope opens nothing. Choose at least one.",
    # signing in
    "code-over": "This code has run out or was used. Ask for a new one.",
    "wrong-code": "This is not the code we sent. You can try {left} more times.",
    "wrong-slip": "This code is not known. Look at each letter again; if it still does not work, "
    "ask whoever gave it to you for a new one.",
    "wrong-passkey": "This passkey is not known here, or the device did not confirm it was you. "
    "Sign in another way.",
    "passkey-asked-too-long-ago": "That took too long. Try once more.",
    "passkey-known-already": "This passkey has been added already.",
    "too-many-passkeys": "You have as many passkeys as there can be. Remove one first.",
    "account-closed": "This account is closed. Ask those who run this site.",
    # addresses
    "address-used-already": "This address belongs to an account already.",
    "too-many-addresses": "You have as many addresses as there can be. Remove one first.",
    "last-address": "This is your only address, and you could not sign in without it. Add another "
    "one first.",
    "no-such-address": "This is none of your addresses.",
    "no-such-passkey": "This is none of your passkeys.",
    "no-such-provider": "This is none of your connections.",
    "provider-used-already": "This sign-in belongs to another account. Sign in with it, or remove "
    "it there first.",
    "provider-address-used": "The address at your provider belongs to an account here. Sign in "
    "with a code first, then connect your provider on the page for signing in.",
    # persons
    "no-such-person": "There is no such person.",
    "operators-only": "Only those who run this site can do this.",
    "name-needed": "Give a name: it is how others know whom they deal with.",
    "born-in-the-future": "A date of birth lies in the past. Look at the year again.",
    "born-stays": "Your date of birth stands already. Ask those who run this site to correct it.",
    "has-an-address": "This person has an address by now, and signs in with it. Only they can ask "
    "for a new slip.",
    "no-such-slip": "You cannot make a slip for this person. Whoever made the first one can, or "
    "those who run this site.",
    "other-way-needed": "You could not sign in any more. Add an address or a passkey first.",
    # helpers and guardians
    "own-address": "This is your own address. Give that of somebody else.",
    "helper-named-already": "You have named this address already.",
    "no-such-helper": "There is nothing like this to answer. It may have ended.",
    "not-helping": "You do not act for this person any more.",
    "no-guardian-needed": "You decide alone: no guardian has to consent.",
    "guardian-consent-needed": "A parent or guardian has to consent first. Ask one on the page "
    "“Guardian”.",
    "no-such-consent": "This link is not complete, or is not ours. Open it from the mail again.",
}
