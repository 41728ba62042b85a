"""In which order a form asks, and under which headings: safety first, identity last. One place for all kinds."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.records.base import Content
from app.web.forms.shapes import Field, Measured, fields_of

MORE = "More"


@dataclass(frozen=True)
class Section:
    """A heading and the names of its fields. It begins open where it is `asked`; else it opens to show something."""

    title: str
    names: tuple[str, ...]
    asked: bool


def _section(title: str, names: str, *, asked: bool = False) -> Section:
    return Section(title, tuple(names.split()), asked)


SECTIONS: Mapping[str, tuple[Section, ...]] = {
    "account": (
        _section("Whose account", "individual type date language prior_accounts"),
        _section("The narrative", "narrative", asked=True),
        _section(
            "The interview",
            "start end time_zone breaks place room interviewer interviewer_trained interpreter interpreter_ties "
            "others_present support_person lawyer_consulted languages recorded recordings",
        ),
        _section("How free, and how confirmed", "restrictions read_back signed"),
        _section("Translations", "translations"),
        _section("Transcript of a recording", "transcript"),
        _section("Marks on words", "mentions"),
        _section("Correction and notes", "corrects notes"),
    ),
    "act": (
        _section("What was done, to whom", "individual type methods dates reported_in"),
        _section("Where, and in which event", "place place_described detention incident time time_zone duration"),
        _section("Why, and what was said", "stated_purposes grounds said asked objects"),
        _section(
            "Injuries and consequences",
            "injuries physical_consequences psychological_consequences medical_help",
        ),
        _section("Witnesses and description", "witnesses description"),
    ),
    "consent": (
        _section("Who agreed, and when", "individual explained_by explained given_on language manner form_file"),
        _section("Whose word it is", "basis guardian assent"),
        _section("What it covers, and for what", "covers permissions", asked=True),
        _section("How long, and on which conditions", "expires_on conditions risk_reviewed_on"),
        _section("Withdrawal and notes", "withdrawal notes"),
    ),
    "detention": (
        _section("Who was held", "individual reported_in dates incident"),
        _section("Arrest", "arrest"),
        _section("Stays", "stays"),
        _section("Transfers and release", "transfers release"),
        _section("Disappearance and notes", "disappearance notes"),
    ),
    "involvement": (
        _section("In which act", "act detention reported_in"),
        _section("Who, in the witness's own words first", "first_description person unit degree"),
        _section("How the witness knows", "basis seen_before masked participants witness_certainty"),
        _section("Assessment", "assessment assessment_reason liability"),
        _section("Present whereabouts and sources", "presence citations notes"),
    ),
    "individual": (
        _section("Safety", "protection_risks protection_measures vulnerability_factors referrals"),
        _section("The person", "pseudonym roles age_at_time present_country willing_to_testify reliability"),
        _section("What became of the person", "statuses departure death"),
        _section("Elsewhere", "external_ids same_as notes"),
    ),
    "identity": (
        _section("Whose identity, and a safe way to reach them", "individual safe_contact"),
        _section("Names", "names other_names"),
        _section("The person", "born sex gender citizenship ethnicity languages occupation"),
        _section("Papers and relatives", "identity_documents photograph relatives person notes"),
    ),
    "group": (
        _section("How many", "counted minimum maximum description roles"),
        _section("When and where", "dates place incident reported_in"),
    ),
    "complaint": (
        _section("To whom, and about what", "authority individuals acts detentions filed registration_number text"),
        _section("What was answered", "answer decision decided_on reason"),
        _section("Appeals, papers and notes", "appeals files notes"),
    ),
    "evidence": (
        _section("What it is", "title shows type individuals"),
        _section("How it came to be", "captured received obtained originality derived_from"),
        _section("The object, and what belongs to it", "physical_item kept_at related exhibit embedded notes"),
    ),
    "note": (_section("The note", "text about tasks privileged"),),
    "unit": (
        _section("The unit", "names type country citations"),
        _section("More about it", "other_names classifications insignia dates status notes"),
    ),
    "person": (
        _section("The person", "unidentified names citations"),
        _section(
            "What people noticed",
            "description age_range voice accent mask insignia call_sign vehicle_plate drawing",
        ),
        _section("More about the person", "other_names gender born deceased died citizenship online_accounts"),
        _section("Decisions, status, notes", "same_as status notes"),
    ),
    "posting": (
        _section("Who held which post", "person unit roles role_stated title rank dates citations"),
        _section("Status and notes", "status notes"),
    ),
    "relation": (
        _section("Which unit under which", "subordinate superior class control dates citations"),
        _section("Status and notes", "status notes"),
    ),
    "positioning": (
        _section("Which unit, where", "unit place class dates citations"),
        _section("Status and notes", "status notes"),
    ),
    "superior_responsibility": (
        _section("What speaks for or against", "person unit element about text stance dates citations"),
        _section("Who may know of it", "restricted status notes"),
    ),
    "place": (
        _section("The place", "names type address parent citations"),
        _section("More about it", "other_names coordinates dates status notes"),
    ),
    "incident": (
        _section("The incident", "names type dates place citations"),
        _section("What happened, and who was there", "description violations part_of units_present alleged"),
        _section("Status and notes", "status notes"),
    ),
    "source": (
        _section("The source", "title type author publication published_on language"),
        _section("Where it was found, and how sure it is", "url archive_url accessed_on created sha256 reliability"),
        _section("Who may know of it", "restricted status notes"),
    ),
    "recipient": (
        _section("The recipient", "authority jurisdiction type contact"),
        _section("Keys", "age_keys openpgp_keys"),
        _section("Conditions and notes", "conditions_checked status notes"),
    ),
}  # fmt: skip


def sections_of(kind: type[Content]) -> list[tuple[str, list[Field], bool]]:
    """The sections of a kind: heading, fields, whether it begins open: the first, and any that asks what is needed.

    A field that no section names comes last, under "More".
    """
    fields = {field.name: field for field in fields_of(kind) if not isinstance(field.shape, Measured)}
    found: list[tuple[str, list[Field], bool]] = []
    for section in SECTIONS.get(kind.kind, ()):
        asked = [fields.pop(name) for name in section.names]
        begins_open = section.asked or not found or any(field.needed for field in asked)
        found.append((section.title, asked, begins_open))
    return [*found, (MORE, list(fields.values()), not found)] if fields else found
