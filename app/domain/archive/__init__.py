"""Cases and the register: what is sealed, for whom, and every version that was ever written.

founding      the first act of an archive: its founding member, the register, the settings of new cases
actions       open_case, set_case_defaults
records       add_record, add_claim, amend_record
drafts        save_draft, amend_draft, delete_draft: work not yet submitted, its author's alone
grants        grant_case, revoke_grant; grant_register, revoke_register_grant, list_register_grants
queries       list_cases, read_case, read_record, read_versions, read_draft, list_drafts, custody of what one opens
opening       open_versions: nothing is shown, indexed or exported before it stands up here

defaults      the teams of new cases, as an administrator's line in the log commits to them
access        what an actor may know of: cases, records, and which compartments of them
compartments  their key pairs: making, certifying, granting, and opening with a holder's keys
authority     who held which compartment at which place in the log
lines         lines of the log, many at once
renewal       a new epoch after a revocation
titles        a case's title, signed by who opened the case
versions      one version: its statement, its sealed content, its line in the log
citing        whether the records that a content names are there, and may be named
derived       what was made of a case for somebody, and is destroyed with their access: stored bundles
rules         who may do what by role: pure
views         answers
"""
