"""`gene.X.diplotype: "*1/*4"` in a facts file: two alleles in the notation of laboratories, not a fact of its own.

It is written as any reading: the diplotype, unknown, or {is: the diplotype, on: its day}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from painpath.facts.moment import WHENEVER
from painpath.intake.genes import NO_DIPLOTYPE, Call, add_call, alleles_of, genes_of
from painpath.intake.stated import Stated, add_readings

_WORDS = ("is", "on", "by")
_HOW = 'is two star alleles such as "*1/*4", unknown, or {is: "*1/*4", on: 2026-10-02}.'


def gene_meant(stated: Stated, name: str) -> str:
    """The symbol of the gene whose diplotype a name of a facts file means; empty where it means none."""
    topic, _, rest = name.partition(".")
    id_, _, last = rest.partition(".")
    if topic != "gene" or last != "diplotype":
        return ""
    stars = genes_of(stated.ledger.index.library).star
    return next((symbol for symbol, own in stars.items() if own == id_), "")


def add_diplotype(stated: Stated, name: str, symbol: str, value: object) -> None:
    """Add both alleles; RecordError when the value is no diplotype."""
    when, source = WHENEVER, "facts file"
    if isinstance(value, dict):
        words = cast("Mapping[str, object]", value)
        if "is" not in words or not set(words) <= set(_WORDS):
            raise stated.refuse(name, _HOW)
        if words.get("on") is not None:
            moment = stated.day(name, "on", words["on"])
            if moment is None:
                return
            when = moment
        value = words["is"]
    id_ = name.split(".")[1]
    alleles = [f"gene.{id_}.allele_{place}" for place in (1, 2)]
    if value == "unknown":
        for allele in alleles:
            add_readings(stated, allele, "unknown")
        return
    if not isinstance(value, str) or NO_DIPLOTYPE in alleles_of(stated.ledger.index.facts[alleles[0]], value):
        raise stated.refuse(name, _HOW)
    entry = str(stated.ledger.entry)
    add_call(stated.ledger, Call(symbol, diplotypes=(value,), when=when, id=entry, source=source))
