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
    _gazette("border_2019", "30 of 2019", "Law on the border guard", "2019-07-26"),
    _gazette("courts_2020", "2 of 2020", "Appointment of judges", "2020-01-17"),
    _courier("acting_commander", "Drahan leads the regiment while its commander is on leave", "2021-08-10"),
    _courier("back_in_service", "Colonel Velski: “I have been back since 30 August”", "2021-09-05"),
    _courier("decorated", "The head of a company is decorated", "2021-11-12"),
    _courier("captain", "Captain Shalamok: “My company did its duty in August”", "2021-10-03"),
    _courier("square", "What happened on Station Square", "2021-08-14"),
    _courier("cellars", "A cellar that stands on no list", "2021-10-09"),
    _courier("court_corridor", "Forty-one rulings in a morning", "2021-08-19"),
    _courier("depot_strike", "Sixty men sit on their benches", "2021-08-24"),
    _courier("expelled", "Across the border on foot, with half a passport", "2021-08-26"),
    _courier("tuner", "A piano tuner is dead. The certificate says: hospital", "2021-08-27"),
    _source(
        "hospital_statement",
        "Statement of the Municipal Hospital: no patient was removed",
        "document",
        "2021-08-20",
        author="Administration of the Municipal Hospital",
        language="ru",
        reliability="not_usually_reliable",
    ),
    _source(
        "grain_exchange",
        "Photographs from the steps of the Grain Exchange, 9 August 2021, a series of 31",
        "photograph",
        "2021-08-10",
        url="https://photos.nevaria.example/series/grain-exchange",
        reliability="fairly_reliable",
    ),
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
        "source.patch_list",
        {
            "title": "List of patches handed in on 14 August 2021, a photograph given by an insider",
            "type": "photograph",
            "language": "ru",
            "created": {"first_precise": "2021-08-14", "last_precise": "2021-08-14"},
            "reliability": "usually_reliable",
            "restricted": True,
            "notes": "Thirty-eight numbers of groups with signatures. No surnames.",
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
    Entry(
        "recipient.tribunal",
        {
            "authority": "Tribunal for Nevaria",
            "type": "international_court",
            "contact": "Registry, evidence unit (fictional)",
            "notes": "Not in session yet. Nothing has been sent; its rules on witnesses are being read.",
        },
        by=LAWYER,
    ),
    Entry(
        "recipient.partner",
        {
            "authority": "Archive of the Neighbours",
            "jurisdiction": "LT",
            "type": "ngo_partner",
            "contact": "By the safe channel alone (fictional)",
        },
        by=LAWYER,
    ),
)
