"""Floor 4: from a document to one patient's readings; what could not be read is listed. Knows no plan and no
rule.
"""

from painpath.intake.errors import RecordError
from painpath.intake.genes import settled
from painpath.intake.genes_file import read_genes
from painpath.intake.read import read_facts, read_patient
from painpath.intake.record import AFTER, record_of
from painpath.intake.values import Counts, Intake, Unread

__all__ = [
    "AFTER",
    "Counts",
    "Intake",
    "RecordError",
    "Unread",
    "read_facts",
    "read_genes",
    "read_patient",
    "record_of",
    "settled",
]
