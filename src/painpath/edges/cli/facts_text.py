"""Writing answers into the text of a facts file without disturbing what its author wrote: comments and order stay.

The result is read back; where it would not say the same, the whole file is written anew instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
import yaml

from painpath.intake.stated import is_diary
from painpath.library.yaml_reader import YamlError, read_yaml

SCHEMA = "painpath.facts/1"
_BLOCK = re.compile(r"^facts:\s*(?:#.*)?$")


def written(data: bytes, answers: Mapping[str, object], as_of: str) -> str:
    """The facts file with the answers in it; a new file when `data` is empty."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode()
    if not text.strip():
        return (
            f"schema: {SCHEMA}\nas_of: {as_of}\nfacts:\n{''.join(_line(f, v, 2) for f, v in answers.items())}"
        )
    if text.lstrip().startswith("{"):
        try:
            wanted = _merged(msgspec.json.decode(text), answers)
        except msgspec.DecodeError:
            wanted = _merged(read_yaml(text)[0], answers)  # YAML in one line
        else:
            return msgspec.json.format(msgspec.json.encode(wanted), indent=2).decode() + "\n"
        return anew(wanted)
    document = read_yaml(text)[0]
    wanted = _merged(document, answers)
    edited = _edited(text, {fact: _beside(document, fact, value) for fact, value in answers.items()})
    try:
        same = edited is not None and read_yaml(edited)[0] == wanted
    except YamlError:
        same = False
    return edited if edited is not None and same else anew(wanted)


def _merged(document: object, answers: Mapping[str, object]) -> dict[str, object]:
    assert isinstance(document, dict), "intake has read this file already"
    patient = dict(document.get("patient") or {})
    facts = dict(document.get("facts") or {})
    for fact, value in answers.items():
        short = fact.removeprefix("patient.")
        if fact.startswith("patient.") and (short in patient or fact in patient):
            patient[short if short in patient else fact] = value
        else:
            facts[fact] = _beside(document, fact, value)
    found = {**document, "facts": facts}
    return {**found, "patient": patient} if patient else found


def _beside(document: object, fact: str, value: object) -> object:
    """The answer, after the measurements with their days that stand there already: a course over time is not lost.

    Courses that a diary logged are never replaced either.
    """
    facts = document.get("facts") if isinstance(document, dict) else None
    old = facts.get(fact) if isinstance(facts, dict) else None
    listed = old if isinstance(old, list) else [old]
    diary = any(is_diary(one) or (isinstance(one, dict) and "logged" in one) for one in listed)
    if diary and old != value:
        return [*listed, value] if value not in listed else listed
    dated = [one for one in listed if isinstance(one, dict) and "value" in one and "on" in one]
    return [*listed, value] if dated and isinstance(value, dict) and value not in listed else value


def _edited(text: str, answers: Mapping[str, object]) -> str | None:
    """The text with lines replaced or added under `facts:`; None when there is no such block."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    start = next((i for i, line in enumerate(lines) if _BLOCK.match(line.rstrip("\n"))), None)
    if start is None:
        return None
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " #"):
        end += 1
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1  # blank lines and comments before the next word belong to it
    block = lines[start + 1 : end]
    indent = next(
        (len(line) - len(line.lstrip(" ")) for line in block if line.strip() and line.strip()[0] != "#"), 2
    )
    for fact, value in answers.items():
        _put(block, fact, _line(fact, value, indent), indent)
    return "".join([*lines[: start + 1], *block, *lines[end:]])


def _put(block: list[str], fact: str, line: str, indent: int) -> None:
    """Replace the lines of a fact, or add it at the end."""
    head = " " * indent + fact + ":"
    for i, old in enumerate(block):
        if old.startswith(head):
            last = i + 1
            while last < len(block) and block[last].startswith(" " * (indent + 1)):
                last += 1
            block[i:last] = [line]
            return
    block.append(line)


def _line(fact: str, value: object, indent: int) -> str:
    return f"{' ' * indent}{fact}: {flow(value)}\n"


def flow(value: object) -> str:
    """A value in one line, plain where YAML 1.2 reads it back as the same text."""
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9][\w ./%+-]*", value):
        return value.strip()
    return (
        yaml.safe_dump(value, default_flow_style=True, width=10_000, allow_unicode=True, sort_keys=False)
        .splitlines()[0]
        .strip()
    )


def anew(document: Mapping[str, object]) -> str:
    """The whole file written by us, without the comments of its author."""
    return yaml.safe_dump(
        dict(document), sort_keys=False, allow_unicode=True, default_flow_style=None, width=110
    )
