"""Persons and their postings: an acting commander for three weeks, a gap, a return, two claims in conflict."""

from typing import Any

from app.cli.demo.world import INVESTIGATOR, Content, Entry, between, cite, names, on, span


def _person(key: str, english: str, belarusian: str, cited: list[Content], **more: Any) -> Entry:
    content = {"names": names(english, belarusian), "citizenship": ["XN"], "citations": cited, **more}
    return Entry(f"person.{key}", content, by=INVESTIGATOR)


def _posting(
    key: str, unit: str, role: str, rank: str, dates: Content, cited: list[Content], **more: Any
) -> Entry:
    """A posting of the person whose key stands before the first `/`; the rest tells postings apart."""
    person, _, which = key.partition("/")
    content = {
        "person": f"@person.{person}",
        "unit": f"@unit.{unit}",
        "roles": [role],
        "rank": rank,
        "dates": dates,
        "citations": cited,
        **more,
    }
    return Entry(f"posting.{person}_{which or unit}", content, by=INVESTIGATOR)


_PERSONS = (
    _person("avistar", "Radamir Avistar", "Радамір Авістар", cite("orders_2018")),
    _person("mirahod", "Ihnat Mirahod", "Ігнат Мірагод", cite("orders_2018")),
    _person("kaladziec", "Sieviaryn Kaladziec", "Севярын Каладзец", cite("orders_august_2021")),
    _person(
        "velski",
        "Ardan Velski",
        "Ардан Вельскі",
        [*cite("orders_2018"), *cite("back_in_service")],
        other_names=[{"text": "Ардан Вельский", "language": "ru"}],
    ),
    _person("drahan", "Vieslau Drahan", "Веслаў Драган", cite("acting_commander")),
    _person(
        "karshtan",
        "Trajan Karshtan",
        "Траян Карштан",
        [*cite("orders_2020"), *cite("decorated")],
        born={"first_imprecise": "1979-01-01", "last_imprecise": "1979-12-31"},
    ),
    _person("shalamok", "Liavon Shalamok", "Лявон Шаламок", cite("captain")),
    _person("izbarski", "Marat Izbarski", "Марат Ізбарскі", cite("headquarters_broadcast")),
    _person("builavets", "Arsien Builavets", "Арсень Буйлавец", cite("orders_2020")),
    _person("tarbeich", "Vikenci Tarbeich", "Вікенцій Тарбеіч", cite("orders_2018")),
    _person(
        "lasianok", "Kazimir Lasianok", "Казімір Ласянок", cite("leaked_order", "Annex, shift of 13 August")
    ),
    _person("javar", "Tamara Javarysh", "Тамара Яварыш", cite("orders_2020")),
    _person("zhaludzen", "Evelina Zhaludzen", "Эвеліна Жалудзень", cite("courts_2020", "p. 2")),
    _person("astravuch", "Hardziej Astravuch", "Гардзей Астравух", cite("orders_2020")),
    _person("kaliaina", "Barnaba Kaliaina", "Барнаба Каляіна", cite("orders_2020", "p. 3")),
    _person("zatoka", "Viktaryn Zatoka", "Вікторын Затока", cite("border_2019", "Annex 2")),
    _person("palaznik", "Nichypar Palaznik", "Нічыпар Палазнік", cite("orders_2018")),
    _person("hlushak", "Taisia Hlushak", "Таісія Глушак", cite("orders_2020", "p. 4")),
)

_SHOWN_UNTIL = "2021-11-12"

