"""A form that was sent: which button was pressed, and the state of the form after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid, Problem
from app.records.base import Content
from app.records.kinds import KINDS, parse
from app.web.forms import mentions
from app.web.forms.reading import ID, Posted, Typed, posted_tree, read
from app.web.forms.shapes import Group, Named, Rows, as_dict, as_list, fields_of
from app.web.visit import Posted as SentForm

SOUGHT = "find:"
"""Before the path of a field in which a name was typed to find a record."""

CHECK, SAVE, DRAFT = "check", "save", "draft"


@dataclass(frozen=True)
class Sent:
    """What was sent: the button's deed, and the form's state."""

    kind: type[Content]
    deed: str
    typed: Typed

    def problems(self, more: Mapping[str, Any] | None = None) -> list[Problem]:
        """Whatever keeps the content from being stored. `more` is what no form asks for."""
        content = mentions.without_words(self.typed.content) | dict(more or {})
        try:
            parse(self.kind.kind, content)
        except Invalid as error:
            return [*self.typed.problems, *error.problems]
        return list(self.typed.problems)


def sent(kind: str, form: SentForm) -> Sent:
    """Reads a form of a kind, and does what its button asks of the form itself: rows added, removed and moved."""
    model = KINDS[kind]
    deed, _space, path = (form.text("form-do") or CHECK).partition(" ")
    root = posted_tree(form.pairs)
    if deed in {"find", "change"}:
        root.at(path).values.clear()
    elif deed in {"remove", "up"}:
        _move(root, path, deed)
    sought = {name.removeprefix(SOUGHT): value for name, value in form.pairs if name.startswith(SOUGHT)}
    if deed == "remove":
        sought = {at: value for at, value in sought.items() if not f"{at}.".startswith(f"{path}.")}
    typed = read(model, root, sought, keep=path if deed in {"add", "find", "change"} else "")
    _turn_to(typed, deed, path)
    return Sent(model, deed, typed)


def prefilled(kind: str, given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The beginning of a content, from records that the page's address names by kind or by field."""
    ids = {name: value for name, value in given if ID.fullmatch(value)}
    content: dict[str, Any] = {}
    for field in fields_of(KINDS[kind]):
        shape = field.shape
        if isinstance(shape, Rows) and isinstance(shape.element, Group) and field.name == "reported_in":
            if "account" in ids:
                content[field.name] = [{"account": ids["account"]}]
            continue
        element = shape.element if isinstance(shape, Rows) else shape
        if isinstance(element, Named):
            found = next((ids[name] for name in (field.name, *element.kinds) if name in ids), None)
            if found is not None and (field.needed or field.name in ids or len(element.kinds) == 1):
                content[field.name] = [found] if isinstance(shape, Rows) else found
    return content


def _move(root: Posted, path: str, deed: str) -> None:
    """Takes a row out, or puts it before the one above it."""
    above, _dot, step = path.rpartition(".")
    rows = root.at(above).below
    if step not in rows:
        return
    if deed == "remove":
        del rows[step]
        return
    before = [one for one in rows if one.isdecimal() and int(one) < int(step)]
    if before:
        other = max(before, key=int)
        rows[step], rows[other] = rows[other], rows[step]


def _turn_to(typed: Typed, deed: str, path: str) -> None:
    """Where the page opens again: at the new row, at the list, at the box."""
    if deed == "add":
        here = typed.moved.get(path, path)
        typed.rows[here] = 1
        typed.focus = f"{here}.{_length(typed.content, here)}"
    elif deed in {"remove", "up"}:
        above, _dot, step = path.rpartition(".")
        here = typed.moved.get(above, above)
        at = int(step) - 1 if step.isdecimal() else 0
        typed.focus = here if deed == "remove" else f"{here}.{max(at, 0)}"
    elif deed in {"find", "change"}:
        typed.focus = typed.moved.get(path, path)


def _length(content: Any, path: str) -> int:
    """How many entries stand in the list at a path."""
    for step in path.split("."):
        below = as_list(content)
        if step.isdecimal():
            content = below[int(step)] if int(step) < len(below) else None
        else:
            content = as_dict(content).get(step)
    return len(as_list(content))
