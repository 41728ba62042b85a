"""Places, incidents of August 2021, and which unit was where."""

from typing import Any

from app.cli.demo.world import INVESTIGATOR, Content, Entry, between, cite, names, on, span


def _place(
    key: str, kind: str, english: str, belarusian: str, parent: str | None = None, **more: Any
) -> Entry:
    content = {"names": names(english, belarusian), "type": kind, "citations": cite("places_2019"), **more}
    return Entry(f"place.{key}", content if parent is None else {**content, "parent": f"@place.{parent}"})


def _incident(key: str, kind: str, english: str, belarusian: str, dates: Content, **more: Any) -> Entry:
    content = {"names": names(english, belarusian), "type": kind, "dates": dates, **more}
    return Entry(f"incident.{key}", {"citations": cite("square"), **content}, by=INVESTIGATOR)


def _positioning(
    unit: str, place: str, kind: str, dates: Content, cited: list[Content], **more: Any
) -> Entry:
    content = {"unit": f"@unit.{unit}", "place": f"@place.{place}", "class": kind, "dates": dates}
    return Entry(f"positioning.{unit}_{place}", {**content, "citations": cited, **more}, by=INVESTIGATOR)


_PLACES = (
    _place("orsk", "area", "Orsk-na-Nevi", "Орск-на-Неві", citations=cite("square")),
    _place("lindava", "area", "Lindava District", "Ліндаўскі раён", "orsk"),
    _place(
        "station_square", "street", "Station Square", "Прывакзальная плошча", "orsk", citations=cite("square")
    ),
    _place(
        "mill_street",
        "temporary_detention_facility",
        "Mill Street temporary detention facility",
        "Ізалятар часовага ўтрымання на Млынавай",
        "lindava",
        other_names=[{"text": "Мельничная", "language": "ru"}],
        address="Orsk-na-Nevi, Mill Street 4",
    ),
    _place("mill_street_yard", "yard", "Yard of the Mill Street facility", "Двор на Млынавай", "mill_street"),
    _place("mill_street_cell_14", "other", "Cell 14, Mill Street facility", "Камера 14", "mill_street"),
    _place("school", "school", "School No. 7", "Сярэдняя школа № 7", "orsk", citations=cite("square")),
    _place(
        "workshop",
        "workplace",
        "Print workshop on Canal Lane",
        "Друкарня на Канальным завулку",
        "orsk",
        citations=cite("captain"),
    ),
    _place("varozhsk_town", "area", "Varozhsk", "Варожск"),
    _place(
        "varozhsk",
        "isolation_centre",
        "Varozhsk isolation centre",
        "Цэнтр ізаляцыі ў Варожску",
        "varozhsk_town",
        address="Varozhsk, Harbour Lane 11",
    ),
)

_INCIDENTS = (
    _incident(
        "august",
        "other",
        "The protests of August 2021",
        "Пратэсты жніўня 2021 года",
        span("2021-08-09", "2021-08-29"),
        description="Gatherings against the grain tax in Orsk-na-Nevi and other towns, and what followed them.",
    ),
    _incident(
        "station_square",
        "dispersal_of_assembly",
        "Dispersal on Station Square",
        "Разгон на Прывакзальнай плошчы",
        on("2021-08-13"),
        place="@place.station_square",
        part_of="@incident.august",
        units_present=[
            {
                "unit": "@unit.second_company",
                "citations": cite("balcony_video", "From 1:40: the heron on the sleeves can be read."),
            },
            {
                "unit": "@unit.internal_regiment",
                "citations": cite("square", "Fourth paragraph"),
                "notes": "In the side streets. Presence is not guilt.",
            },
        ],
    ),
    _incident(
        "mill_street_night",
        "mass_arrest",
        "The night in the Mill Street yard",
        "Ноч у двары на Млынавай",
        span("2021-08-13", "2021-08-14"),
        place="@place.mill_street",
        part_of="@incident.august",
        description="People taken on Station Square were led through two rows and made to kneel until morning.",
    ),
    _incident(
        "school_night",
        "mass_arrest",
        "The night in School No. 7",
        "Ноч у сярэдняй школе № 7",
        span("2021-08-14", "2021-08-15"),
        place="@place.school",
        part_of="@incident.august",
    ),
    _incident(
        "transfer",
        "transfer",
        "Transfer from Mill Street to Varozhsk",
        "Этап з Млынавай у Варожск",
        on("2021-08-16"),
        place="@place.varozhsk",
        part_of="@incident.august",
    ),
    _incident(
        "workshop_raid",
        "raid",
        "Raid on the print workshop",
        "Ператрус у друкарні",
        on("2021-08-20"),
        place="@place.workshop",
        part_of="@incident.august",
        citations=cite("captain"),
    ),
)

_POSITIONINGS = (
    _positioning(
        "mill_street_administration",
        "mill_street",
        "runs_the_place",
        span("2019-03-15", "2021-08-27"),
        cite("places_2019", "p. 2"),
    ),
    _positioning(
        "varozhsk_administration",
        "varozhsk",
        "runs_the_place",
        span("2019-03-15", "2021-08-27"),
        cite("places_2019", "p. 4"),
    ),
    _positioning(
        "second_company", "station_square", "present", on("2021-08-13"), cite("balcony_video", "From 1:40")
    ),
    _positioning(
        "internal_regiment",
        "mill_street",
        "guards",
        span("2021-08-12", "2021-08-17"),
        cite("leaked_order", "Point 3"),
    ),
    _positioning(
        "fourth_company",
        "school",
        "present",
        between("2021-08-14", "2021-08-15"),
        cite("leaked_order", "Point 5"),
    ),
)

PLACES = (*_PLACES, *_INCIDENTS, *_POSITIONINGS)
