# ruff: noqa: N815 - the names are those of FHIR
"""The parts of FHIR R4 resources that are read, as lean typed structs; whatever they do not name is passed
over.

FHIR's own words, spelled FHIR's way. Where a bad shape of one element should not cost the whole resource, the
element stays raw and its reader decodes it alone. Source: FHIR R4 (4.0.1), the pages of the named resources.
"""

from __future__ import annotations

from msgspec import DecodeError, Raw, Struct, json

NONE = Raw(b"")
#: What decoding raises for a resource in another form, or with bytes that are not UTF-8 text.
BAD = (DecodeError, UnicodeDecodeError)


def given(raw: Raw) -> bool:
    """Whether a raw element is there with a value."""
    return raw is not NONE and bytes(raw) != b"null"


def is_list(raw: Raw) -> bool:
    """Whether a raw element is a list."""
    return bytes(memoryview(raw)[:1]) == b"["


class Coding(Struct, gc=False):
    system: str | None = None
    code: str | None = None
    display: str | None = None


class Concept(Struct, gc=False):
    coding: list[Coding] | None = None
    text: str | None = None

    @property
    def codings(self) -> list[Coding]:
        return self.coding or []


class Identifier(Struct, gc=False):
    system: str | None = None
    value: str | None = None


class Reference(Struct, gc=False):
    reference: str | None = None
    identifier: Identifier | None = None


class Quantity(Struct, gc=False):
    value: float | None = None
    comparator: str | None = None
    unit: str | None = None
    system: str | None = None
    code: str | None = None


class Range(Struct, gc=False):
    low: Quantity | None = None
    high: Quantity | None = None


class Ratio(Struct, gc=False):
    numerator: Quantity | None = None
    denominator: Quantity | None = None


class Period(Struct, gc=False):
    start: str | None = None
    end: str | None = None


def start_of(period: Period | None) -> str | None:
    """The printed start of a period, if there is one."""
    return None if period is None else period.start


def end_of(period: Period | None) -> str | None:
    """The printed end of a period, if there is one."""
    return None if period is None else period.end


class Entry(Struct, gc=False):
    fullUrl: str | None = None
    resource: Raw = NONE


class OnlyResource(Struct, gc=False):
    """An entry whose other elements are in another form."""

    resource: Raw = NONE


class Top(Struct, gc=False):
    """The top of any document: the type of a resource, the entries of a Bundle, the words of a facts file.

    `loose` is the raw list of entries of a Bundle of which some are not even objects.
    """

    resourceType: Raw = NONE
    timestamp: str | None = None
    entry: list[Entry] | None = None
    facts: Raw = NONE
    patient: Raw = NONE
    as_of: Raw = NONE
    complete: Raw = NONE
    schema: Raw = NONE
    pains: Raw = NONE
    loose: Raw = NONE

    @property
    def is_facts(self) -> bool:
        """Whether words of a facts file stand here."""
        own = (self.facts, self.patient, self.as_of, self.complete, self.schema, self.pains)
        return any(given(word) for word in own)


class LooseTop(Struct, gc=False):
    resourceType: Raw = NONE
    entry: Raw = NONE
    facts: Raw = NONE


class Typed(Struct, gc=False):
    """Any resource: only its type."""

    resourceType: Raw = NONE


class Resource(Struct, gc=False):
    """What every resource that is read has. A modifier extension that nobody understands forbids its use."""

    id: str | None = None
    modifierExtension: Raw = NONE
    contained: Raw = NONE


class About(Resource, gc=False):
    """A resource about a subject."""

    subject: Reference | None = None


class Patient(Resource, gc=False):
    gender: str | None = None
    birthDate: str | None = None
    identifier: Raw = NONE
    deceasedBoolean: bool | None = None
    deceasedDateTime: str | None = None


class Condition(About, gc=False):
    clinicalStatus: Concept | None = None
    verificationStatus: Concept | None = None
    category: Raw = NONE
    code: Concept | None = None
    bodySite: list[Concept] | None = None
    onsetDateTime: str | None = None
    onsetPeriod: Period | None = None
    abatementDateTime: str | None = None
    abatementPeriod: Period | None = None
    abatementAge: Raw = NONE
    abatementRange: Raw = NONE
    abatementString: Raw = NONE
    recordedDate: str | None = None


class Allergy(Resource, gc=False):
    patient: Reference | None = None
    clinicalStatus: Concept | None = None
    verificationStatus: Concept | None = None
    category: Raw = NONE
    code: Concept | None = None
    onsetDateTime: str | None = None
    recordedDate: str | None = None
    reaction: Raw = NONE


class Valued(Struct, gc=False):
    """A value of an Observation or one of its components."""

    code: Concept | None = None
    valueQuantity: Quantity | None = None
    valueCodeableConcept: Concept | None = None
    valueString: str | None = None
    valueBoolean: bool | None = None
    valueInteger: float | None = None
    valueRange: Range | None = None
    valueDateTime: str | None = None
    dataAbsentReason: Concept | None = None


