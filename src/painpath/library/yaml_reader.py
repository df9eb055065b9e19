"""YAML as entries and facts files are written: version 1.2 core, no duplicate keys, no anchors, with line marks.

Here is what others see; how it is read is `yaml_tree`, which brings PyYAML: a record in JSON is judged without it.
"""

from __future__ import annotations

from dataclasses import dataclass

Tree = None | bool | int | float | str | list["Tree"] | dict[str, "Tree"]


@dataclass(frozen=True, slots=True)
class YamlError(Exception):
    """The text is not YAML as we write it; `line` counts from 1."""

    line: int
    message: str


def read_yaml(text: str) -> tuple[Tree, dict[str, int]]:
    """The data of one YAML document and the line of every path in it (`$.rules[0].when`).

    Raises YamlError for a syntax error, a duplicate key, an anchor or alias, or a second document.
    """
    from painpath.library.yaml_tree import read_tree

    return read_tree(text)
