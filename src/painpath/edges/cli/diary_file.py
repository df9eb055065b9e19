"""Writing a diary's entries into the text of a facts file: comments, order and every other line stay as they were.

One line is one entry (`2026-11-01: 6`) or one course, and only lines that change are touched. The result is read back;
where it would not say the same, the whole file is written anew instead. Written whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, cast

import click
import msgspec

from painpath.edges.cli.facts_text import SCHEMA, anew
from painpath.library.yaml_reader import YamlError, read_yaml

_HEAD = re.compile(r"^(?P<indent> *)(?P<key>[^\s#'\"][^:]*|\"[^\"]*\"):(?P<rest>\s.*)?$")
_COMMENT = re.compile(r"(?:^|\s)#[^\"'\]}]*$")

_BARE = re.compile(r"[A-Za-z][\w./%+-]*(?: [\w./%+-]+)*|\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)? [A-Za-z%][\w/%]*")
_NOT_WORDS = frozenset(("true", "false", "null"))


class Written(NamedTuple):
    """The new text, and whether the author's comments and order are still in it."""

    text: str
    kept: bool = True


def with_changes(data: bytes, facts: Mapping[str, object], notes: Mapping[str, object]) -> Written:
    """The facts file with new values for these facts (and for `notes`); a new file where `data` is empty."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode()
    if not text.strip():
        text = f"schema: {SCHEMA}\nfacts:\n"
    elif text.lstrip().startswith("{"):
        return _flow_file(text, facts, notes)
    wanted = _with(read_yaml(text)[0], facts, notes)
    lines = text.splitlines()
    edited = _edited(lines, "facts", facts)
    if edited is not None and notes:
        edited = _edited(edited, "notes", notes)
    if edited is not None:
        end = "\r\n" if "\r\n" in text else "\n"
        new = end.join(edited) + end
        with suppress(YamlError):
            if read_yaml(new)[0] == wanted:
                return Written(new)
    return Written(anew(wanted), "#" not in text)


def _flow_file(text: str, facts: Mapping[str, object], notes: Mapping[str, object]) -> Written:
    """A file in JSON, or in YAML on one line."""
    try:
        wanted = _with(msgspec.json.decode(text), facts, notes)
    except msgspec.DecodeError:
        return Written(anew(_with(read_yaml(text)[0], facts, notes)), "#" not in text)
    return Written(msgspec.json.format(msgspec.json.encode(wanted), indent=2).decode() + "\n")


def _with(document: object, facts: Mapping[str, object], notes: Mapping[str, object]) -> dict[str, object]:
    assert isinstance(document, dict), "intake has read this file already"
    found = {**document, "facts": {**(document.get("facts") or {}), **facts}}
    return {**found, "notes": {**(document.get("notes") or {}), **notes}} if notes else found


def _edited(lines: list[str], word: str, values: Mapping[str, object]) -> list[str] | None:
    """The lines with new values under `word:`; None where there is no such block to go on with."""
    start = next((i for i, line in enumerate(lines) if re.match(rf"^{word}:\s*(?:#.*)?$", line)), None)
    if start is None:
        if any(line.startswith(f"{word}:") for line in lines):
            return None
        lines = [*lines, f"{word}:"]
        start = len(lines) - 1
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " #"):
        end += 1
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1  # blank lines and comments before the next word belong to it
    block = lines[start + 1 : end]
    indent = next((len(one) - len(one.lstrip()) for one in block if one.strip() and one.strip()[0] != "#"), 2)
    for key, value in values.items():
        _put(block, key, value, indent)
    return [*lines[: start + 1], *block, *lines[end:]]


def _put(block: list[str], key: str, value: object, indent: int) -> None:
    """Write one value under its key: line by line where it stands so already, else its lines anew."""
    printed = _key(key)
    for i, line in enumerate(block):
        found = _HEAD.match(line)
        if (
            found
            and len(found["indent"]) == indent
            and found["key"] in (key, printed, f'"{key}"', f"'{key}'")
        ):
            last = i + 1
            while last < len(block) and (
                block[last].startswith(" " * (indent + 1)) or _dashed(block[last], indent)
            ):
                last += 1
            body = block[i + 1 : last]
            bare = not (found["rest"] or "").strip() or (found["rest"] or "").strip().startswith("#")
            rewritten = _lines(body, value) if bare and body else None
            if rewritten is None:
                block[i:last] = [f"{' ' * indent}{printed}:", *_fresh(value, indent + 2)]
            else:
                block[i + 1 : last] = rewritten
            return
    block += [f"{' ' * indent}{printed}:", *_fresh(value, indent + 2)]


def _dashed(line: str, indent: int) -> bool:
    """Whether a line is an item of a list that stands no deeper than its key, as YAML allows."""
    return line.startswith(f"{' ' * indent}- ")


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9][\w.+:/-]*", key) else msgspec.json.encode(key).decode()


def flow(value: object) -> str:
    """A value on one line, its words bare where YAML 1.2 reads them back as the same words.

    >>> flow({"is": "yes", "on": "2026-11-20", "dose": "300 mg"}), flow("6"), flow([6, 7.5])
    ('{is: yes, on: 2026-11-20, dose: 300 mg}', '"6"', '[6, 7.5]')
    """
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_key(str(key))}: {flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, str) and _BARE.fullmatch(value) and value.lower() not in _NOT_WORDS:
        return value
    return msgspec.json.encode(value).decode()


def _fresh(value: object, indent: int) -> list[str]:
    """A value in lines of its own: one for each day, or for each item."""
    pad = " " * indent
    if isinstance(value, dict) and all(re.match(r"^\d{4}-", str(key)) for key in value):
        return [f"{pad}{key}: {flow(one)}" for key, one in value.items()]
    items = value if isinstance(value, list) else [value]
    if isinstance(value, dict):
        return [f"{pad}{_key(str(key))}: {flow(one)}" for key, one in value.items()]
    return [f"{pad}- {flow(one)}" for one in items]


def _lines(body: Sequence[str], value: object) -> list[str] | None:
    """The lines of a value with only those changed that must be; None where it does not stand one entry a line."""
    real = [line for line in body if line.strip() and not line.strip().startswith("#")]
    if not real:
        return None
    indent = len(real[0]) - len(real[0].lstrip())
    if any(len(line) - len(line.lstrip()) != indent for line in real):
        return None
    try:
        old = read_yaml("\n".join(body))[0]
    except YamlError:
        return None
    if isinstance(old, dict) and isinstance(value, dict) and len(old) == len(real):
        return _days(body, old, cast("Mapping[str, object]", value), indent)
    if isinstance(old, list) and isinstance(value, list) and len(old) == len(real):
        return _items(body, old, value, indent)
    return None


def _days(
    body: Sequence[str], old: Mapping[str, object], value: Mapping[str, object], indent: int
) -> list[str] | None:
    """Lines `day: value`: those of the new days put in by date, those that changed replaced."""
    if not set(old) <= set(value):
        return None
    pad, keys = " " * indent, iter(list(old))
    new = sorted(set(value) - set(old))
    ordered = list(old) == sorted(old)
    found: list[str] = []
    for line in body:
        if not line.strip() or line.strip().startswith("#"):
            found.append(line)
            continue
        key = next(keys)
        while ordered and new and new[0] < key:
            day = new.pop(0)
            found.append(f"{pad}{_key(day)}: {flow(value[day])}")
        found.append(
            line if old[key] == value[key] else f"{pad}{_key(key)}: {flow(value[key])}{_comment(line)}"
        )
    return [*found, *(f"{pad}{_key(day)}: {flow(value[day])}" for day in new)]


def _items(
    body: Sequence[str], old: Sequence[object], value: Sequence[object], indent: int
) -> list[str] | None:
    """Lines `- item`: an item that is still there keeps its line, one that changed in place is replaced."""
    if len(value) < len(old):
        return None
    pad, found, at = " " * indent, list[str](), 0
    for line in body:
        if not line.strip() or line.strip().startswith("#"):
            found.append(line)
            continue
        found.append(line if old[at] == value[at] else f"{pad}- {flow(value[at])}{_comment(line)}")
        at += 1
    return [*found, *(f"{pad}- {flow(one)}" for one in value[at:])]


def _comment(line: str) -> str:
    found = _COMMENT.search(line)
    return "" if found is None else f"  {found[0].strip()}"


def save(target: Path, before: bytes | None, text: str) -> None:
    """Write the file whole or not at all, with the rights it had; a usage error where that cannot be done.

    `before` is what was read: if the file has changed since, nothing is written, for an entry would be lost.
    """
    target = target.resolve()
    beside = target.with_name(f".{target.name}.part")
    try:
        now = target.read_bytes() if target.exists() else None
        if now != before:
            raise click.UsageError(
                f"{target.name} was changed by another program meanwhile. Nothing was written; run it again."
            )
        beside.write_bytes(text.encode())
        if before is not None:
            beside.chmod(target.stat().st_mode & 0o777)
        else:
            beside.chmod(0o600)  # a diary is nobody else's business
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise click.UsageError(
            f"{target} cannot be written ({error.strerror}). Nothing was changed."
        ) from None
