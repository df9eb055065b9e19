"""`texts/en.yaml` has every message that the code says, and none that nobody says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from painpath.library.texts import load_texts

SOURCE = Path(__file__).resolve().parents[2] / "src" / "painpath"
#: a key of a message: section.name, the name perhaps filled in while running
KEY = re.compile(r"^[a-z_]+(?:\.[A-Za-z0-9_*]+)+$")


def pattern_of(node: ast.expr) -> str:
    """A string as written, `*` standing for what is filled in; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    return ""


def literals() -> Iterator[str]:
    """Every string in the code that may be a key: what `say` is given, and strings that look like one."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.expr):
                found = pattern_of(node)
                if KEY.match(found):
                    yield found
    for template in sorted(SOURCE.rglob("*.j2")) + sorted(SOURCE.rglob("*.html")):
        yield from re.findall(r"['\"]([a-z_]+\.[A-Za-z0-9_.]+)['\"]", template.read_text(encoding="utf-8"))


def said() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Where, which key and with which slots `say(...)` is called with a key written there."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "say"
            ):
                first = node.args[0] if node.args else None
                ways = (
                    [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first] if first else []
                )
                slots = frozenset(word.arg or "**" for word in node.keywords)
                for way in ways:
                    key = pattern_of(way)
                    if KEY.match(key):
                        yield f"{path.relative_to(SOURCE)}:{node.lineno}", key, slots


def expression(pattern: str) -> re.Pattern[str]:
    return re.compile("^" + ".+".join(re.escape(part) for part in pattern.split("*")) + "$")


def test_every_message_that_the_code_says_exists():
    texts = load_texts()

    lacking = [
        f"{where} {key}" for where, key, _ in said() if not any(expression(key).match(text) for text in texts)
    ]

    assert lacking == []


def test_no_message_is_left_over():
    sections = {key.partition(".")[0] for key in load_texts()}
    used = [
        expression(key) for key in set(literals()) if key.partition(".")[0] in sections or key.startswith("*")
    ]

    unused = [key for key in load_texts() if not any(pattern.match(key) for pattern in used)]

    assert unused == []


def test_every_slot_of_a_message_is_filled_where_it_is_said():
    texts = load_texts()

    short = [
        f"{where} {key}: {sorted(wanted - slots)}"
        for where, key, slots in said()
        if "**" not in slots and "*" not in key and key in texts
        if (wanted := set(re.findall(r"\{(\w+)\}", texts[key]))) - slots
    ]

    assert short == []


@pytest.mark.parametrize("key", sorted(load_texts()))
def test_a_message_has_no_empty_slot(key):
    assert "{}" not in load_texts()[key]
