"""From the files of `knowledge/` to typed entries, through a binary cache.

A tree of a thousand small files takes seconds to read as YAML and some milliseconds from one msgpack file. The cache
is keyed by the (path, time, size) of every file and by the schema; it is written by atomic rename, and where it cannot
be written the entries simply live in memory. It is data, never code: decoding it runs the same schema. Kinds are
decoded when they are first asked for, because most commands never look at workup or effects; of sources, which are
many and of which a page cites a few, each one alone.

What is installed from a wheel is not edited: the wheel brings the same cache under another name (`SHIPPED`, made by
`write_shipped` while the wheel is built), and where it lies no file is looked at.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Set
from operator import itemgetter
from pathlib import Path
from typing import cast

import msgspec

from painpath.library import schema
from painpath.library.errors import KnowledgeError, KnowledgeErrors
from painpath.library.yaml_reader import YamlError, read_yaml

KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge"
_CACHE = Path(__file__).resolve().parent.parent / "knowledge.cache"
#: in a wheel only; never in a source tree
SHIPPED = Path(__file__).resolve().parent.parent / "shipped.cache"
_ID = re.compile(r"^[a-z0-9]+(?:[._][a-z0-9]+)*$")
_AT = re.compile(r" - at `(?P<path>\$.*)`$")

Kinds = Mapping[str, Mapping[str, schema.Entry]]


_SHIPPED_STAMP = b"shipped"
#: kinds of which each entry is decoded alone, when it is first looked at
_ONE_BY_ONE = frozenset({"sources"})


class _Cached(msgspec.Struct):
    stamp: bytes
    version: str
    kinds: dict[str, msgspec.Raw]
    #: the words of all entries that name a fact asked for (see `asked_words`)
    asked: list[str]


#: a file as `kind/name.yaml`, its time [ns] and its size [bytes]
_File = tuple[str, int, int]


def read_entries(root: Path = KNOWLEDGE, cache: Path | None = _CACHE) -> tuple[Kinds, str]:
    """All entries by kind and id but those of kinds kept apart, and the knowledge version (newest day + content hash).

    Raises KnowledgeErrors naming every file and line that cannot be read.
    """
    if cache == _CACHE:
        found = _from_cache(SHIPPED, _SHIPPED_STAMP, root)
        if found is not None:
            return found
    files = _files(root, schema.KINDS.keys() - schema.APART)
    stamp = _stamp(files)
    if cache is not None:
        found = _from_cache(cache, stamp, root)
        if found is not None:
            return found
    kinds, version = _from_yaml(root, files)
    if cache is not None:
        _to_cache(cache, stamp, version, kinds)
    return kinds, version


def write_shipped(to: Path, root: Path = KNOWLEDGE) -> None:
    """Write the cache that a wheel brings; for the build of a wheel only."""
    kinds, version = _from_yaml(root, _files(root, schema.KINDS.keys() - schema.APART))
    _to_cache(to, _SHIPPED_STAMP, version, kinds)


def read_code_systems(root: Path = KNOWLEDGE) -> Mapping[str, schema.CodeSystem]:
    """Where codes were seen, by code system: a kind kept apart, because no answer needs it.

    Raises KnowledgeErrors naming every file and line that cannot be read.
    """
    return cast("Mapping[str, schema.CodeSystem]", read_apart("codes", root))


def read_claims(root: Path = KNOWLEDGE) -> Mapping[str, schema.Claim]:
    """What articles state and what is to be said of it, by id: a kind kept apart, because no answer needs it.

    Raises KnowledgeErrors naming every file and line that cannot be read.
    """
    return cast("Mapping[str, schema.Claim]", read_apart("claims", root))


def read_apart(kind: str, root: Path = KNOWLEDGE) -> Mapping[str, schema.Entry]:
    """The entries of one kind kept apart, from their files: there is no cache of them.

    Raises KnowledgeErrors naming every file and line that cannot be read.
    """
    return _from_yaml(root, _files(root, {kind}))[0][kind]


def _files(root: Path, wanted: Set[str]) -> list[_File]:
    """Every entry's file, in order."""
    found: list[_File] = []
    strange = []
    with os.scandir(root) as kinds:
        folders = sorted((k.name, k.is_dir()) for k in kinds if not k.name.startswith("."))
    for kind, is_folder in folders:
        if kind not in schema.KINDS or not is_folder:
            strange.append(
                KnowledgeError(kind, 1, f"not a kind of entry; there are {', '.join(sorted(schema.KINDS))}")
            )
            continue
        if kind not in wanted:
            continue
        with os.scandir(root / kind) as entries:
            for e in entries:
                name = e.name
                if name.endswith(".yaml"):
                    stat = e.stat()
                    found.append((f"{kind}/{name}", stat.st_mtime_ns, stat.st_size))
                elif not name.startswith("."):
                    strange.append(
                        KnowledgeError(f"{kind}/{name}", 1, "an entry is a file whose name ends in .yaml")
                    )
    if strange:
        raise KnowledgeErrors(strange)
    found.sort(key=itemgetter(0))
    return found


