"""Units, and what each belongs to: command in law and in fact, administration, membership, dates of each kind."""

from typing import Any

from app.cli.demo.world import INVESTIGATOR, Content, Entry, between, cite, names, on, span


def _unit(key: str, kind: str, english: str, belarusian: str, cited: list[Content], **more: Any) -> Entry:
    return Entry(
        f"unit.{key}",
        {"names": names(english, belarusian), "type": kind, "country": "XN", "citations": cited, **more},
        by=INVESTIGATOR,
    )


def _relation(
    subordinate: str, superior: str, kind: str, cited: list[Content], dates: Content | None, **more: Any
) -> Entry:
    content = {
        "subordinate": f"@unit.{subordinate}",
        "superior": f"@unit.{superior}",
        "class": kind,
        "citations": cited,
        **({} if dates is None else {"dates": dates}),
        **more,
    }
    return Entry(f"relation.{subordinate}_{superior}", content, by=INVESTIGATOR)


_LAW = cite("law_2015", "Articles 2 to 9")

UNITS = (
    _unit("ministry", "police", "Ministry of Public Safety", "Міністэрства грамадскай бяспекі", _LAW),
    _unit(
        "directorate",
        "police",
        "Directorate of the Special Police",
        "Упраўленне спецыяльнай паліцыі",
        _LAW,
        other_names=[{"text": "DSP", "language": "en"}],
    ),
    _unit(
        "regiment",
        "riot_police",
        "First Special Police Regiment",
        "Першы полк спецыяльнай паліцыі",
        _LAW,
        other_names=[{"text": "the Herons", "language": "en"}, {"text": "Чаплі", "language": "be"}],
        insignia="A grey heron on a black field, on the left sleeve. Black uniform, black helmet.",
    ),
    _unit(
        "second_company",
        "riot_police",
        "Second Patrol Company",
        "Другая патрульная рота",
        cite("anniversary", "p. 12"),
        insignia="The heron of the regiment; white minibuses without signs, plates 47-10 to 47-19.",
        dates=span("2016-01-15", "2021-11-12", starts=True, ends=False),
    ),
    _unit(
        "fourth_company",
        "riot_police",
        "Fourth Patrol Company",
        "Чацвёртая патрульная рота",
        cite("anniversary", "p. 14"),
        insignia="A yellow 4 in a circle on the shoulder, beside the heron.",
    ),
    _unit(
        "third_platoon",
        "riot_police",
        "Third Platoon of the Second Patrol Company",
        "Трэці ўзвод Другой патрульнай роты",
        cite("anniversary", "p. 13"),
    ),
    _unit(
        "headquarters",
        "police",
        "Operational Headquarters for Orsk-na-Nevi",
        "Аператыўны штаб па Орску-на-Неві",
        cite("headquarters_broadcast", "Second report"),
        dates=span("2021-08-09", "2021-08-29", starts=True, ends=True),
    ),
    _unit(
        "city_police",
        "police",
        "City Police of Orsk-na-Nevi",
        "Гарадская паліцыя Орска-на-Неві",
        _LAW,
    ),
    _unit(
        "internal_regiment",
        "internal_troops",
        "Ninth Regiment of the Interior Guard",
        "Дзявяты полк унутранай варты",
        cite("law_2015", "Article 12"),
        insignia="Green field uniform, no patch; conscripts.",
    ),
    _unit(
        "disorder_directorate",
        "organised_crime_directorate",
        "Directorate against Collective Disorder",
        "Упраўленне па барацьбе з калектыўнымі беспарадкамі",
        cite("law_2015", "Article 15"),
        other_names=[{"text": "DCD", "language": "en"}],
        insignia="Civilian clothes; at raids, vests with the letters DCD.",
    ),
    _unit(
        "detention_service",
        "prison_service",
        "Service of Places of Detention",
        "Служба месцаў затрымання",
        cite("places_2019", "p. 1"),
    ),
    _unit(
        "mill_street_administration",
        "facility_administration",
        "Administration of the Mill Street Facility",
        "Адміністрацыя ізалятара на Млынавай",
        cite("places_2019", "p. 2"),
    ),
    _unit(
        "varozhsk_administration",
        "facility_administration",
        "Administration of the Varozhsk Isolation Centre",
        "Адміністрацыя Варожскага ізалятара",
        cite("places_2019", "p. 4"),
    ),
    _unit(
        "escort_company",
        "internal_troops",
        "Escort Company of the Ninth Regiment",
        "Канвойная рота Дзявятага палка",
        cite("law_2015", "Article 13"),
        insignia="Green field uniform, no patch; on papers a round seal with the figure nine.",
    ),
    _unit(
        "border_detachment",
        "border_guard",
        "Southern Detachment of the Border Guard",
        "Паўднёвы атрад памежнай варты",
        cite("border_2019", "Annex 2"),
        insignia="Grey-green caps with a blue band.",
    ),
    _unit(
        "lindava_court",
        "court",
        "Lindava District Court",
        "Суд Ліндаўскага раёна",
        cite("courts_2020", "p. 1"),
    ),
    _unit(
        "city_court",
        "court",
        "City Court of Orsk-na-Nevi",
        "Гарадскі суд Орска-на-Неві",
        cite("courts_2020", "p. 1"),
    ),
    _unit(
        "city_prosecutor",
        "prosecutor",
        "Prosecutor's Office of Orsk-na-Nevi",
        "Пракуратура Орска-на-Неві",
        cite("law_2015", "Article 30"),
    ),
    _unit(
        "committee",
        "investigative_committee",
        "Investigative Committee of Nevaria",
        "Следчы камітэт Неварыі",
        cite("law_2015", "Article 33"),
    ),
    _unit(
        "lindava_prosecutor",
        "prosecutor",
        "Prosecutor's Office of the Lindava District",
        "Пракуратура Ліндаўскага раёна",
        cite("law_2015", "Article 31"),
    ),
)

