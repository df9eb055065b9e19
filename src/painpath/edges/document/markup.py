"""HTML elements that escape whatever is put into them. The only place where `<` is written."""

from __future__ import annotations

from html import escape
from typing import TypeAlias

from painpath.edges.document.visible import visible

_EMPTY = frozenset({"meta", "line", "circle", "path", "rect"})


class Markup(str):
    """Text that is already HTML. Only `tag` and `join` make it."""

    __slots__ = ()


Child: TypeAlias = "str | Markup | None"


def tag(element: str, /, *children: Child, **attributes: str | None) -> Markup:
    """One element; text is escaped, Markup is kept, None left out. `class_` is class, `aria_label` aria-label.

    >>> tag("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(visible(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if element in _EMPTY:
        return Markup(f"<{element}{said}>") if element == "meta" else Markup(f"<{element}{said}/>")
    return Markup(f"<{element}{said}>{join(*children)}</{element}>")


def join(*children: Child) -> Markup:
    """Children one after the other."""
    return Markup(
        "".join(child if isinstance(child, Markup) else escape(visible(child)) for child in children if child)
    )
