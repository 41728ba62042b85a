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
    _place("varozhsk_cell_6", "other", "Cell 6, Varozhsk isolation centre", "Камера 6, Варожск", "varozhsk"),
    _place(
        "varozhsk_punishment",
        "punishment_cell",
        "Punishment cell, Varozhsk isolation centre",
        "Карцар, Варожск",
        "varozhsk",
    ),
    _place("grain_exchange", "street", "Grain Exchange", "Збожжавая біржа", "orsk", citations=cite("square")),
    _place(
        "hospital",
        "hospital",
        "Municipal Hospital of Orsk-na-Nevi",
        "Гарадская бальніца Орска-на-Неві",
        "orsk",
        citations=cite("hospital_statement"),
    ),
    _place(
        "court",
        "court",
        "Lindava District Court",
        "Суд Ліндаўскага раёна",
        "lindava",
        citations=cite("court_corridor"),
        address="Orsk-na-Nevi, Lime Avenue 2",
    ),
    _place(
        "depot",
        "workplace",
        "Carriage depot of Orsk-na-Nevi",
        "Вагоннае дэпо Орска-на-Неві",
        "orsk",
        citations=cite("depot_strike"),
    ),
    _place(
        "cellar",
        "other",
        "A cellar in Orsk-na-Nevi, not found yet",
        "Падвал у Орску-на-Неві, яшчэ не знойдзены",
        "orsk",
        citations=cite("cellars"),
        status="work_needed",
        notes="Twelve or fourteen steps down, pipes along the corridor, a tram above. No source shows where it is.",
    ),
    _place(
        "halt",
        "street",
        "Lay-by at kilometre 61 of the Varozhsk road",
        "Адстойнік на 61-м кіламетры",
        "varozhsk_town",
        citations=cite("law_2015", "Annex of roads"),
    ),
    _place(
        "stony_ford",
        "border_crossing",
        "Stony Ford crossing",
        "Пераход «Камяністы Брод»",
        citations=cite("border_2019", "Annex 2"),
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
        "grain_exchange",
        "dispersal_of_assembly",
        "First evening on the steps of the Grain Exchange",
        "Першы вечар на прыступках Збожжавай біржы",
        on("2021-08-09"),
        place="@place.grain_exchange",
        part_of="@incident.august",
        citations=cite("grain_exchange", "Frames 4 to 22"),
    ),
    _incident(
        "hospital_removal",
        "other",
        "Removal of a patient from the Municipal Hospital",
        "Вываз пацыента з гарадской бальніцы",
        on("2021-08-18"),
        place="@place.hospital",
        part_of="@incident.august",
        citations=cite("hospital_statement", "The hospital says that nobody was removed."),
        status="conflict",
    ),
    _incident(
        "court_week",
        "trial",
        "Hearings by video of the Lindava District Court",
        "Відэаслуханні суда Ліндаўскага раёна",
        span("2021-08-17", "2021-08-24"),
        place="@place.court",
        part_of="@incident.august",
        citations=cite("court_corridor"),
    ),
    _incident(
        "varozhsk_death",
        "killing",
        "Death of a detainee of the Varozhsk isolation centre",
        "Смерць затрыманага ў Варожскім цэнтры ізаляцыі",
        between("2021-08-19", "2021-08-21"),
        place="@place.varozhsk",
        part_of="@incident.august",
        citations=cite("tuner"),
        status="conflict",
        notes="The certificate and the newspaper give two days.",
    ),
    _incident(
        "depot_strike",
        "mass_arrest",
        "Arrests after the strike at the carriage depot",
        "Арышты пасля забастоўкі ў вагонным дэпо",
        span("2021-08-24", "2021-08-29"),
        place="@place.depot",
        part_of="@incident.august",
        citations=cite("depot_strike"),
    ),
    _incident(
        "border",
        "border_expulsion",
        "Expulsion at Stony Ford",
        "Высылка праз Камяністы Брод",
        on("2021-08-25"),
        place="@place.stony_ford",
        part_of="@incident.august",
        citations=cite("expelled"),
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
        "border_detachment",
        "stony_ford",
        "runs_the_place",
        span("2019-07-26", "2021-08-26"),
        [*cite("border_2019", "Annex 2"), *cite("expelled")],
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
