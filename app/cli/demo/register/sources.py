"""Open sources, one restricted source, and the recipients of bundles. Every address is under `.example`."""

from typing import Any

from app.cli.demo.world import LAWYER, Entry

GAZETTE, COURIER, RADIO = "State Gazette of Nevaria", "The Orsk Courier", "Radio Ilmen"


def _source(key: str, title: str, kind: str, published_on: str, **more: Any) -> Entry:
    return Entry(
        f"source.{key}",
        {"title": title, "type": kind, "published_on": published_on, "accessed_on": "2021-12-02", **more},
    )


def _gazette(key: str, number: str, subject: str, published_on: str) -> Entry:
    return _source(
        key,
        f"{GAZETTE}, no. {number}: {subject}",
        "official_record",
        published_on,
        publication=GAZETTE,
        language="be",
        url=f"https://gazette.nevaria.example/{published_on[:4]}/{number.partition(' ')[0]}",
        reliability="usually_reliable",
    )


def _courier(key: str, title: str, published_on: str, reliability: str = "fairly_reliable") -> Entry:
    return _source(
        key,
        f"{COURIER}: {title}",
        "web_page",
        published_on,
        publication=COURIER,
        language="ru",
        url=f"https://courier.nevaria.example/{published_on.replace('-', '/')}/{key.replace('_', '-')}",
        archive_url=f"https://archive.example/{published_on}/{key}",
        reliability=reliability,
    )


SOURCES = (
    _gazette("law_2015", "22 of 2015", "Law on the special police", "2015-06-04"),
    _gazette("orders_2018", "6 of 2018", "Orders on personnel", "2018-02-09"),
    _gazette("orders_2020", "44 of 2020", "Orders on personnel", "2020-11-06"),
    _gazette("orders_july_2021", "29 of 2021", "Orders on personnel", "2021-08-05"),
    _gazette("orders_august_2021", "33 of 2021", "Orders on personnel", "2021-08-27"),
    _gazette("places_2019", "11 of 2019", "List of places of detention", "2019-03-15"),
    _courier("acting_commander", "Drahan leads the regiment while its commander is on leave", "2021-08-10"),
    _courier("back_in_service", "Colonel Velski: “I have been back since 30 August”", "2021-09-05"),
    _courier("decorated", "The head of a company is decorated", "2021-11-12"),
    _courier("captain", "Captain Shalamok: “My company did its duty in August”", "2021-10-03"),
    _courier("square", "What happened on Station Square", "2021-08-14"),
    _source(
        "headquarters_broadcast",
        f"{RADIO}: Evening news of 10 August 2021",
        "other",
        "2021-08-10",
        publication=RADIO,
        language="be",
        url="https://ilmen.nevaria.example/news/2021-08-10",
        reliability="usually_reliable",
    ),
    _source(
        "balcony_video",
        "Video from a balcony over Station Square, 13 August 2021, 6 minutes",
        "video",
        "2021-08-14",
        url="https://video.nevaria.example/w/station-square-balcony",
        archive_url="https://archive.example/2021-08-14/station-square-balcony",
        sha256="8b1f0c3d5e7a92b46c8d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d",
        reliability="cannot_be_judged",
    ),
    _source(
        "anniversary",
        "Ten years of the First Special Police Regiment, a brochure",
        "document",
        "2019-05-20",
        author="Press office of the regiment",
        language="ru",
        reliability="usually_reliable",
    ),
    Entry(
        "source.leaked_order",
        {
            "title": "Order no. 4 of the operational headquarters, a copy given by an insider",
            "type": "official_record",
            "language": "ru",
            "created": {"first_precise": "2021-08-09", "last_precise": "2021-08-09"},
            "reliability": "usually_reliable",
            "restricted": True,
            "notes": "Two persons at most can have had this copy. Ask the lawyer before it is shown to anybody.",
        },
        by=LAWYER,
    ),
    Entry(
        "recipient.federal_prosecutor",
        {
            "authority": "Federal Prosecutor",
            "jurisdiction": "DE",
            "type": "national_prosecutor",
            "contact": "Unit for crimes under international law, file office (fictional)",
            "conditions_checked": ["no_death_penalty", "fair_trial"],
            "notes": "Asked in writing for accounts of August 2021. A fictional authority of this demo.",
        },
        by=LAWYER,
    ),
    Entry(
        "recipient.mechanism",
        {
            "authority": "Independent Mechanism for Nevaria",
            "jurisdiction": "UN",
            "type": "un_mechanism",
            "contact": "Evidence section (fictional)",
            "conditions_checked": ["no_death_penalty", "fair_trial"],
        },
        by=LAWYER,
    ),
)
