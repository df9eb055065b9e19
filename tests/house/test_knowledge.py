"""The knowledge as it stands: `painpath check` finds no error in it, and every source is used."""

import pytest

from painpath.selfcheck import check


@pytest.fixture(scope="module")
def report(library):
    return check(library)


def test_the_knowledge_has_no_error(report):
    assert [str(finding) for finding in report.errors] == []


def test_every_source_is_cited(report):
    assert [finding.where for finding in report.gaps if finding.kind == "unused"] == []


def test_every_case_was_run(report):
    assert report.counts["cases"]["run"] > 1000
