"""`spec_test(criterion, table)`: both engines give every patient of a drawn table the answer in its last column."""

from collections.abc import Callable

import pytest
from tests.spec.words import CATALOG, criterion, patients_of
from tests.support.tables import ask_database, empty_database

from painpath.criteria.ask import Asking

SpecTest = Callable[[str, str], None]


@pytest.fixture(scope="session")
def database():
    """Empty event tables."""
    return empty_database()


@pytest.fixture
def spec_test(database) -> SpecTest:
    """See the top of this file."""

    def run(written: str, table: str) -> None:
        node = criterion(written)
        patients = patients_of(table)
        expected = [patient.answer.value for patient in patients]
        asked = [
            Asking(CATALOG, p.record).with_order(p.order) if p.order else Asking(CATALOG, p.record)
            for p in patients
        ]

        in_python = [asking.ask(node).value for asking in asked]
        answers = ask_database(CATALOG, [(p.record, p.order) for p in patients], {"it": node}, database)
        in_sql = [answer["it"].value for answer in answers]

        assert in_python == expected
        assert in_sql == expected

    return run
