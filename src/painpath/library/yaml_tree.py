"""How YAML is read: PyYAML's C loader with the resolvers of YAML 1.2.

PyYAML's own resolvers are 1.1, where `no` is False and `12:30` is 750: they are replaced. Dates stay text.
"""

from __future__ import annotations

import re
from typing import ClassVar

import yaml

from painpath.library.yaml_reader import Tree, YamlError

_BASE: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Core(_BASE):  # type: ignore[misc, valid-type]
    """The C loader with YAML 1.2 core resolvers."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


def _resolve(tag: str, pattern: str, first: str) -> None:
    _Core.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first) if first else [""]
    )


_resolve("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF")
_resolve("null", r"^(?:~|null|Null|NULL|)$", "~nN\0")
_Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])
_resolve("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", "-+0123456789")
_resolve("float", r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$", "-+.0123456789")


def read_tree(text: str) -> tuple[Tree, dict[str, int]]:
    """The data of one document and the line of every path in it; YamlError where it is not YAML as we write it."""
    loader = _Core(text)
    try:
        node = loader.get_single_node()
        lines: dict[str, int] = {}
        tree = None if node is None else _build(loader, node, "$", lines, set())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(part for part in (error.context, error.problem) if part)
        raise YamlError(mark.line + 1 if mark else 1, said or "not YAML") from None
    except yaml.YAMLError as error:
        raise YamlError(1, str(error).splitlines()[0]) from None
    finally:
        loader.dispose()
    return tree, lines


def _build(loader: _Core, node: yaml.Node, path: str, lines: dict[str, int], seen: set[int]) -> Tree:
    line = node.start_mark.line + 1
    lines[path] = line
    if id(node) in seen:
        raise YamlError(line, "anchors and aliases are not used here: write it out")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Tree] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError(key_node.start_mark.line + 1, "a key is one word")
            key = str(key_node.value)
            if key in mapping:
                raise YamlError(key_node.start_mark.line + 1, f"the key {key!r} stands here twice")
            mapping[key] = _build(loader, value_node, f"{path}.{key}", lines, seen)
            lines[f"{path}.{key}"] = key_node.start_mark.line + 1
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, part, f"{path}[{i}]", lines, seen) for i, part in enumerate(node.value)]
    text = str(node.value)
    match node.tag.rpartition(":")[2]:
        case "bool":
            return text.lower() == "true"
        case "null":
            return None
        case "int":
            return int(text, 0) if text[:2].lower() in ("0o", "0x") else int(text)
        case "float":
            return float(text)
        case _:
            return text
