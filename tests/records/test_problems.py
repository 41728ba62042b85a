"""Refusals: the field, what to do about it, and never a word of what was typed."""

import copy
import traceback
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.errors import Invalid, Problem
from app.records.case_vocabularies import METHODS
from app.records.kinds import parse
from app.records.part import LONGEST_TEXT, MOST_ELEMENTS
from app.records.problems import MOST_PROBLEMS, OTHERWISE, problems_of
from tests.records.examples import EXAMPLES, example

CANARY = "Zvonka-told-us"


def problems(kind: str, content: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        parse(kind, content)
    return {problem.field: problem.message for problem in refusal.value.problems}


CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("note", {"text": 3}, "text", "Write text here."),
    ("note", {"text": ["a"]}, "text", "Write text here."),
    ("note", {"text": ""}, "text", "Write something here, or leave the field out."),
    ("note", {"text": " \n "}, "text", "Write something here, or leave the field out."),
    ("note", {"text": "x" * (LONGEST_TEXT + 1)}, "text", "Write at most 200,000 characters."),
    ("note", {"text": "a\x00b"}, "text", "Remove the control characters; line breaks and tabs may stay."),
    ("note", {"text": "a\x85b"}, "text", "Remove the control characters; line breaks and tabs may stay."),
    (
        "note",
        {"text": "a\ud800b"},
        "text",
        "This text holds characters that cannot be stored. Please retype it.",
    ),
    ("note", {"privileged": "yes"}, "privileged", "Answer yes or no (true or false)."),
    ("note", {"privileged": 1}, "privileged", "Answer yes or no (true or false)."),
    ("note", {"about": "all"}, "about", "Give a list."),
    (
        "note",
        {"about": ["x" * 32]},
        "about.0",
        "Choose a record: its id is 32 lower-case hexadecimal characters.",
    ),
    ("note", {"about": ["0" * 32] * (MOST_ELEMENTS + 1)}, "about", "Give at most 10,000 entries."),
    ("note", {"tasks": ["call"]}, "tasks.0", "Give an object with named fields."),
    (
        "note",
        {"tasks": [{"text": "two\nlines"}]},
        "tasks.0.text",
        "Write this on one line, without control characters.",
    ),
    ("note", {"tasks": [{"text": "x" * 1001}]}, "tasks.0.text", "Write at most 1,000 characters."),
    ("group", {"minimum": 3.5}, "minimum", "Write a whole number."),
    ("group", {"minimum": "3"}, "minimum", "Write a whole number."),
    ("group", {"minimum": True}, "minimum", "Write a whole number."),
    ("group", {"minimum": -1}, "minimum", "Write a number of at least 0."),
    ("group", {"maximum": 10**9}, "maximum", "Write a number of at most 10,000,000."),
    ("act", {"injuries": [{"x": 1.5}]}, "injuries.0.x", "Write a number of at most 1."),
    ("act", {"injuries": [{"x": float("nan")}]}, "injuries.0.x", "Write a number."),
    ("act", {"injuries": [{"x": "left"}]}, "injuries.0.x", "Write a number."),
    ("act", {"time": "25:00"}, "time", "Write the local time as hours:minutes, such as 23:40."),
    ("act", {"time_zone": "local"}, "time_zone", "Write a time zone, such as Europe/Minsk or +03:00."),
    (
        "source",
        {"url": "javascript:alert(1)"},
        "url",
        "Write a web address that begins with https:// or http://.",
    ),
    ("source", {"sha256": "AB"}, "sha256", "Write a SHA-256: 64 lower-case hexadecimal characters."),
    ("unit", {"country": "Nevaria"}, "country", "Write the two-letter country code in capitals, such as DE."),
    ("consent", {"covers": "some"}, "covers", "Write 'everything', or give a list."),
    ("consent", {"covers": 3}, "covers", "Give a list."),
]


@pytest.mark.parametrize(("kind", "change", "field", "message"), CASES)
def test_each_problem_says_what_to_do(kind: str, change: dict[str, Any], field: str, message: str) -> None:
    assert problems(kind, example(kind) | change) == {field: message}


def test_an_unknown_code_is_refused_with_the_known_ones() -> None:
    message = problems("act", example("act", methods=["beating", "Beating"]))["methods.1"]
    assert message == f"Choose one of the known codes: {', '.join(METHODS.codes)}."


def test_an_unknown_field_is_refused_with_the_known_ones_at_its_parent() -> None:
    """The name of an unknown field may be testimony: it is not in the path."""
    assert problems("note", {"text": "a", CANARY: 1}) == {
        "content": "There is no such field. Known fields: text, about, tasks, privileged."
    }
    relation = problems("relation", example("relation", class_="command", citations=[{CANARY: 1}]))
    assert "Known fields: source, record" in relation["citations.0"]
    assert " class," in relation["content"]
    person = problems("identity", example("identity", relatives=[{"names": [{CANARY: 1}]}]))
    assert "Known fields: text, language, script." in person["relatives.0.names.0"]
    covered = problems("consent", example("consent", covers=[{"record": "0" * 32, CANARY: 1}]))
    assert covered == {"covers.0": "There is no such field. Known fields: record, paragraphs."}


