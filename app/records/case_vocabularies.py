"""The codes of a case: people and consent, accounts, detentions, acts, involvements and evidence."""

from typing import Annotated

from app.records.vocabulary import Vocabulary

# --- people -----------------------------------------------------------------------------------------------

INDIVIDUAL_ROLES = Vocabulary(
    "individual_role",
    "Role in the case",
    victim="Victim",
    witness="Witness",
    relative="Relative",
    source="Source",
    insider=("Insider", "Served, or serves, in a unit. Ask a lawyer before the interview."),
    mentioned=("Mentioned", "Named by somebody else. Released only with a consent of their own."),
)

VULNERABILITY_FACTORS = Vocabulary(
    "vulnerability_factor",
    "Vulnerability factors",
    child="Child",
    older_person="Older person",
    pregnancy="Pregnancy or recent birth",
    disability="Disability",
    illness="Illness",
    injury="Injury",
    trauma="Trauma",
    sexual_violence="Survivor of sexual violence",
    lgbt="LGBT",
    minority="Member of a minority",
    foreigner="Foreigner or stateless",
    language_barrier="Language barrier",
    illiteracy="Does not read",
    dependence="Dependence on alcohol or drugs",
    in_custody="Still in custody",
    relatives_at_risk="Relatives at risk",
    other="Other",
)

REFERRAL_TYPES = Vocabulary(
    "referral_type",
    "Type of referral",
    medical="Medical",
    psychological="Psychological",
    legal="Legal",
    protection="Protection",
    other="Other",
)

WILLINGNESS = Vocabulary("willingness", "Willing", yes="Yes", no="No", undecided="Undecided")

INDIVIDUAL_STATUSES = Vocabulary(
    "individual_status",
    "Status",
    political_prisoner="Political prisoner",
    extremist_list="On a list of extremists",
    wanted="Wanted",
    missing="Missing",
    detained="Detained",
    released="Released",
)

RELEASE_MANNERS = Vocabulary(
    "release_manner",
    "How released",
    served="Sentence served",
    pardon="Pardon",
    exchange="Exchange",
    other="Other",
)

DEPARTURE_CAUSES = Vocabulary(
    "departure_cause",
    "Cause of departure",
    expelled="Expelled",
    condition_of_release="Condition of release",
    fear="Fear",
    other="Other",
)

SEXES = Vocabulary("sex", "Sex", female="Female", male="Male", intersex="Intersex")

DOCUMENT_TYPES = Vocabulary(
    "document_type",
    "Type of document",
    passport="Passport",
    identity_card="Identity card",
    residence_permit="Residence permit",
    travel_document="Travel document",
    birth_certificate="Birth certificate",
    other="Other",
)

# --- consent ----------------------------------------------------------------------------------------------

CONSENT_MANNERS = Vocabulary(
    "consent_manner", "How given", signed="Signed", recorded="Recorded", oral="Said, not recorded"
)

CONSENT_BASES = Vocabulary(
    "consent_basis",
    "Whose consent",
    own="The person's own",
    guardian="A guardian's",
    kin="Kin of the dead or disappeared",
    mandate="A prisoner's mandate",
)

EXPLANATIONS = Vocabulary(
    "explanation",
    "Explained",
    defence_may_read="The lawyers of the accused may read it",
    copies_cannot_be_recalled="Copies that were given cannot be recalled",
)

PURPOSES = Vocabulary(
    "purpose",
    "Purpose",
    analysis="Analysis",
    national_prosecution="Prosecution in a state",
    international_court="International court",
    un_mechanism="United Nations mechanism",
    ngo_partner="Partner organisation",
    sanctions="Sanctions",
    publication="Publication",
)

IDENTITY_DEGREES = Vocabulary(
    "identity_degree",
    "Identity",
    disclosed="Disclosed",
    confidential=("Confidential", "Told to the recipient alone."),
    withheld="Withheld",
)

Purpose = Annotated[str, PURPOSES]

ONWARD = Vocabulary("onward", "May be passed on", no="No", ask="Ask first", yes="Yes")

# --- what happened ---------------------------------------------------------------------------------------