def _stamp(files: list[_File]) -> bytes:
    return hashlib.sha256(_schema_stamp() + msgspec.msgpack.encode(files)).digest()


def _schema_stamp() -> bytes:
    stats = [Path(code).stat() for code in (schema.__file__, __file__)]
    return "".join(f"{stat.st_mtime_ns}:{stat.st_size}\n" for stat in stats).encode()


class _CachedKinds(Mapping[str, Mapping[str, schema.Entry]]):
    """The kinds of a cache, each decoded once, when first looked at; a damaged one is read from its files."""

    def __init__(self, cached: _Cached, root: Path) -> None:
        self._raws, self._root = cached.kinds, root
        self._decoded: dict[str, Mapping[str, schema.Entry]] = {}
        self.asked = frozenset(cached.asked)

    def __getitem__(self, kind: str) -> Mapping[str, schema.Entry]:
        found = self._decoded.get(kind)
        if found is None:
            found = self._decoded[kind] = self._decode(kind)
        return found

    def _decode(self, kind: str) -> Mapping[str, schema.Entry]:
        struct = schema.KINDS[kind]
        try:
            if kind in _ONE_BY_ONE:
                raws = msgspec.msgpack.decode(self._raws[kind], type=dict[str, msgspec.Raw])
                return _CachedEntries(raws, struct, kind, self._root)
            found: Mapping[str, schema.Entry] = msgspec.msgpack.decode(
                self._raws[kind], type=dict.__class_getitem__((str, struct))
            )
        except msgspec.MsgspecError:
            return _from_yaml(self._root, _files(self._root, {kind}))[0][kind]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._raws)

    def __len__(self) -> int:
        return len(self._raws)


class _CachedEntries(Mapping[str, schema.Entry]):
    """The entries of one kind, each decoded once, when first looked at; a damaged one is read from its file."""

    def __init__(
        self, raws: Mapping[str, msgspec.Raw], struct: type[schema.Entry], kind: str, root: Path
    ) -> None:
        self._raws, self._struct, self._kind, self._root = raws, struct, kind, root
        self._decoded: dict[str, schema.Entry] = {}

    def __getitem__(self, name: str) -> schema.Entry:
        found = self._decoded.get(name)
        if found is None:
            raw = self._raws[name]
            try:
                found = msgspec.msgpack.decode(raw, type=self._struct)
            except msgspec.MsgspecError:
                where = f"{self._kind}/{name}.yaml"
                found = read_entry(self._kind, where, (self._root / where).read_text(encoding="utf-8"))
            self._decoded[name] = found
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._raws)

    def __len__(self) -> int:
        return len(self._raws)


def _from_cache(cache: Path, stamp: bytes, root: Path) -> tuple[Kinds, str] | None:
    try:
        cached = msgspec.msgpack.decode(cache.read_bytes(), type=_Cached)
    except (OSError, msgspec.MsgspecError):
        return None  # absent, foreign or damaged: the YAML files are the truth
    if cached.stamp != stamp or not cached.kinds.keys() <= schema.KINDS.keys():
        return None
    return _CachedKinds(cached, root), cached.version


