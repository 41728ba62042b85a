"""What is recorded for and against the superior responsibility of one commander: each element has something."""

from typing import Any

from app.cli.demo.world import INVESTIGATOR, Content, Entry, cite, on, span


def _item(key: str, element: str, text: str, cited: list[Content], **more: Any) -> Entry:
    content = {
        "person": "@person.karshtan",
        "unit": "@unit.second_company",
        "element": element,
        "text": text,
        "stance": "supports",
        "citations": cited,
        **more,
    }
    return Entry(f"superior_responsibility.{key}", content, by=INVESTIGATOR)


SUPERIOR = (
    _item(
        "post",
        "position",
        "Appointed commander of the company by an order that was published.",
        cite("orders_2020"),
        about="formal_post",
        dates=on("2020-11-01", starts=True, ends=False),
    ),
    _item(
        "order_of_the_day",
        "effective_control",
        "The order of the day places the company on the square and names the commander who gave it.",
        cite("leaked_order", "Point 3"),
        about="orders_given",
        dates=span("2021-08-12", "2021-08-17"),
    ),
    _item(
        "under_others",
        "effective_control",
        "For these days the order puts the units on the square under the headquarters.",
        cite("leaked_order", "Point 3"),
        about="orders_given",
        stance="contradicts",
        dates=span("2021-08-12", "2021-08-17"),
    ),
    _item(
        "broadcast",
        "knowledge",
        "The radio reported what the headquarters said of the coming days.",
        cite("headquarters_broadcast"),
        about="media_reports",
        dates=on("2021-08-10"),
    ),
    _item(
        "decorated",
        "measures",
        "The commander was decorated; no inquiry is known.",
        cite("decorated"),
        about="award_afterwards",
        dates={"first_imprecise": "2021-08-17", "last_imprecise": "2021-11-12"},
    ),
)
