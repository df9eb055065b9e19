"""Messages that people read: kept in `texts/en.yaml`, filled with named slots. No prose in code.

A missing message or slot is our own fault and raises; a test asks for every key that the code uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from painpath.library.entries import write_whole
from painpath.library.errors import KnowledgeError
from painpath.library.yaml_reader import Tree, read_yaml

TEXTS = Path(__file__).resolve().parent.parent / "texts"
_CACHE = TEXTS.parent / "texts.cache"
#: in a wheel only, where no text is edited (see `entries.SHIPPED`)
SHIPPED = TEXTS.parent / "shipped_texts.cache"
_SHIPPED_STAMP = "shipped"


class _Cached(msgspec.Struct):
    stamp: str
    texts: dict[str, str]


def load_texts(language: str = "en", root: Path = TEXTS) -> Mapping[str, str]:
    """All messages of a language by dotted key; the installed ones from a cache while their file is the same."""
    if root != TEXTS:
        return _read(language, root)
    shipped = _from_cache(SHIPPED)
    if shipped.stamp == f"{language}:{_SHIPPED_STAMP}":
        return shipped.texts
    stat = (root / f"{language}.yaml").stat()
    stamp = f"{language}:{stat.st_mtime_ns}:{stat.st_size}"
    cached = _from_cache(_CACHE)
    if cached.stamp != stamp:
        cached = _Cached(stamp, _read(language, root))
        write_whole(_CACHE, msgspec.msgpack.encode(cached))
    return cached.texts


def write_shipped(to: Path, language: str = "en") -> None:
    """Write the cache that a wheel brings; for the build of a wheel only."""
    write_whole(to, msgspec.msgpack.encode(_Cached(f"{language}:{_SHIPPED_STAMP}", _read(language, TEXTS))))


def _from_cache(cache: Path) -> _Cached:
    try:
        return msgspec.msgpack.decode(cache.read_bytes(), type=_Cached)
    except (OSError, msgspec.MsgspecError):
        return _Cached("", {})  # absent, foreign or damaged: the file is the truth


def _read(language: str, root: Path) -> dict[str, str]:
    where = f"texts/{language}.yaml"
    tree, _ = read_yaml((root / f"{language}.yaml").read_text(encoding="utf-8"))
    flat: dict[str, str] = {}

    def flatten(node: Tree, path: str) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                flatten(value, f"{path}.{key}" if path else key)
        elif isinstance(node, str):
            flat[path] = node.strip()
        else:
            raise KnowledgeError(where, 1, f"{path} is not a text")

    flatten(tree, "")
    return flat
