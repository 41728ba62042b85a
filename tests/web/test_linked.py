"""What is linked to a post: under headings that say no more than the records do, each record once, acts counted alone."""

import pytest

from app.domain.forces.views import Linked
from app.records.case_vocabularies import DEGREES
from app.records.events import ALLEGED, Reports
from app.web.linked import Heading, Told, counted, heading_of, told


def link(record: str = "act", kind: str = "act", degree: str | None = "carried_out", **more: str) -> Linked:
    involvement = None if degree == "" else "involvement"
    return Linked(
        record=record,
        case="case",
        kind=kind,
        title=record,
        dates=None,
        party=more.get("party", "company"),
        involvement=more.get("involvement", involvement),
        degree=degree or None,
        certainty=None,
        reports=Reports(more.get("reports", "supported")),
        grade="possible",
    )


def headings(groups: tuple[Told, ...]) -> dict[str, list[str]]:
    return {group.heading: [row.record for row in group.rows] for group in groups}


@pytest.mark.parametrize(
    ("degree", "heading"),
    [
        *(
            (degree, Heading.done)
            for degree in ("carried_out", "ordered", "assisted", "present_did_not_stop")
        ),
        ("superior_who_knew", Heading.knew),
        (ALLEGED, Heading.alleged),
        *((degree, Heading.handled) for degree in ("judged", "prosecuted", "refused_the_complaint")),
        *((degree, Heading.handled) for degree in ("signed_the_record", "certified_fit", "refused_care")),
        *((degree, Heading.in_favour) for degree in ("refused_to_take_part", "tried_to_stop", "helped")),
        (None, Heading.unsaid),
        ("", Heading.present),
    ],
)
def test_only_what_somebody_did_stands_under_what_was_done(degree: str | None, heading: Heading) -> None:
    assert heading_of(link(degree=degree)) is heading


def test_every_degree_has_a_heading_and_few_of_them_are_what_was_done() -> None:
    done = {code for code in DEGREES.codes if heading_of(link(degree=code)) is Heading.done}
    assert done == {"carried_out", "ordered", "assisted", "present_did_not_stop"}


def test_a_record_with_two_involvements_is_one_row_that_says_both() -> None:
    (group,) = told([link(party="company"), link("other"), link(party="battalion", degree="ordered")])
    assert [row.record for row in group.rows] == ["act", "other"]
    assert [(one.party, one.degree) for one in group.rows[0].said] == [
        ("company", "carried_out"),
        ("battalion", "ordered"),
    ]


def test_a_record_stands_under_each_heading_with_what_is_said_there_alone() -> None:
    groups = told([link(), link(party="prosecutor", degree="refused_the_complaint")])
    assert headings(groups) == {"done": ["act"], "handled": ["act"]}
    assert [one.party for group in groups for row in group.rows for one in row.said] == [
        "company",
        "prosecutor",
    ]


def test_acts_are_counted_alone_and_never_added_to_the_incident_they_belong_to() -> None:
    (group,) = told([link("one"), link("two"), link("two", party="other"), link("night", "incident")])
    assert counted(group.rows) == "2 acts, 1 incident"


def test_an_incident_does_not_say_once_more_what_each_of_its_acts_says() -> None:
    same = [link("night", "incident", involvement=number) for number in ("first", "second")]
    (group,) = told([*same, link("night", "incident", "ordered"), *(link(), link(involvement="another"))])
    night, act = group.rows
    assert [(one.involvement, one.degree) for one in night.said] == [
        ("first", "carried_out"),
        ("involvement", "ordered"),
    ]
    assert len(act.said) == 2


def test_headings_come_in_one_order_and_empty_ones_not_at_all() -> None:
    groups = told([link(degree="helped"), link("night", "incident", ""), link("other", degree=ALLEGED)])
    assert [group.heading for group in groups] == [Heading.alleged, Heading.present, Heading.in_favour]
    assert told([]) == ()


@pytest.mark.parametrize("degree", ["carried_out", "refused_care", "tried_to_stop", ""])
def test_what_all_who_tell_of_it_contradict_stands_apart(degree: str) -> None:
    assert heading_of(link(degree=degree, reports="contradicted")) is Heading.denied
    assert heading_of(link(degree=degree, reports="disputed")) is heading_of(link(degree=degree))
