"""The knowledge as it stands: `painpath check` finds no error in it, fast enough, and every source is used."""

import time

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


def test_the_whole_check_takes_less_than_five_seconds(library):
    began = time.process_time()

    check(library)

    assert time.process_time() - began < 5.0
