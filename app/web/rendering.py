"""Templates: one environment, strict and escaping, with the few words that every template may use."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.i18n import gettext, language, ngettext
from app.records.dates import Dates, sentence
from app.records.kinds import KINDS
from app.web.static import static_address

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
)
cast("Any", _environment).install_gettext_callables(gettext, ngettext, newstyle=True)


def moment(at: datetime) -> str:
    """A moment to the minute, in UTC: `2026-03-02 12:00 UTC`."""
    return at.strftime("%Y-%m-%d %H:%M UTC")


def kind_label(kind: str) -> str:
    """What people call a kind of record."""
    return gettext(KINDS[kind].label)


def dates_in_words(dates: dict[str, Any] | None) -> str:
    """The dates of a claim of the register, or those that a search or an answer gives resolved, as one sentence;
    nothing for none. What a claim leaves open is said to be open, as it is drawn."""
    return "" if dates is None else sentence(Dates.model_validate_json(json.dumps(dates)).resolved(False))


cast("Any", _environment.globals).update(static=static_address, language=language)
_environment.filters.update(moment=moment, kind=kind_label, dates=dates_in_words)


def filters(**more: Callable[..., Any]) -> None:
    """Gives templates further filters; each area of pages adds its own once, when it is imported."""
    _environment.filters.update(more)


def html(template: str, context: dict[str, Any]) -> str:
    """A template filled in. A name that it lacks is an error, never a blank."""
    return _environment.get_template(template).render(context)
