"""Working notes of the team. A privileged note never leaves."""

from app.records.base import Content, shortened
from app.records.part import CaseRecordId, Day, Line, Part, Text, optional, required, several


class Task(Part):
    """Something to be done."""

    text: Line = required("Task", "What is to be done.")
    for_whom: Line | None = optional("For", "The code of the member.")
    due_on: Day | None = optional("Due on", "The day.")
    done: bool | None = optional("Done", "Is it done?")


class Note(Content):
    """A note of the team about the case, or about chosen records of it."""

    kind = "note"
    label = "Note"
    home = "working"

    text: Text = required("Note", "For the team alone.")
    about: list[CaseRecordId] = several("About", "The records it is about.")
    tasks: list[Task] = several("Tasks", "What is to be done.")
    privileged: bool | None = optional(
        "Privileged", "Between lawyer and client. A privileged note never leaves."
    )

    def heading(self) -> str:
        return shortened(self.text)