ACCOUNT_TYPES = Vocabulary(
    "account_type",
    "Type of account",
    first_contact="First contact",
    full_interview="Full interview",
    own_writing="Own writing",
    statement_to_authority="Statement to an authority",
    correction=("Correction", "A changed memory: a new account that corrects an earlier one."),
)

RECORDING_MANNERS = Vocabulary(
    "recording_manner",
    "How recorded",
    notes="Notes",
    audio="Audio",
    video="Video",
    written_by_person="Written by the person",
    not_recorded="Not recorded",
)

PARAGRAPH_MANNERS = Vocabulary("paragraph_manner", "Wording", verbatim="Word for word", summary="Summary")

KNOWN = Vocabulary(
    "known",
    "How known",
    lived="Lived it",
    saw="Saw it",
    heard="Heard it",
    was_told="Was told",
    document="From a document",
)

STANCES = Vocabulary("stance", "What it does", supports="Supports", contradicts="Contradicts")

ACCESS = Vocabulary(
    "access",
    "Access",
    allowed="Allowed",
    limited="Limited or delayed",
    denied="Denied",
    not_asked="Not asked for",
)

CONDITIONS = Vocabulary(
    "condition",
    "Conditions",
    overcrowded="Overcrowded",
    cold="Cold",
    heat="Heat",
    no_mattress="No mattress",
    no_water="No water",
    no_food="No food",
    lights_always_on="Lights always on",
    night_waking="Woken at night",
    bleach_poured="Bleach poured on the floor",
    vermin="Vermin",
    infected_cellmates="Infected cellmates",
    no_walks="No walks",
    no_shower="No shower",
    no_parcels="No parcels",
    no_letters="No letters",
    no_medicines="No medicines",
    yellow_tag="Yellow tag",
    solitary="Solitary confinement",
    incommunicado="Held incommunicado",
    no_toilet_privacy="No privacy on the toilet",
    other="Other",
)

ACT_TYPES = Vocabulary(
    "act_type",
    "Type of act",
    arbitrary_detention="Arbitrary detention",
    torture="Torture",
    cruel_inhuman_degrading_treatment="Cruel, inhuman or degrading treatment",
    sexual_violence="Sexual violence",
    enforced_disappearance="Enforced disappearance",
    killing="Killing",
    denial_of_medical_care="Denial of medical care",
    forced_statement="Forced statement",
    forced_video="Forced video",
    unfair_trial="Unfair trial",
    raid="Raid",
    confiscation="Confiscation",
    document_seizure="Seizure of documents",
    passport_refusal="Refusal of a passport",
    citizenship_removal="Removal of citizenship",
    expulsion="Expulsion",
    deportation="Deportation",
    dismissal="Dismissal",
    child_removal="Removal of a child",
    forced_labour="Forced labour",
    forced_psychiatry="Forced psychiatry",
    reprisal_on_relatives="Reprisal on relatives",
    threat="Threat",
    persecution="Persecution",
    other="Other",
)

METHODS = Vocabulary(
    "method",
    "Methods",
    beating="Beating",
    beating_with_batons="Beating with batons",
    gauntlet=("Gauntlet", "Made to pass between rows of people who beat."),
    forced_kneeling="Forced kneeling",
    stress_position="Stress position",
    lastochka=("Lastochka", "Hands and feet tied together behind the back."),
    suspension="Suspension",
    stretching="Stretching",
    electroshock="Electric shock",
    gas_in_cell="Gas in the cell",
    asphyxiation="Asphyxiation",
    burning="Burning",
    cold="Cold",
    water="Water",
    rape="Rape",
    rape_with_object="Rape with an object",
    rape_threat="Threat of rape",
    strip_search="Strip search",
    forced_nudity="Forced nudity",
    mock_execution="Mock execution",
    threat_to_family="Threat to the family",
    sleep_deprivation="Sleep deprivation",
    paint_marking="Marking with paint",
    hair_cutting="Cutting of hair",
    humiliation="Humiliation",
    forced_chanting="Forced chanting",
    dogs="Dogs",
    blinding_light="Blinding light",
    other="Other",
)

