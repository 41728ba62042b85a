"""What codes are called on pages: roles, deeds of the log, and why something stays when a bundle leaves.

Each mapping answers in the language of the request. A code that has no words here is shown as it is, never hidden.
"""

from app.i18n import gettext as _


def role_label(code: str) -> str:
    """What people call a role."""
    return {
        "documenter": _("Documenter"),
        "write_only": _("Write-only documenter"),
        "investigator": _("Investigator"),
        "lawyer": _("Lawyer"),
        "approver": _("Approver"),
        "administrator": _("Administrator"),
        "auditor": _("Auditor"),
    }.get(code, code)


def role_meaning(code: str) -> str:
    """What a role may do, in one sentence."""
    return {
        "documenter": _(
            "Opens cases, records testimony, consent and files, and passes on the cases that they hold."
        ),
        "write_only": _(
            "Opens cases and adds to them, and cannot read anything back: for places where a device may be taken."
        ),
        "investigator": _(
            "Reads the cases that were granted, searches across them, and adds involvements and notes."
        ),
        "lawyer": _("As an investigator, and prepares bundles for courts, authorities and partners."),
        "approver": _("Confirms what another member asked for. Opens no case by this role."),
        "administrator": _("Invites and ends members, makes teams and settings. Opens no case by this role."),
        "auditor": _("Reads the whole custody log and the list of exports. Sees no content."),
    }.get(code, "")


def deed_label(code: str) -> str:
    """What a line of the custody log says was done."""
    return {
        "certified": _("Certified a key"),
        "uncertified": _("Ended a certificate"),
        "granted": _("Opened to somebody"),
        "revoked": _("Took back"),
        "renewed": _("Gave a new key"),
        "opened_case": _("Opened the case"),
        "wrote": _("Wrote a version"),
        "added_file": _("Added a file"),
        "read": _("Read an identity"),
        "exported": _("Asked for an export"),
        "downloaded": _("Downloaded a bundle"),
        "administered": _("Changed a setting or an account"),
        "erased": _("Erased"),
    }.get(code, code)


def reason_label(code: str) -> str:
    """Why something stays: the codes of the consent gate and of exports, as withheld.csv has them."""
    return {
        "no_consent": _("No consent in force names this purpose and this recipient for everybody concerned."),
        "not_covered": _("A consent is in force and does not cover this."),
        "identity": _("It would tell who somebody is, and that was not agreed to."),
        "names_nobody": _("It does not say whom it concerns, so nobody could agree to it."),
        "privileged": _("It is privileged, and never leaves."),
        "profile": _("It never leaves in this profile."),
        "depends": _("It is about something that stays."),
        "no_citation": _("Nothing that it rests on leaves with it."),
        "restricted": _("It rests on a restricted part of the register."),
        "names_somebody": _("It names somebody whose identity may not leave."),
        "one_sided": _("It speaks against a superior, and something that speaks for them cannot leave."),
        "closed": _("You do not open it yourself, so you cannot pass it on."),
    }.get(code, code)


def profile_label(code: str) -> str:
    """What a profile of a bundle is called."""
    return {"full": _("Full"), "pseudonymised": _("Pseudonymised")}.get(code, code)


def profile_meaning(code: str) -> str:
    """What a profile tells, in a sentence."""
    return {
        "full": _(
            "Everything that was agreed to, names and original files included where somebody agreed to be known."
        ),
        "pseudonymised": _(
            "What happened, under pseudonyms of this recipient's own: no names, contacts, files, notes or consents."
        ),
    }.get(code, "")


def export_state_label(code: str) -> str:
    """How far an export is."""
    return {
        "building": _("Being built"),
        "ready": _("Ready"),
        "refused": _("No bundle"),
    }.get(code, code)
