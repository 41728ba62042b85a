"""Superior responsibility (Rome Statute, article 28; the case law of the ICTY): what speaks for it and against it."""

from typing import Annotated

from app.records.base import Claim, Compartment, shortened
from app.records.case_vocabularies import STANCES
from app.records.dates import Dates, resolve
from app.records.part import PersonId, Text, UnitId, optional, required
from app.records.vocabularies import RESPONSIBILITY_ELEMENTS, RESPONSIBILITY_FACTS


class SuperiorResponsibility(Claim):
    """One item on whether a person answers for a subordinate unit: one element, dated and cited, for or against.

    What contradicts stands beside what supports. A restricted item is sealed to the restricted compartment.
    """

    kind = "superior_responsibility"
    label = "Superior responsibility"

    person: PersonId = required("Superior", "The person who may have to answer.")
    unit: UnitId = required("Subordinate unit", "The unit that was under the person.")
    element: Annotated[str, RESPONSIBILITY_ELEMENTS] = required("Element", "What the item is a sign of.")
    about: Annotated[str, RESPONSIBILITY_FACTS] | None = optional("About", "What kind of sign it is.")
    text: Text = required("What is known", "In plain words, without victims or witnesses.")
    stance: Annotated[str, STANCES] = required(
        "Supports or contradicts", "Whether it speaks for or against the element."
    )
    dates: Dates | None = optional("Dates", "When it was so, as the source shows it.")
    restricted: bool | None = optional("Restricted", "Yes when not every member may know of it.")

    def compartment(self) -> Compartment:
        return "register_restricted" if self.restricted else "register"

    def heading(self) -> str:
        return f"{RESPONSIBILITY_ELEMENTS.label(self.element)}: {shortened(self.text)}"

    def when(self) -> Dates | None:
        return resolve(self.dates, False)
