"""Running the command line inside the test process, and small facts files."""

import io
import sys
from dataclasses import dataclass

import pytest

from painpath.edges.cli import entry

DIABETIC = """\
as_of: 2026-11-20
patient: {age: 60, sex: male}
complete: [condition, medication, allergy]
facts:
  pain.present: yes
  pain.sites: [foot_left, foot_right]
  condition.type_2_diabetes: yes
  symptom.burning: yes
  examination.pinprick_loss: yes
"""

CAUDA_EQUINA = """\
as_of: 2026-11-20
patient: {age: 52, sex: male}
facts: {pain.present: yes, pain.sites: [lower_back], condition.sciatica: yes, symptom.saddle_numbness: yes}
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def painpath(capfd, monkeypatch):
    """Run a command: `painpath("plan", path, stdin=...)`, as into a file unless a test sets COLUMNS."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*words, stdin=""):
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        code = entry.run([str(word) for word in words])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def diabetic(tmp_path):
    path = tmp_path / "patient.yaml"
    path.write_text(DIABETIC, encoding="utf-8")
    return path


@pytest.fixture
def cauda_equina(tmp_path):
    path = tmp_path / "cauda.yaml"
    path.write_text(CAUDA_EQUINA, encoding="utf-8")
    return path
