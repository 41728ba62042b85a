"""Who there is: members, teams, invitations, tokens, and the keys and sessions that are theirs.

actions       the verbs that write, for the doors; each is in the module of its subject: members
invite, cancel_invitation, set_roles, rename_member, revoke_member teams         make_team, add_to_team,
leave_team tokens        make_token, revoke_token sessions      sign_out, end_own_session; who acts with
this cookie founding      enrol_founder: the first member, on whom every certificate rests joining
accepting an invitation signing_in    sign_in, recover, change_passphrase: they open units of work
themselves, since deriving a key from a passphrase takes time in which nobody else should wait for a lock
queries       reads

certificates  issuing and ending certificates (judged in `app.domain.custody.certificates`)
keyring       the keys an actor has: its own and its teams'
memberships   a team's seed sealed to a holder; its rotation when somebody leaves
ending        a holder ends: what it was given is taken back
credentials   a seed sealed under a passphrase, and under a printed code
throttle      failed sign-ins are counted
names         display names, sealed to everyone in the archive and to nobody else
rules         pure decisions
views         answers
"""
