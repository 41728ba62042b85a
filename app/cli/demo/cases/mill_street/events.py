"""Detentions and acts: what was done to whom, where, when, and who tells of it."""

from typing import Any

from app.cli.demo.world import Amendment, Content, Entry, Step, between, on, span, told

NIGHT = span("2021-08-13", "2021-08-14")
_SQUARE, _YARD, _FACILITY = "@place.station_square", "@place.mill_street_yard", "@place.mill_street"


def _cell_14(*conditions: str, **more: Any) -> Content:
    return {
        "place": "@place.mill_street_cell_14",
        "dates": span("2021-08-14", "2021-08-16"),
        "cell": "14",
        "cell_capacity": 6,
        "conditions": list(conditions),
        "lawyer": "denied",
        "family": "denied",
        **more,
    }


def _detention(individual: str, account: str, *paragraphs: int, **more: Any) -> Entry:
    content = {
        "individual": f"@individual.{individual}",
        "reported_in": [told(account, *paragraphs)],
        "incident": "@incident.mill_street_night",
        "release": {"dates": on("2021-08-16"), "place": _FACILITY},
        **more,
    }
    return Entry(f"detention.{individual}", content)


def _arrest(who: str, **more: str) -> Content:
    return {"dates": on("2021-08-13"), "place": _SQUARE, "who": who, **more}


DETENTIONS: tuple[Step, ...] = (
    _detention(
        "w0001",
        "w0001_first",
        2,
        5,
        6,
        arrest=_arrest(
            "Men in black with shields and helmets",
            time="21:35",
            uniforms="Black, a grey heron on the left sleeve",
            vehicles="White minibus, plate 47-12",
            force_used="Knocked down, arm twisted, dragged",
        ),
        stays=[
            {"place": _YARD, "dates": NIGHT, "arrived": "23:00"},
            _cell_14("overcrowded", "no_water", "bleach_poured", persons_in_cell=32, doctor="limited"),
        ],
        release={
            "dates": on("2021-08-16"),
            "time": "19:00",
            "place": _FACILITY,
            "condition": "Signed that he had no claims.",
        },
    ),
    Amendment(
        "detention.w0001",
        {
            "reported_in": [told("w0001_first", 2, 5, 6), told("w0001_correction", 2)],
            "stays": [
                {"place": _YARD, "dates": on("2021-08-14"), "arrived": "01:00"},
                _cell_14("overcrowded", "no_water", "bleach_poured", persons_in_cell=32, doctor="limited"),
            ],
        },
        "The witness corrected the hour of his arrival; his call log agrees.",
    ),
    _detention(
        "w0002",
        "w0002_first",
        1,
        2,
        5,
        arrest=_arrest(
            "Men in black", time="21:40", force_used="Telephone knocked out of his hand and crushed"
        ),
        stays=[{"place": _YARD, "dates": NIGHT}, _cell_14("overcrowded")],
        disappearance={
            "whereabouts_denied": True,
            "denied_by": "The window at the gate of the Mill Street facility",
            "dates": span("2021-08-14", "2021-08-15"),
        },
    ),
    _detention(
        "w0003",
        "w0003_first",
        1,
        2,
        5,
        arrest=_arrest("Two men in black", vehicles="White minibus"),
        stays=[
            {"place": _YARD, "dates": on("2021-08-14"), "arrived": "00:50"},
            _cell_14("overcrowded", doctor="limited"),
        ],
    ),
    _detention(
        "w0007",
        "w0007_first",
        1,
        3,
        4,
        arrest=_arrest("Men in black"),
        stays=[
            {
                "place": _FACILITY,
                "dates": span("2021-08-14", "2021-08-16"),
                "cell_capacity": 4,
                "persons_in_cell": 14,
                "conditions": ["overcrowded", "lights_always_on", "bleach_poured", "no_medicines"],
            }
        ],
    ),
)


def _act(key: str, kind: str, reported_in: list[Content], dates: Content, **more: Any) -> Entry:
    """An act against the individual whose key stands before the first `_`."""
    content = {
        "individual": f"@individual.{key.partition('_')[0]}",
        "reported_in": reported_in,
        "type": kind,
        "dates": dates,
        "incident": "@incident.mill_street_night",
        **more,
    }
    return Entry(f"act.{key}", content)