class Observation(Valued, gc=False):
    id: str | None = None
    modifierExtension: Raw = NONE
    contained: Raw = NONE
    status: str | None = None
    category: Raw = NONE
    subject: Reference | None = None
    focus: Raw = NONE
    effectiveDateTime: str | None = None
    effectiveInstant: str | None = None
    effectivePeriod: Period | None = None
    issued: str | None = None
    bodySite: Concept | None = None
    component: list[Valued] | None = None


class Report(About, gc=False):
    status: str | None = None
    category: Raw = NONE
    code: Concept | None = None
    effectiveDateTime: str | None = None
    effectivePeriod: Period | None = None
    issued: str | None = None
    result: list[Reference] | None = None
    conclusion: Raw = NONE
    conclusionCode: list[Concept] | None = None
    presentedForm: Raw = NONE


class Procedure(About, gc=False):
    status: str | None = None
    category: Raw = NONE
    code: Concept | None = None
    bodySite: list[Concept] | None = None
    performedDateTime: str | None = None
    performedPeriod: Period | None = None


class Device(Resource, gc=False):
    patient: Reference | None = None
    status: str | None = None
    type: Concept | None = None


class Illness(Struct, gc=False):
    """A disease of a relative."""

    code: Concept | None = None


class FamilyHistory(Resource, gc=False):
    patient: Reference | None = None
    status: str | None = None
    date: str | None = None
    condition: list[Illness] | None = None


class Repeat(Struct, gc=False):
    boundsPeriod: Period | None = None
    frequency: float | None = None
    frequencyMax: float | None = None
    period: float | None = None
    periodMax: float | None = None
    periodUnit: str | None = None
    dayOfWeek: list[str] | None = None
    timeOfDay: list[str] | None = None
    when: list[str] | None = None


class Timing(Struct, gc=False):
    repeat: Repeat | None = None
    code: Concept | None = None


class DoseAndRate(Struct, gc=False):
    doseQuantity: Quantity | None = None
    doseRange: Range | None = None
    rateQuantity: Quantity | None = None


class Dosage(Struct, gc=False):
    sequence: int | None = None
    text: str | None = None
    timing: Timing | None = None
    asNeededBoolean: bool | None = None
    asNeededCodeableConcept: Raw = NONE
    route: Concept | None = None
    doseAndRate: list[DoseAndRate] | None = None
    dose: Quantity | None = None
    maxDosePerPeriod: Ratio | None = None


class Medicated(About, gc=False):
    """What MedicationRequest, MedicationStatement and MedicationAdministration share."""

    status: str | None = None
    category: Raw = NONE
    medicationCodeableConcept: Concept | None = None
    medicationReference: Reference | None = None


class MedicationRequest(Medicated, gc=False):
    intent: str | None = None
    doNotPerform: bool | None = None
    authoredOn: str | None = None
    dosageInstruction: Raw = NONE


class MedicationStatement(Medicated, gc=False):
    effectiveDateTime: str | None = None
    effectivePeriod: Period | None = None
    dateAsserted: str | None = None
    dosage: Raw = NONE


class MedicationAdministration(Medicated, gc=False):
    effectiveDateTime: str | None = None
    effectivePeriod: Period | None = None
    dosage: Raw = NONE


class Ingredient(Struct, gc=False):
    itemCodeableConcept: Concept | None = None


class Medication(Struct, gc=False):
    resourceType: str | None = None
    id: str | None = None
    status: str | None = None
    code: Concept | None = None
    form: Concept | None = None
    ingredient: list[Ingredient] | None = None


class Scored(Struct, gc=False):
    """An extension that may give a coded answer its number."""

    url: str | None = None
    valueDecimal: float | None = None


class AnswerCoding(Coding, gc=False):
    extension: list[Scored] | None = None


class ItemAnswer(Struct, gc=False):
    valueBoolean: bool | None = None
    valueDecimal: float | None = None
    valueInteger: float | None = None
    valueDate: str | None = None
    valueDateTime: str | None = None
    valueString: str | None = None
    valueCoding: AnswerCoding | None = None
    valueQuantity: Quantity | None = None
    item: list[Item] | None = None


class Item(Struct):
    linkId: str | None = None
    answer: list[ItemAnswer] | None = None
    item: list[Item] | None = None


class QuestionnaireResponse(About, gc=False):
    status: str | None = None
    authored: str | None = None
    item: list[Item] | None = None


class ListItem(Struct, gc=False):
    deleted: bool | None = None
    item: Reference | None = None


class PatientList(About, gc=False):
    status: str | None = None
    mode: str | None = None
    code: Concept | None = None
    date: str | None = None
    entry: list[ListItem] | None = None
    emptyReason: Concept | None = None


TYPED = json.Decoder(Typed)
ENTRY = json.Decoder(Entry)
ONLY_RESOURCE = json.Decoder(OnlyResource)
TOP = json.Decoder(Top)
LOOSE_TOP = json.Decoder(LooseTop)
MEDICATION = json.Decoder(Medication)
DOSAGES = json.Decoder(list[Dosage])
DOSAGE = json.Decoder(Dosage)
RAWS = json.Decoder(list[Raw])
IDENTIFIERS = json.Decoder(list[Identifier])
