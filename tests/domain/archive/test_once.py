"""The same form sent twice writes once; an id that is somebody else's tells nothing of what it names."""

import threading
from typing import Any

import pytest

from app.domain.archive.actions import open_case
from app.domain.archive.drafts import save_draft
from app.domain.archive.queries import list_cases, list_drafts
from app.domain.archive.records import add_claim, add_record
from app.domain.catalogue.queries import case_records
from app.domain.once import fresh_id
from app.errors import Invalid, NotFound
from tests.conftest import STORES
from tests.domain.scenes import Scene

NOTE: dict[str, Any] = {"kind": "note", "content": {"text": "Ask again."}}
SOURCE: dict[str, Any] = {"kind": "source", "content": {"title": "Gazette 12", "type": "document"}}


def test_the_same_author_gets_the_same_answer_and_writes_nothing_more(scene: Scene) -> None:
    once = {deed: fresh_id() for deed in (add_record, add_claim, save_draft, open_case)}
    for _again in range(2):
        record = scene.do(scene.owner, add_record, case=scene.case, once=once[add_record], **NOTE)
        assert (record.id, record.kind, record.version) == (once[add_record], "note", 1)
        assert scene.do(scene.owner, add_claim, once=once[add_claim], **SOURCE).id == once[add_claim]
        draft = scene.do(scene.owner, save_draft, case=scene.case, once=once[save_draft], **NOTE)
        assert draft.id == once[save_draft]
        assert scene.do(scene.owner, open_case, title="Another", once=once[open_case]).id == once[open_case]
    assert [one.record for one in scene.do(scene.owner, case_records, case=scene.case)].count(record.id) == 1
    assert scene.do(scene.owner, list_drafts, case=scene.case).total == 1
    assert [case.id for case in scene.do(scene.owner, list_cases).results].count(once[open_case]) == 1


def test_an_id_of_somebody_else_is_not_answered(scene: Scene) -> None:
    scene.grant(scene.teammate)
    note = scene.do(scene.owner, add_record, case=scene.case, once=fresh_id(), **NOTE).id
    draft = scene.do(scene.owner, save_draft, case=scene.case, once=fresh_id(), **NOTE).id
    own = scene.do(scene.owner, open_case, title="Another").id
    for stranger in (scene.teammate, scene.outsider):
        for deed, once in ((add_record, note), (save_draft, draft)):
            with pytest.raises(NotFound):
                scene.do(stranger, deed, case=scene.case, once=once, **NOTE)
        with pytest.raises(NotFound):
            scene.do(stranger, open_case, title="Mine", once=own)
    with pytest.raises(NotFound):  # one's own, in another case
        scene.do(scene.owner, add_record, case=own, once=note, **NOTE)
    for bad in ("", "x" * 32, note.upper() + "0", "../../etc"):
        with pytest.raises(Invalid):
            scene.do(scene.owner, add_record, case=scene.case, once=bad, **NOTE)


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_of_two_that_are_sent_at_once_one_is_written(scene: Scene) -> None:
    once, answers = fresh_id(), list[Any]()
    draft = scene.do(scene.owner, save_draft, case=scene.case, once=fresh_id(), **NOTE).id
    begin = threading.Barrier(4)

    def send(**more: Any) -> None:
        begin.wait()
        try:
            answers.append(scene.do(scene.owner, add_record, case=scene.case, **NOTE, **more).id)
        except Exception as error:
            answers.append(error)

    submits = {"once": draft, "draft": draft}
    threads = [
        threading.Thread(target=send, kwargs=more)
        for more in ({"once": once}, {"once": once}, submits, submits)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers, key=str) == sorted([once, once, draft, draft])
    assert scene.do(scene.owner, list_drafts, case=scene.case).total == 0
    records = [one.record for one in scene.do(scene.owner, case_records, case=scene.case)]
    assert records.count(once) == records.count(draft) == 1