ACTS: tuple[Step, ...] = (
    _act(
        "w0001_arrest",
        "arbitrary_detention",
        [told("w0001_first", 1, 2)],
        on("2021-08-13"),
        incident="@incident.station_square",
        place=_SQUARE,
        detention="@detention.w0001",
        methods=["beating_with_batons"],
        grounds=["opinion"],
    ),
    _act(
        "w0001_gauntlet",
        "torture",
        [told("w0001_first", 3), told("w0001_correction", 2)],
        between("2021-08-13", "2021-08-14"),
        place=_YARD,
        place_described="Between the van and the door",
        detention="@detention.w0001",
        methods=["gauntlet", "beating_with_batons"],
        objects=["Rubber batons"],
        stated_purposes=["punish"],
        grounds=["opinion"],
        injuries=[
            {"view": "back", "x": 0.5, "y": 0.35, "description": "Bruises across the back"},
            {"view": "front", "x": 0.4, "y": 0.38, "description": "A cracked rib"},
        ],
    ),
    _act(
        "w0001_yard",
        "torture",
        [told("w0001_first", 3, 4)],
        on("2021-08-14"),
        place=_YARD,
        detention="@detention.w0001",
        methods=["forced_kneeling", "beating_with_batons", "paint_marking"],
        duration="Until the morning",
        said="“Mark this one.”",
        stated_purposes=["punish", "intimidate"],
        injuries=[{"view": "feet", "x": 0.7, "y": 0.2, "description": "No feeling in two toes"}],
        physical_consequences="No feeling in two toes of the right foot, still in January 2022.",
    ),
    _act(
        "w0002_van",
        "torture",
        [told("w0002_first", 2)],
        on("2021-08-13"),
        incident="@incident.station_square",
        place_described="In a minibus, on the way",
        detention="@detention.w0002",
        methods=["beating_with_batons"],
        asked="The password of a telephone; who pays; who is “the senior one”.",
        stated_purposes=["extract_information"],
        injuries=[{"view": "back", "x": 0.42, "y": 0.6, "description": "Bruise from knee to waist"}],
    ),
    _act(
        "w0002_gauntlet",
        "torture",
        [told("w0002_first", 3)],
        between("2021-08-13", "2021-08-14"),
        place=_YARD,
        detention="@detention.w0002",
        methods=["gauntlet", "beating_with_batons"],
    ),
    _act(
        "w0002_room",
        "torture",
        [told("w0002_first", 4, 6), told("w0005_first", 4, known="saw")],
        on("2021-08-14"),
        place=_FACILITY,
        place_described="A room without a window",
        detention="@detention.w0002",
        methods=["lastochka"],
        objects=["A belt"],
        stated_purposes=["extract_statement"],
        injuries=[{"view": "hands", "description": "Numbness of both hands after compression"}],
        physical_consequences="The right hand has not recovered.",
    ),
    _act(
        "w0002_video",
        "forced_video",
        [told("w0002_first", 4)],
        on("2021-08-14"),
        place=_FACILITY,
        detention="@detention.w0002",
        stated_purposes=["extract_statement"],
    ),
    _act(
        "w0003_gauntlet",
        "torture",
        [told("w0003_first", 2)],
        on("2021-08-14"),
        time="00:50",
        place=_YARD,
        detention="@detention.w0003",
        methods=["gauntlet", "beating_with_batons"],
        injuries=[{"view": "head", "description": "Deaf on one ear for two days"}],
    ),
    _act(
        "w0003_yard",
        "cruel_inhuman_degrading_treatment",
        [told("w0003_first", 3, 4)],
        on("2021-08-14"),
        place=_YARD,
        detention="@detention.w0003",
        methods=["forced_kneeling", "beating"],
        duration="About five hours",
        asked="For whom he delivers; which customers were on the square.",
    ),
    _act(
        "m0006_refusal",
        "denial_of_medical_care",
        [told("w0004_own", 1, 4, known="saw"), told("w0001_first", 5, known="saw")],
        on("2021-08-14"),
        place=_FACILITY,
        said="“Dress it and leave.”",
    ),
    _act(
        "w0007_search",
        "cruel_inhuman_degrading_treatment",
        [told("w0007_first", 2)],
        on("2021-08-13"),
        place=_FACILITY,
        detention="@detention.w0007",
        methods=["strip_search", "humiliation"],
        said="“You wanted to be seen.”",
    ),
    _act(
        "w0007_threat",
        "threat",
        [told("w0007_first", 4)],
        on("2021-08-15"),
        place=_FACILITY,
        detention="@detention.w0007",
        methods=["threat_to_family"],
        stated_purposes=["extract_statement"],
    ),
)

GROUPS: tuple[Step, ...] = (
    Entry(
        "group.cell_14",
        {
            "counted": "people in cell 14",
            "minimum": 30,
            "maximum": 32,
            "roles": ["victim"],
            "dates": span("2021-08-14", "2021-08-16"),
            "place": "@place.mill_street_cell_14",
            "reported_in": [told("w0001_first", 5, known="saw")],
        },
    ),
    Entry(
        "group.yard",
        {
            "counted": "people kneeling in the yard",
            "minimum": 26,
            "roles": ["victim"],
            "dates": on("2021-08-14"),
            "place": _YARD,
            "incident": "@incident.mill_street_night",
            "reported_in": [told("w0004_own", 2, known="saw")],
        },
    ),
)

EVENTS = (*DETENTIONS, *ACTS, *GROUPS)