_POSTINGS = (
    _posting(
        "avistar",
        "ministry",
        "minister",
        "lieutenant general",
        span("2018-02-09", _SHOWN_UNTIL, starts=True, ends=False),
        [*cite("orders_2018"), *cite("decorated", "Last paragraph")],
    ),
    _posting(
        "mirahod",
        "directorate",
        "head",
        "major general",
        span("2018-02-09", "2021-07-31", starts=True, ends=True),
        [*cite("orders_2018"), *cite("orders_july_2021", "Relieved of his post from 31 July")],
    ),
    _posting(
        "kaladziec",
        "directorate",
        "head",
        "colonel",
        span("2021-08-20", "2021-08-27", starts=True, ends=False),
        cite("orders_august_2021", "Appointed from 20 August"),
        notes="Between 31 July and 20 August no source shows a head of the directorate.",
    ),
    _posting(
        "velski/first",
        "regiment",
        "commander",
        "colonel",
        span("2018-02-09", "2021-08-08", starts=True, ends=True),
        [*cite("orders_2018"), *cite("acting_commander", "On leave since Monday")],
    ),
    _posting(
        "drahan/acting",
        "regiment",
        "acting_commander",
        "lieutenant colonel",
        span("2021-08-09", "2021-08-29", starts=True, ends=True),
        [*cite("acting_commander"), *cite("back_in_service")],
    ),
    _posting(
        "velski/second",
        "regiment",
        "commander",
        "colonel",
        span("2021-08-30", "2021-09-05", starts=True, ends=False),
        cite("back_in_service"),
        notes="A return after a gap is a posting of its own.",
    ),
    _posting(
        "drahan/deputy",
        "regiment",
        "deputy",
        "lieutenant colonel",
        span("2019-05-20", "2021-08-08", starts=False, ends=True),
        [*cite("anniversary", "p. 4"), *cite("acting_commander")],
    ),
    _posting(
        "karshtan",
        "second_company",
        "commander",
        "major",
        span("2020-11-01", _SHOWN_UNTIL, starts=True, ends=False),
        [*cite("orders_2020", "From 1 November"), *cite("decorated")],
        status="conflict",
    ),
    _posting(
        "shalamok",
        "second_company",
        "commander",
        "captain",
        between("2021-08-01", "2021-08-31"),
        cite("captain", "“my company”"),
        status="conflict",
        notes="The interview does not name the company. The gazette shows somebody else. Both claims stay.",
    ),
    _posting("shalamok/deputy", "second_company", "deputy", "captain", on("2020-11-06"), cite("orders_2020")),
    _posting(
        "izbarski",
        "headquarters",
        "head",
        "major general",
        span("2021-08-10", "2021-08-10"),
        cite("headquarters_broadcast", "“the head of the headquarters, General Izbarski”"),
    ),
    _posting(
        "builavets",
        "disorder_directorate",
        "head",
        "colonel",
        span("2020-11-06", "2021-11-12", starts=True, ends=False),
        [*cite("orders_2020"), *cite("decorated", "Guests")],
    ),
    _posting(
        "tarbeich",
        "mill_street_administration",
        "head",
        "lieutenant colonel of the internal service",
        span("2018-02-09", "2021-08-27", starts=True, ends=False),
        [*cite("orders_2018"), *cite("orders_august_2021")],
    ),
    _posting(
        "lasianok",
        "mill_street_administration",
        "shift_head",
        "major of the internal service",
        span("2021-08-13", "2021-08-14", starts=True, ends=True),
        cite("leaked_order", "Annex, shift of 13 August"),
        notes="A head of shift is not a commander.",
    ),
    _posting("zhaludzen", "lindava_court", "judge", "judge", on("2020-01-17"), cite("courts_2020", "p. 2")),
    _posting(
        "astravuch",
        "city_prosecutor",
        "head",
        "senior counsellor",
        span("2020-11-06", "2021-11-12", starts=True, ends=False),
        [*cite("orders_2020"), *cite("decorated", "Guests")],
    ),
    _posting(
        "kaliaina",
        "escort_company",
        "commander",
        "captain",
        span("2020-11-06", "2021-08-27", starts=True, ends=False),
        [*cite("orders_2020", "p. 3"), *cite("orders_august_2021")],
    ),
    _posting(
        "zatoka",
        "border_detachment",
        "commander",
        "major",
        between("2019-07-26", "2021-08-26", starts=False, ends=False),
        [*cite("border_2019", "Annex 2"), *cite("expelled", "Third paragraph")],
        status="work_needed",
        notes="The newspaper says “a major of the detachment” without a name.",
    ),
    _posting(
        "palaznik",
        "varozhsk_administration",
        "head",
        "major of the internal service",
        span("2018-02-09", "2021-08-27", starts=True, ends=False),
        [*cite("orders_2018"), *cite("orders_august_2021")],
    ),
    _posting(
        "hlushak",
        "varozhsk_administration",
        "medical_officer",
        "senior paramedic",
        on("2020-11-06"),
        cite("orders_2020", "p. 4"),
        notes="A medical officer is not a commander.",
    ),
    _posting(
        "javar", "lindava_prosecutor", "prosecutor", "counsellor", on("2020-11-06"), cite("orders_2020")
    ),
)

PEOPLE = (*_PERSONS, *_POSTINGS)