RELATIONS = (
    _relation(
        "directorate", "ministry", "command", _LAW, span("2015-06-04", "2021-11-12"), control="de_jure"
    ),
    _relation(
        "regiment", "directorate", "command", _LAW, span("2016-01-15", "2021-11-12"), control="de_jure"
    ),
    _relation(
        "regiment",
        "headquarters",
        "command",
        [*cite("leaked_order", "Point 2"), *cite("headquarters_broadcast", "Second report")],
        span("2021-08-09", "2021-08-29", starts=True, ends=True),
        control="de_facto",
        notes="For these three weeks orders came from the headquarters, whatever the law says.",
    ),
    _relation("headquarters", "ministry", "command", cite("headquarters_broadcast"), on("2021-08-10")),
    _relation(
        "regiment",
        "city_police",
        "administrative",
        cite("anniversary", "p. 3"),
        span("2016-01-15", "2019-05-20"),
        notes="Pay and supplies only. It says nothing about command.",
    ),
    _relation(
        "second_company",
        "regiment",
        "command",
        [*cite("anniversary", "p. 12"), *cite("decorated")],
        span("2016-01-15", "2021-11-12", starts=True, ends=False),
        control="de_jure",
    ),
    _relation(
        "fourth_company",
        "regiment",
        "command",
        cite("anniversary", "p. 14"),
        between("2019-01-01", "2019-05-20", starts=False, ends=False),
        control="de_jure",
        status="work_needed",
        notes="Shown in 2019 only: for August 2021 this is possible, not certain.",
    ),
    _relation(
        "third_platoon", "second_company", "membership", cite("anniversary", "p. 13"), on("2019-05-20")
    ),
    _relation(
        "internal_regiment",
        "headquarters",
        "command",
        cite("leaked_order", "Point 3"),
        span("2021-08-12", "2021-08-17"),
        control="de_facto",
    ),
    _relation(
        "escort_company",
        "internal_regiment",
        "command",
        cite("law_2015", "Article 13"),
        span("2015-06-04", "2021-11-12"),
        control="de_jure",
    ),
    _relation(
        "lindava_prosecutor", "city_prosecutor", "administrative", cite("law_2015", "Article 31"), None
    ),
    _relation("disorder_directorate", "ministry", "command", _LAW, span("2015-06-04", "2021-11-12")),
    _relation("city_police", "ministry", "command", _LAW, span("2015-06-04", "2021-11-12")),
    _relation("detention_service", "ministry", "command", cite("places_2019", "p. 1"), None),
    _relation(
        "mill_street_administration",
        "detention_service",
        "command",
        cite("places_2019", "p. 2"),
        span("2019-03-15", "2021-08-27"),
    ),
    _relation(
        "varozhsk_administration",
        "detention_service",
        "command",
        cite("places_2019", "p. 4"),
        span("2019-03-15", "2021-08-27"),
    ),
)

FORCES = (*UNITS, *RELATIONS)
