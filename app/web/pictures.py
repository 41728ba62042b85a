"""Pictures beside the words: the chain of command of a unit, and posts in time. The words say all that they show."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.forces.chain import commands
from app.domain.forces.pictures.chart import Chain, Chart, draw_chains
from app.domain.forces.pictures.layout import NoLayout
from app.domain.forces.pictures.timeline import Held, timeline
from app.domain.forces.showing import post_in_time, stated
from app.domain.forces.views import CommandView, Connection, PostHeld
from app.i18n import gettext as _


def chain_picture(chain: CommandView, titles: Mapping[str, str]) -> Chart | None:
    """The chart of a chain; None where it could not be drawn."""
    told = {"unit": titles.get(chain.unit, ""), "first": chain.first, "last": chain.last}
    words = _("Chain of command of %(unit)s on %(first)s")
    if chain.on is None:
        words = _("Chain of command of %(unit)s from %(first)s to %(last)s")
    caption = words % told
    try:
        (drawn,) = draw_chains([Chain(chain, titles, register_address, caption)])
    except NoLayout:
        return None
    return drawn


def commanders_in_time(joined: Iterable[Connection], unit: str, titles: Mapping[str, str]) -> str:
    """The posts by which somebody commanded a unit; empty where there are none."""
    posts = [
        _held(one.record, titles.get(one.one), one.content)
        for one in joined
        if one.kind == "posting" and one.other == unit and commands(one)
    ]
    return timeline(posts, _("Commanders of %(unit)s over time") % {"unit": titles.get(unit, "")})


def posts_in_time(joined: Iterable[Connection], person: str, titles: Mapping[str, str]) -> str:
    """The posts of a person, of any role; empty where there are none."""
    posts = [
        _held(one.record, titles.get(one.other), one.content)
        for one in joined
        if one.kind == "posting" and one.one == person
    ]
    return timeline(posts, _("Posts of %(person)s over time") % {"person": titles.get(person, "")})


def posts_answered_for(posts: Iterable[PostHeld], person: str, titles: Mapping[str, str]) -> str:
    """The posts of a person and of those records that are the same person."""
    held = [_held(post.posting, titles.get(post.unit), vars(post)) for post in posts]
    return timeline(held, _("Posts of %(person)s over time") % {"person": titles.get(person, "")})


def register_address(record: str) -> str:
    """The page of an entry of the register."""
    return f"/register/{record}"


def _held(posting: str, name: str | None, content: Mapping[str, Any]) -> Held:
    said = post_in_time(content, name or _("Not open to you"))
    return Held(said, register_address(posting), stated(content.get("dates")))
