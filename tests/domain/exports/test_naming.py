"""The leak check: no text leaves that names somebody whose identity stays, in whatever script it is written."""

from typing import Any

import pytest

from app.domain.archive.grants import grant_case, grant_register
from app.domain.exports.naming import Names
from app.domain.exports.preview import preview_export
from app.runtime import Runtime
from tests.domain.exports.archives import PERMISSION, PURPOSE, Filled, exported, fill
from tests.people import join

HIDDEN = ("Барыс Галавін", "Lia Verasen", "Ян Ли", "Зубр")


@pytest.fixture
def filled(runtime: Runtime) -> Filled:
    return fill(runtime)


@pytest.mark.parametrize(
    "text",
    [
        "In the cell was Boris Halavin, who had been beaten.",
        "В камере был Галавин.",
        "Ён ляжаў побач з Галавіным і маўчаў.",
        "Мы отдали хлеб Головину.",
        "GALAVIN cried.",
        "We called him Zubr.",
        "Борис из соседней камеры молчал.",
        "Пришла В. Верасен.",
        "Lia, Verasen's daughter",
        "С нами сидел Ян Ли.",
    ],
)
def test_a_name_is_found_in_any_script_spelling_and_case(text: str):
    assert Names(HIDDEN, ()).in_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "They beat me on the third day.",
        "А и Б сидели на трубе.",
        "If he lied, I lie too; li and lia are words.",
        "Ли это был? Или нет?",
        "A halvah seller saw it.",
        "",
        "12 34 — …",
    ],
)
def test_other_words_and_very_short_ones_are_no_alarm(text: str):
    assert not Names(HIDDEN, ()).in_text(text)


def test_a_surname_shared_with_somebody_who_may_be_named_tells_nothing_by_itself():
    names = Names({"Alena Velskaya"}, {"Ada Velskaya"})

    assert not names.in_text("Ada Velskaya was led out. Velskaya cried.")
    assert names.in_text("Алену Вельскую вывели.")


def test_an_unmarked_name_stays_with_its_paragraph_and_translation(filled: Filled):
    identity(filled, "boris", names=[{"text": "Барыс Галавін"}])
    story: dict[str, Any] = {"individual": filled.ids["ada"], "type": "full_interview", "language": "en"}
    narrative = ["They beat me.", "Halavin wept.", "Мяне вялі з Галавіным.", "We slept."]
    translation = [{"paragraph": 1, "text": "Мяне білі."}, {"paragraph": 2, "text": "Ён плакаў."}]
    filled.add(
        "told",
        "account",
        **story,
        narrative=[{"text": text} for text in narrative],
        translations=[{"language": "be", "paragraphs": translation}],
        notes="He is safe; ask Галавин.",
    )
    bundle = exported(filled)

    told: Any = bundle.of(filled.ids["told"])
    assert [paragraph.get("text", "") for paragraph in told["narrative"]] == [
        "They beat me.",
        "",
        "",
        "We slept.",
    ]
    assert [one["text"] for one in told["translations"][0]["paragraphs"]] == ["Мяне білі."]
    assert "notes" not in told
    rows = {row["reasons"] for row in bundle.table("data/withheld.csv")}
    assert any("names_somebody" in reasons for reasons in rows)
    for spelled in ("Halavin", "Галав", "Ён плакаў"):
        assert spelled not in bundle.everything()


def test_a_witness_who_is_not_to_be_known_is_not_named_by_the_own_account(filled: Filled):
    shy = PERMISSION | {"identity": "withheld"}
    agreed = {"individual": filled.ids["ada"], "basis": "own", "covers": "everything"}
    mine = {"individual": filled.ids["ada"], "type": "full_interview"}
    filled.add("named", "account", **mine, narrative=[{"text": "My name is Ada Velskaya."}])
    filled.add(
        "plain", "account", **mine, narrative=[{"text": "My name is Ada Velskaya."}, {"text": "I saw."}]
    )
    act = {
        "individual": filled.ids["ada"],
        "type": "threat",
        "reported_in": [{"account": filled.ids["plain"]}],
    }
    filled.add("threat", "act", **act, description="They told Ада Вельская to sign.")
    assert "Velskaya" in exported(filled).everything()

    filled.amend("consent", 1, **agreed, permissions=[shy])
    for profile in ("full", "pseudonymised"):
        bundle = exported(filled, profile)
        assert "Velskaya" not in bundle.everything() and "Вельская" not in bundle.everything()
        assert bundle.of(filled.ids["named"]) is None  # no paragraph of it is left
        assert bundle.of(filled.ids["plain"]) is not None and bundle.of(filled.ids["threat"]) is not None


def test_a_relative_agreed_to_nothing(filled: Filled):
    identity(
        filled,
        "ada",
        names=[{"text": "Ada Velskaya"}],
        relatives=[{"names": [{"text": "Maksim Sorakin"}], "relation": "brother"}],
        safe_contact="Through Сорокин, on weekdays.",
    )
    bundle = exported(filled)

    assert "Сорокин" not in bundle.everything() and "Sorakin" not in bundle.everything()
    assert "Velskaya" in bundle.everything()


def test_a_preview_says_when_names_could_not_be_looked_for(filled: Filled):
    teammate = join(filled.runtime, filled.actor, "lawyer")
    with filled.runtime.work() as work:
        grant_case(
            work=work, actor=filled.actor, case=filled.case, holder=teammate.id, compartments=["working"]
        )
    wanted = {
        "cases": [filled.case],
        "recipient": filled.ids["prosecutor"],
        "profile": "full",
        "purpose": PURPOSE,
    }
    with filled.runtime.work() as work:
        assert preview_export(work=work, actor=filled.actor, **wanted).names_checked
    with filled.runtime.work() as work:
        grant_register(work=work, actor=filled.actor, holder=teammate.id)
    with filled.runtime.work() as work:
        assert not preview_export(work=work, actor=teammate, **wanted).names_checked


def identity(filled: Filled, whose: str, **content: Any) -> None:
    filled.add(f"{whose}'s identity", "identity", individual=filled.ids[whose], **content)
