"""Text that is safe to show on a terminal: what would steer it (escape codes, direction marks) made visible.

A record may hold them in a code, a name or an id, and they could clear the screen or hide a danger. Not escaping for
HTML (`markup`) and not a judgement of what was written.
"""

from __future__ import annotations

import re

#: what stands for a character that is not shown
REPLACED = "\ufffd"
#: C0 but newline and tab, DEL, C1, marks that turn the direction of writing, separators of lines, half a character
_STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""The text with a visible mark in place of each character that a terminal would obey instead of showing.

    >>> visible("a\x1b[31mb\tc\nd")
    'a�[31mb\tc\nd'
    """
    return _STEERS.sub(REPLACED, text)


def visible_json(text: str) -> str:
    r"""JSON with such characters written as `\u` escapes: the same data, and nothing that a terminal obeys.

    >>> visible_json('{"a": "\u202eb"}')
    '{"a": "\\u202eb"}'
    """
    return _STEERS.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
