"""What leaves as FHIR R4. Not how FHIR is read: that is the intake's."""
