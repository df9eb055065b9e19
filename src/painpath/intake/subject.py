"""Whose resource it is: the one patient of the document. A resource about anyone else is never read.

A reference that is missing is taken to mean the patient (the document has only one); a reference that does
not lead to the patient, or only an identifier that the patient does not carry, is somebody or something else.
"""

from __future__ import annotations

import msgspec

from painpath.intake.shapes import Identifier, Reference


class Subject(msgspec.Struct, frozen=True):
    """The ways in which resources may name the patient."""

    references: frozenset[str]
    identifiers: frozenset[tuple[str, str]] = frozenset()

    def owns(self, reference: Reference | None) -> bool:
        """Whether a reference means the patient."""
        if reference is None:
            return True
        named = reference.reference
        if named is not None:
            if named in self.references:
                return True
            # The same Patient by an absolute address, or by one of its versions.
            parts = named.split("/_history/")[0].rstrip("/").split("/")
            return "/".join(parts[-2:]) in self.references
        if reference.identifier is not None and reference.identifier.value is not None:
            return (reference.identifier.system or "", reference.identifier.value) in self.identifiers
        return True


def subject_of(id_: str | None, full_url: str | None, identifiers: list[Identifier]) -> Subject:
    """The subject that a Patient resource is."""
    references = set()
    if id_:
        references |= {f"Patient/{id_}", f"urn:uuid:{id_}"}
    if full_url:
        references.add(full_url)
    return Subject(
        references=frozenset(references),
        identifiers=frozenset((i.system or "", i.value) for i in identifiers if i.value),
    )
