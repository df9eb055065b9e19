"""No patient value leaves through a log, a print or a message of refusal."""

import ast
from pathlib import Path

import pytest

from painpath.intake import RecordError, read_patient

SOURCE = Path(__file__).resolve().parents[2] / "src" / "painpath"
#: a value no message may repeat
SECRET = "Zyxwvu7391"
BAD = {
    "empty": b"",
    "not JSON": f"{{{SECRET}".encode(),
    "truncated": f'{{"resourceType": "Patient", "name": "{SECRET}'.encode(),
    "trailing text": f'{{"resourceType": "Patient", "id": "a"}} {SECRET}'.encode(),
    "NaN literal": f'{{"resourceType": "Observation", "note": "{SECRET}", "valueQuantity": {{"value": NaN}}}}'.encode(),
    "UTF-16": f'{{"resourceType": "{SECRET}"}}'.encode("utf-16"),
    "an array": f'["{SECRET}"]'.encode(),
    "not FHIR": f'{{"name": "{SECRET}"}}'.encode(),
    "no Patient": f'{{"resourceType": "Bundle", "type": "collection", "entry": [], "id": "{SECRET}"}}'.encode(),
    "two Patients": (
        '{"resourceType": "Bundle", "type": "collection", "entry": ['
        f'{{"resource": {{"resourceType": "Patient", "id": "a", "name": [{{"family": "{SECRET}"}}]}}}},'
        f'{{"resource": {{"resourceType": "Patient", "id": "b", "name": [{{"family": "{SECRET}"}}]}}}}]}}'
    ).encode(),
    "nested too deep": b'{"a":' * 10_000 + f'"{SECRET}"'.encode() + b"}" * 10_000,
    "a facts file with a wrong value": f"facts:\n  condition.epilepsy: {SECRET}\n".encode(),
    "a facts file with a wrong number": f"facts:\n  lab.creatinine: {SECRET} mg/dL\n".encode(),
    "a facts file with a wrong date": f'patient: {{birth_date: "{SECRET}"}}\nfacts: {{}}\n'.encode(),
    "a facts file with a wrong course": f"facts:\n  medication.gabapentin: {{amount: {SECRET}}}\n".encode(),
    "a facts file that is not YAML": f"facts: [\n  {SECRET}: {{\n".encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_a_refusal_holds_no_value_of_the_patient(name, library, caplog, capsys):
    try:
        intake = read_patient(BAD[name], library, name="input.json")
        told = repr(intake.unread)
    except RecordError as error:
        told = str(error)
        assert told.startswith("input.json"), "a refusal says which file"
    written = capsys.readouterr()

    assert SECRET not in told + written.out + written.err + caplog.text


def calls(tree: ast.AST) -> list[str]:
    return [
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute))
    ]


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_the_edges_write_anything(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }

    floor = path.relative_to(SOURCE).parts[0]
    assert "print" not in calls(tree)
    assert "logging" not in imported or floor in ("edges", "store")
    assert "warnings" not in imported
