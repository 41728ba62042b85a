"""The first act of an archive."""

from app.domain.accounts.founding import enrol_founder
from app.domain.accounts.keyring import everyone_id
from app.domain.archive import compartments, rules
from app.domain.archive.views import Founded
from app.domain.work import Actor, Work


def found_archive(*, work: Work, login: str, passphrase: str, code: str, name: str = "") -> Founded:
    """Begins an archive: its founding member, the team of everyone, and an empty register.

    `code` is 2 to 12 capitals and digits, and begins the code of every case and exhibit. Raises NotReady when there is
    an archive already, Invalid for code, sign-in name or passphrase.
    """
    rules.checked_archive_code(code)
    founder = enrol_founder(work=work, login=login, passphrase=passphrase, archive_code=code, name=name)
    make_register(work, founder.actor)
    return Founded(
        archive=founder.archive,
        member=founder.actor.id,
        anchor=founder.anchor,
        recovery_code=founder.recovery_code,
    )


def make_register(work: Work, founder: Actor) -> None:
    """The register's two compartments: one that every member holds, and one by grant, the founder's first."""
    everybody = compartments.make(work, founder, None, "register")
    compartments.grant(work, founder, everybody, everyone_id(work))
    restricted = compartments.make(work, founder, None, "register_restricted")
    compartments.grant(work, founder, restricted, founder.id)
    work.put_setting("cases_opened", "0")
    work.put_setting("new_case_teams", "")
    work.put_setting("intake_teams", "")
    work.session.flush()