def _to_cache(cache: Path, stamp: bytes, version: str, kinds: Kinds) -> None:
    encoded = {kind: msgspec.Raw(msgspec.msgpack.encode(entries)) for kind, entries in kinds.items()}
    write_whole(cache, msgspec.msgpack.encode(_Cached(stamp, version, encoded, sorted(asked_words(kinds)))))


def write_whole(cache: Path, data: bytes) -> None:
    """Write a cache by atomic rename; where that cannot be done there is none."""
    with contextlib.suppress(OSError):  # a read-only installation works from memory
        handle, name = tempfile.mkstemp(dir=cache.parent, prefix=cache.name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(cache)
        except OSError:
            Path(name).unlink()
            raise


def _from_yaml(root: Path, files: list[_File]) -> tuple[Kinds, str]:
    kinds: dict[str, dict[str, schema.Entry]] = {kind: {} for kind in schema.KINDS}
    errors: list[KnowledgeError] = []
    content = hashlib.sha256()
    for where, _, _ in files:
        kind, _, name = where.partition("/")
        text = (root / kind / name).read_text(encoding="utf-8")
        content.update(where.encode() + b"\0" + text.encode() + b"\0")
        entry_id = name.removesuffix(".yaml")
        if _ID.match(entry_id) is None:
            errors.append(
                KnowledgeError(
                    where, 1, "the file name is the id: lower case words joined by _ (facts: topic.name)"
                )
            )
            continue
        try:
            kinds[kind][entry_id] = read_entry(kind, where, text)
        except KnowledgeError as error:
            errors.append(error)
    if errors:
        raise KnowledgeErrors(errors)
    return kinds, content.hexdigest()[:12]


#: the kinds whose entries ask facts
_ASKING = (
    "drugs", "classes", "interactions", "therapies", "causes", "rules", "mechanisms", "instruments", "qst",
    "guidelines",
)  # fmt: skip


def asked_words(kinds: Kinds) -> frozenset[str]:
    """Every word of the entries by which a fact may be asked: their criteria, and what facts are derived from."""
    if isinstance(kinds, _CachedKinds):
        return kinds.asked
    words: set[str] = set()
    for kind, entries in kinds.items():
        for entry in entries.values():
            if kind == "facts":
                assert isinstance(entry, schema.Fact)
                if entry.derived is not None:
                    _words_in(msgspec.to_builtins(entry.derived), words)
            elif kind in _ASKING:
                _words_in(msgspec.to_builtins(entry), words)
    # Sentences are no names of facts.
    return frozenset(word for word in words if " " not in word)


def _words_in(tree: object, words: set[str]) -> None:
    """Every word that stands under a key that asks: cases, questions and lists of what to ask do not count."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key not in ("cases", "ask", "facts", "question", "cite", "says"):
                words.add(str(key))
                _words_in(value, words)
    elif isinstance(tree, list):
        for value in tree:
            _words_in(value, words)
    elif isinstance(tree, str):
        words.add(tree)


def read_entry(kind: str, where: str, text: str) -> schema.Entry:
    """One entry of a kind from its text; KnowledgeError with the line where it does not fit the schema."""
    try:
        tree, lines = read_yaml(text)
    except YamlError as error:
        raise KnowledgeError(where, error.line, error.message) from None
    try:
        return msgspec.convert(tree, type=schema.KINDS[kind], strict=True)
    except msgspec.ValidationError as error:
        message = str(error)
        at = _AT.search(message)
        path = at["path"] if at else "$"
        raise KnowledgeError(where, line_of(path, lines), _AT.sub("", message) + f" (at {path})") from None


def line_of(path: str, lines: Mapping[str, int]) -> int:
    """The line of a path, or of its nearest parent that has one."""
    while path and path not in lines:
        path = (
            path[: max(path.rfind("."), path.rfind("["))] if max(path.rfind("."), path.rfind("[")) > 0 else ""
        )
    return lines.get(path, 1)


def lines_in(root: Path, where: str) -> Mapping[str, int]:
    """The line of every path in an entry's file; read again only when there is something to report."""
    return read_yaml((root / where).read_text(encoding="utf-8"))[1]
