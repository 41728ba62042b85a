"""What a table says otherwise than an entry that the register holds already. Pure.

The entry is left as it is: which of the two is right is for a researcher to decide, with the sources at hand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from app.domain.forces.showing import stated
from app.i18n import gettext as _
from app.records.dates import sentence
from app.records.kinds import KINDS

DATES = frozenset({"dates", "created", "born", "died"})
WHOLE_BY_DEFAULT = frozenset({"born", "died"})
"""Fields in which dates without `starts` and `ends` are the day itself."""
UNTOLD = frozenset({"external_ids", "status"})
Title = Callable[[str], str]


def differences(kind: str, told: Mapping[str, Any], held: Mapping[str, Any], title: Title) -> str:
    """The fields that the table gives (`told`) and the register has otherwise (`held`), in words.

    `title` names entries. What the table leaves blank is not told of, nor what only the register has.
    """
    return " ".join(_each(kind, told, held, title))


def _each(kind: str, told: Mapping[str, Any], held: Mapping[str, Any], title: Title) -> Iterator[str]:
    for name, value in told.items():
        if name in UNTOLD or value in (None, "", [], {}):
            continue
        if name == "citations":
            cited = {_source(one) for one in held.get(name, ())}
            if more := list(dict.fromkeys(s for one in value if (s := _source(one)) not in cited)):
                titles = ", ".join(title(source) for source in more)
                yield _("It is not cited there from: %(sources)s.") % {"sources": titles}
            continue
        if _same(name, value, held):
            continue
        words = {
            "field": _(KINDS[kind].model_fields[name].title or name),
            "told": _words(name, value),
            "held": _words(name, held.get(name)) or _("nothing"),
        }
        yield _("%(field)s: “%(told)s” in the table, “%(held)s” in the register.") % words


def _source(citation: Mapping[str, Any]) -> str:
    return citation.get("source") or citation.get("record") or ""


def _same(name: str, value: Any, held: Mapping[str, Any]) -> bool:
    """Whether the register has all of this value, whatever it has beside it."""
    if name in {"names", "other_names"}:
        known = {one["text"].casefold() for one in (*held.get("names", ()), *held.get("other_names", ()))}
        return all(one["text"].casefold() in known for one in value)
    if name == "notes":
        return value in (held.get(name) or "")
    if name in DATES:
        default = name in WHOLE_BY_DEFAULT
        return stated(value, default=default) == stated(held.get(name), default=default)
    if isinstance(value, list):
        return all(one in held.get(name, ()) for one in cast("list[object]", value))
    return value == held.get(name)


def _words(name: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if name in DATES:
        dates = stated(value, default=name in WHOLE_BY_DEFAULT)
        return sentence(dates) if dates else ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_words("", one) for one in cast("Sequence[Any]", value))
    if isinstance(value, Mapping):
        return " ".join(str(one) for one in cast("Mapping[str, Any]", value).values() if one)
    return str(value)