STATED_PURPOSES = Vocabulary(
    "stated_purpose",
    "Stated purpose",
    extract_information="To extract information",
    extract_statement="To extract a statement",
    punish="To punish",
    intimidate="To intimidate",
    discriminate="To discriminate",
    other="Other",
)

GROUNDS = Vocabulary(
    "ground",
    "Grounds",
    opinion="Opinion",
    profession="Profession",
    nationality="Nationality",
    language="Language",
    gender="Gender",
    lgbt="LGBT",
    other="Other",
)

BODY_VIEWS = Vocabulary(
    "body_view", "Body diagram", front="Front", back="Back", head="Head", hands="Hands", feet="Feet"
)

DEGREES = Vocabulary(
    "degree",
    "Degree of involvement",
    carried_out="Carried it out",
    ordered="Ordered it",
    present_did_not_stop="Was present and did not stop it",
    assisted="Assisted",
    superior_who_knew="Was a superior who knew",
    judged="Judged",
    prosecuted="Prosecuted",
    signed_the_record="Signed the record",
    testified_falsely="Testified falsely",
    certified_fit="Certified as fit",
    refused_care="Refused care",
    refused_the_complaint="Refused the complaint",
    refused_to_take_part="Refused to take part",
    tried_to_stop="Tried to stop it",
    helped="Helped",
)

EXCULPATORY = frozenset({"refused_to_take_part", "tried_to_stop", "helped"})
"""Degrees that speak for who was involved. They are never counted among what was done."""

TAKING_PART = frozenset({"carried_out", "ordered", "present_did_not_stop", "assisted"})
"""Degrees of those who did it. The others came before or after: who judged, certified or refused did another thing."""

COMPLAINT_OUTCOMES = Vocabulary(
    "complaint_outcome",
    "Outcome",
    refused=("Refused", "Turned down, closed, or no case opened."),
    no_answer=("No answer", "None within the time that the law gives."),
    under_way=("Under way", "Not decided yet."),
    granted_in_part="Granted in part",
    granted="Granted",
    other="Other",
)

IDENTIFICATION_BASES = Vocabulary(
    "basis",
    "Basis of identification",
    seen="Seen",
    recognised_from_before="Recognised from before",
    name_said_by_others="Name said by others",
    insignia="Insignia",
    plate="Vehicle plate",
    voice="Voice",
    photo_line_up="Photo line-up",
    document="Document",
    official_statement="Official statement",
)

CERTAINTY = Vocabulary(
    "certainty",
    "Certainty",
    certain="Certain",
    probable="Probable",
    possible="Possible",
    doubtful="Doubtful",
)

LIABILITY = Vocabulary(
    "liability",
    "Mode of liability",
    rs_25_3_a=("Commits", "Rome Statute, art. 25(3)(a): alone, jointly or through another person."),
    rs_25_3_b=("Orders, solicits or induces", "Rome Statute, art. 25(3)(b)."),
    rs_25_3_c=("Aids, abets or assists", "Rome Statute, art. 25(3)(c)."),
    rs_25_3_d=("Contributes to a group's common purpose", "Rome Statute, art. 25(3)(d)."),
    rs_25_3_f=("Attempts", "Rome Statute, art. 25(3)(f)."),
    rs_28_a=("Military commander", "Rome Statute, art. 28(a)."),
    rs_28_b=("Other superior", "Rome Statute, art. 28(b)."),
)

EVIDENCE_TYPES = Vocabulary(
    "evidence_type",
    "Type of evidence",
    photograph="Photograph",
    video="Video",
    audio="Audio",
    document="Document",
    court_document="Court document",
    medical_document="Medical document",
    message="Message or correspondence",
    screenshot="Screenshot",
    drawing="Drawing",
    dataset="Dataset",
    physical_object="Physical object",
    consent_form="Consent form",
    identity_document="Identity document",
    other="Other",
)

OBTAINED = Vocabulary(
    "obtained", "How obtained", given="Given", public="Public", leaked="Leaked", hacked="Hacked"
)

ORIGINALITY = Vocabulary("originality", "Original or copy", original="Original", copy="Copy")

DERIVATIONS = Vocabulary(
    "derivation",
    "Derivative",
    preview="Preview",
    transcript="Transcript",
    translation="Translation",
    redaction="Redaction",
)
