"""The codes of the register. Those of a case are in `case_vocabularies.py`.

A code never changes its meaning and is never removed: signed statements hold it. Labels are English first;
where HURIDOCS's micro-thesauri have a list, the division follows theirs.
"""

from collections.abc import Iterable
from typing import Literal

from app.records.vocabulary import Vocabulary

UNIT_TYPES = Vocabulary(
    "unit_type",
    "Type of unit",
    police="Police",
    riot_police="Riot police (OMON)",
    special_rapid_response="Special rapid response unit (SOBR)",
    internal_troops="Internal troops",
    organised_crime_directorate="Directorate against organised crime (GUBOPiK)",
    state_security="State security (KGB)",
    border_guard="Border guard",
    financial_police="Financial police",
    forensic_service="Forensic service",
    prison_service="Prison service",
    facility_administration="Administration of a place of detention",
    prosecutor="Prosecutor's office",
    court="Court",
    investigative_committee="Investigative committee",
    army="Army",
    armed_group="Armed group",
    political_office="Political office",
    plain_clothes_unknown=(
        "Plain clothes, unknown",
        "People in plain clothes whose service nobody could name.",
    ),
    other="Other",
)

PLACE_TYPES = Vocabulary(
    "place_type",
    "Type of place",
    police_station="Police station",
    isolation_centre="Isolation centre for offenders (TsIP)",
    temporary_detention_facility="Temporary detention facility (IVS)",
    remand_prison="Remand prison (SIZO)",
    prison="Prison",
    penal_colony="Penal colony",
    juvenile_colony="Juvenile colony",
    open_type_facility="Open-type correctional facility",
    labour_treatment_facility="Labour treatment facility (LTP)",
    psychiatric_hospital="Psychiatric hospital",
    hospital="Hospital",
    police_vehicle="Police vehicle",
    yard="Yard",
    stakan_cell=("Stakan cell", "A cell so narrow that one can only stand."),
    punishment_cell="Punishment cell (ShIZO)",
    cell_block="Cell-type block (PKT)",
    court="Court",
    border_crossing="Border crossing",
    workplace="Workplace",
    home="Home",
    street="Street",
    school="School",
    area=("Area", "A town, district or region that holds other places."),
    other="Other",
)

INCIDENT_TYPES = Vocabulary(
    "incident_type",
    "Type of incident",
    dispersal_of_assembly="Dispersal of an assembly",
    raid="Raid",
    mass_arrest="Mass arrest",
    transfer="Transfer",
    killing="Killing",
    trial="Trial",
    prison_conditions="Prison conditions",
    border_expulsion="Expulsion at the border",
    other="Other",
)

POSTING_ROLES = Vocabulary(
    "role",
    "Role in the unit",
    head="Head",
    commander="Commander",
    acting_commander="Acting commander",
    minister="Minister",
    deputy="Deputy",
    staff="Staff",
    shift_head="Head of shift",
    duty_officer="Duty officer",
    operative="Operative",
    escort="Escort",
    medical_officer="Medical officer",
    member="Member",
    judge="Judge",
    prosecutor="Prosecutor",
    investigator="Investigator",
    other="Other",
)

COMMAND_ROLES = frozenset({"head", "commander", "acting_commander", "minister"})
"""The only roles that mean command. A deputy, a duty officer or a member never counts as a commander."""


def command_class(roles: Iterable[str]) -> Literal["command", "deputy"] | None:
    """What the roles of a posting mean for command: `deputy` is second to it and never counts as it."""
    held = frozenset(roles)
    if held & COMMAND_ROLES:
        return "command"
    return "deputy" if "deputy" in held else None


RELATION_CLASSES = Vocabulary(
    "relation_class",
    "Class of relation",
    command=("Command", "The superior unit gives orders to the subordinate unit."),
    administrative=("Administrative", "Pay, supplies or staff only. It is never read as command."),
    membership=("Membership", "The subordinate unit is a part of the superior unit in name."),
)

CONTROL = Vocabulary(
    "control",
    "Control",
    de_jure=("In law", "Written in a law, decree or order."),
    de_facto=("In fact", "Exercised, whatever the law says."),
)

POSITIONING_CLASSES = Vocabulary(
    "positioning_class",
    "What the unit does there",
    runs_the_place="Runs the place",
    guards="Guards it",
    escorts="Escorts people to or from it",
    based=("Based there", "Its barracks or office. It says nothing about who runs the rest of the place."),
    area_of_operations=("Area of operations", "An area in which it works."),
    present=("Present", "Seen there. Presence alone says nothing about what the unit did."),
)

CLAIM_STATUS = Vocabulary(
    "claim_status",
    "Status of the claim",
    accepted="Accepted",
    conflict=("In conflict", "Another claim says otherwise. Both stay."),
    work_needed="Work needed",
    issue="There is an issue",
)

SOURCE_TYPES = Vocabulary(
    "source_type",
    "Type of source",
    document="Document",
    web_page="Web page",
    video="Video",
    photograph="Photograph",
    social_media_post="Social media post",
    official_record="Official record",
    dataset="Dataset",
    testimony="Testimony",
    other="Other",
)

RELIABILITY = Vocabulary(
    "reliability",
    "Reliability",
    completely_reliable=("Completely reliable", "Admiralty A."),
    usually_reliable=("Usually reliable", "Admiralty B."),
    fairly_reliable=("Fairly reliable", "Admiralty C."),
    not_usually_reliable=("Not usually reliable", "Admiralty D."),
    unreliable=("Unreliable", "Admiralty E."),
    cannot_be_judged=("Cannot be judged", "Admiralty F."),
)

RECIPIENT_TYPES = Vocabulary(
    "recipient_type",
    "Type of recipient",
    national_prosecutor="National prosecutor",
    international_court="International court",
    un_mechanism="United Nations mechanism",
    investigative_body="Investigative body",
    ngo_partner="Partner organisation",
    sanctions_body="Sanctions body",
    court="Court",
    other="Other",
)

RECIPIENT_CONDITIONS = Vocabulary(
    "recipient_condition",
    "Conditions checked",
    no_death_penalty="No death penalty",
    fair_trial="Fair trial",
)

RESPONSIBILITY_ELEMENTS = Vocabulary(
    "responsibility_element",
    "Element of superior responsibility",
    position=("Position", "Formal post, legal powers, actual tasks."),
    effective_control=(
        "Effective control",
        "The power to prevent and to punish. Cooperation alone is not control.",
    ),
    knowledge=("Knowledge", "What the superior knew, or could not but know."),
    measures=("Measures", "What the superior did, or did not do, to prevent, stop and punish."),
)

RESPONSIBILITY_FACTS = Vocabulary(
    "responsibility_fact",
    "What the item is about",
    formal_post="Formal post",
    legal_powers="Legal powers",
    actual_tasks="Actual tasks",
    orders_given="Orders given",
    orders_carried_out="Orders carried out",
    power_to_discipline="Power to discipline",
    resources="Resources",
    reports_received="Reports received",
    scale_of_the_acts=("Scale of the acts", "How many, for how long, where."),
    presence="Presence",
    media_reports="Reports in the media",
    ngo_reports="Reports of organisations",
    complaints="Complaints",
    own_statements="The superior's own statements",
    orders_to_stop="Orders to stop",
    investigation_opened="Investigation opened",
    investigation_refused="Investigation refused",
    discipline="Discipline",
    promotion_afterwards="Promotion afterwards",
    award_afterwards="Award afterwards",
    other="Other",
)
