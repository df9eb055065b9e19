"""What articles state: the entries that a claim names exist, and its citations lead somewhere.

Which claims there have to be is not asked here: a test compares them with the list they were taken from.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping

from painpath.library import Library, schema
from painpath.selfcheck.links import check_cites
from painpath.selfcheck.result import Finding, error
from painpath.selfcheck.walk import cited, parts, source_of

Claims = Mapping[str, schema.Claim]


def check_claims(library: Library, claims: Claims) -> Iterator[Finding]:
    """Every `kind/id` that a claim names is an entry and stands there once; every citation leads to a source."""
    known = {f"{kind}/{name}" for kind, entries in library.kinds.items() for name in entries}
    for name, claim in claims.items():
        where = f"claims/{name}.yaml"
        for part in parts(claim):
            yield from check_cites(part, where, library)
        if not claim.entries:
            yield error("link", where, "$", "names no entry that answers it")
        for i, entry in enumerate(claim.entries):
            at = f"$.entries[{i}]"
            if entry not in known:
                near = difflib.get_close_matches(entry, known, n=3)
                told = f"; did you mean {', '.join(near)}?" if near else "; write kind/id"
                yield error("link", where, at, f"no entry {entry!r}{told}")
            elif entry in claim.entries[:i]:
                yield error("link", where, at, f"{entry} stands here twice")


def sources_of_claims(claims: Claims) -> frozenset[str]:
    """Every source that a claim cites."""
    return frozenset(
        source_of(cite) for claim in claims.values() for part in parts(claim) for _, cite in cited(part)
    )


def count_claims(claims: Claims) -> dict[str, int]:
    """How many claims stand, are weak, outdated or wrong."""
    return dict(sorted(Counter(claim.verdict for claim in claims.values()).items()))