def test_a_name_that_is_not_text_is_refused_like_an_unknown_field() -> None:
    assert problems("note", {"text": "a", 7: CANARY})["content"].startswith("There is no such field.")


def test_the_problems_of_a_request_leave_out_that_it_was_the_body() -> None:
    class Body(BaseModel):
        model_config = ConfigDict(extra="forbid")
        title: str
        profile: Literal["full", "pseudonymised"]
        on: date
        teams: dict[str, str]
        code: Annotated[str, Field(pattern="^[a-z]$")]
        months: int
        whole: bool

    sent = {"on": CANARY, "teams": CANARY, "code": CANARY, "months": CANARY, "whole": CANARY}
    with pytest.raises(ValidationError) as refusal:
        Body.model_validate(sent | {"profile": CANARY, CANARY: 1})
    errors = [error | {"loc": ("body", *error["loc"])} for error in refusal.value.errors()]
    assert problems_of(errors, model=Body, of_request=True) == [
        Problem("title", "This field is needed."),
        Problem("profile", "Write 'full' or 'pseudonymised'."),
        Problem("on", "Write the day as year-month-day, such as 2021-09-30."),
        Problem("teams", "Give an object with named fields."),
        Problem("code", "This is not in the expected form. Please check it."),
        Problem("months", "Write a whole number."),
        Problem("whole", "Answer yes or no (true or false)."),
        Problem(
            "body",
            "There is no such field. Known fields: title, profile, on, teams, code, months, whole.",
        ),
    ]


def test_all_problems_are_told_at_once_up_to_a_hundred() -> None:
    told = problems("act", example("act", type="beating", methods=["x"], place="here"))
    assert set(told) == {"type", "methods.0", "place"}
    with pytest.raises(Invalid) as refusal:
        parse("act", example("act", methods=["x"] * 500))
    assert len(refusal.value.problems) == MOST_PROBLEMS


def test_a_traceback_does_not_show_what_was_typed() -> None:
    with pytest.raises(Invalid) as refusal:
        parse("act", example("act", type=CANARY))
    shown = "".join(traceback.format_exception(refusal.value))
    assert CANARY not in shown
    assert "ValidationError" not in shown, "pydantic's error holds the rejected values"


def test_line_breaks_of_a_browser_become_plain_ones() -> None:
    content = parse("account", example("account", narrative=[{"text": "one\r\ntwo\rthree\tfour "}]))
    assert content.model_dump()["narrative"][0]["text"] == "one\ntwo\nthree\tfour "


@pytest.mark.parametrize("pseudonym", ["W-0001", "С-0001", "a.b_c", "Ї7", "9", "x" * 40])
def test_pseudonyms_may_be_of_any_script(pseudonym: str) -> None:
    assert parse("individual", {"pseudonym": pseudonym}).heading() == pseudonym


@pytest.mark.parametrize("pseudonym", ["W 1", "x" * 41, "a/b", "W\u20281", "<b>", "a,b", "W\u202e1"])
def test_pseudonyms_hold_no_spaces_or_signs(pseudonym: str) -> None:
    assert "pseudonym of up to 40" in problems("individual", {"pseudonym": pseudonym})["pseudonym"]


JUNK = st.sampled_from(
    [CANARY, f"{CANARY}\x00", [CANARY], {CANARY: CANARY}, [[CANARY]], {"text": {CANARY: 1}}, 10**400, -1, 1.5]
) | st.sampled_from([None, True, float("inf"), "", "\ud800", {}, [{}], [None]])


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in inner for place in _places(child, (*path, key)))]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(EXAMPLES), st.data())
def test_whatever_is_typed_the_answer_is_calm_and_does_not_repeat_it(
    case: tuple[str, dict[str, Any]], data: st.DataObject
) -> None:
    """Junk in any place, as a value or as a name, is refused or taken, and never answered with itself."""
    kind, content = case[0], {"content": copy.deepcopy(case[1])}
    path = data.draw(st.sampled_from([place for place in _places(content) if place]))
    holder: Any = content
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = data.draw(JUNK)
    if isinstance(holder, dict) and data.draw(st.booleans()):
        holder[CANARY] = 1
    try:
        parse(kind, content["content"])
    except Invalid as refusal:
        assert refusal.problems
        for problem in refusal.problems:
            assert CANARY not in problem.field + problem.message + str(refusal)
            assert problem.message != OTHERWISE, "this kind of problem needs a message of its own"
            assert problem.field
