"""A file of gene results into readings: the report that PharmCAT writes, or the outside calls that it reads.

PharmCAT report.json and phenotype.json: a gene's `recommendationDiplotypes` hold alleles, phenotypes in CPIC's words
and the activity score (version 3.1 and, with a level for CPIC and one for DPWG, versions 2 and 3.0). Outside calls:
tab-separated lines of gene, diplotype, phenotype, activity score (docs/using/Outside-Call-Format.md, v3.1.1). No
patient is named in either; which patient it is about is said by whoever gives it together with a record.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Raw

from painpath.intake import shapes
from painpath.intake.codes import index_of
from painpath.intake.door import text_of, too_deep
from painpath.intake.errors import RecordError
from painpath.intake.genes import Call, add_call
from painpath.intake.ledger import Ledger
from painpath.intake.values import Intake
from painpath.library import Library

_GIVE = (
    "Give the report.json or phenotype.json of PharmCAT, or its outside calls: one gene a line, parted by tabs"
    " (gene, diplotype, phenotype, activity score)."
)
SEVERAL = "told in several lines that differ: everything that they tell stays possible"
_FORM = "not in the form that PharmCAT gives it"
_SYMBOL = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*", re.IGNORECASE)
_CPIC = "CPIC"
_FIELDS = 4
#: a convention of ours: no laboratory tests more genes than there are
MOST_LINES = 30_000


class _Diplotype(msgspec.Struct, rename="camel"):
    label: str | None = None
    phenotypes: list[str] | None = None
    activity_score: str | None = None


class _Gene(msgspec.Struct, rename="camel"):
    recommendation_diplotypes: list[_Diplotype]
    phenotype_version: str | None = None


class _Top(msgspec.Struct, rename="camel"):
    pharmcat_version: str = ""
    matcher_metadata: Raw = shapes.NONE
    genes: dict[str, Raw] | None = None
    gene_reports: dict[str, Raw] | None = None


_TOP = msgspec.json.Decoder(_Top)
_GENE = msgspec.json.Decoder(_Gene)
_LEVEL = msgspec.json.Decoder(dict[str, Raw])


def read_genes(data: bytes, library: Library, *, name: str = "genes") -> Intake:
    """Everything that a file of gene results says; RecordError when it is no such file.

    A gene on which nothing turns here, or that was not called, is listed as unread. What is told has no day: a
    genotype does not change, so it holds on the day that is asked about.

    >>> from painpath.library import load_library
    >>> len(read_genes(b"CYP2D6\\t*1/*4", load_library()).readings)
    2
    """
    data = text_of(data, name)
    ledger = Ledger(index_of(library))
    if data.startswith((b"{", b"[")):
        _read_report(data, ledger, name)
    else:
        _read_calls(data, ledger, name)
    intake = ledger.close()
    return msgspec.structs.replace(intake, stated=True)


def _read_report(data: bytes, ledger: Ledger, name: str) -> None:
    try:
        top = _TOP.decode(data)
    except RecursionError:
        raise too_deep(name) from None
    except msgspec.ValidationError:
        raise RecordError(f"{name}: this JSON is no report of PharmCAT. {_GIVE}") from None
    except shapes.BAD:
        raise RecordError(
            f"{name}: the file is not whole JSON, or not UTF-8. Write it again with PharmCAT. {_GIVE}"
        ) from None
    genes = (
        top.genes
        if top.pharmcat_version
        else top.gene_reports
        if shapes.given(top.matcher_metadata)
        else None
    )
    if genes is None:
        raise RecordError(f"{name}: this JSON is no report of PharmCAT (no genes with a version). {_GIVE}")
    if _CPIC in genes:
        for level in genes:
            if level != _CPIC:
                ledger.begin(0, "")
                ledger.note(f"genes by {level}"[:40], "phenotypes by CPIC are read, those of others are not")
                ledger.end()
        try:
            genes = _LEVEL.decode(genes[_CPIC])
        except shapes.BAD:
            raise RecordError(f"{name}: the genes by CPIC are {_FORM}. {_GIVE}") from None
    for place, (symbol, raw) in enumerate(genes.items(), 1):
        ledger.begin(place, symbol if _SYMBOL.fullmatch(symbol) else "")
        try:
            gene = _GENE.decode(raw)
        except (*shapes.BAD, RecursionError):
            ledger.note("the whole entry", _FORM)
        else:
            add_call(ledger, _call(symbol, gene, top.pharmcat_version))
        ledger.end()


def _call(symbol: str, gene: _Gene, version: str) -> Call:
    found = gene.recommendation_diplotypes
    made_by = f"PharmCAT {version}".strip()
    table = f", table of {gene.phenotype_version}" if gene.phenotype_version else ""
    return Call(
        gene=symbol,
        diplotypes=tuple(one.label for one in found if one.label),
        phenotypes=tuple(said for one in found for said in one.phenotypes or ()),
        scores=tuple(one.activity_score for one in found if one.activity_score),
        id=symbol,
        source=f"gene file ({made_by}{table})",
    )


def _read_calls(data: bytes, ledger: Ledger, name: str) -> None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise RecordError(f"{name}: the file is not UTF-8 text. Save it as UTF-8 and try again.") from None
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if _holds_something(line)]
    if len(lines) > MOST_LINES:
        raise RecordError(f"{name}: more than {MOST_LINES} lines, which no gene test gives. {_GIVE}")
    calls: dict[str, Call] = {}
    places: dict[str, int] = {}
    first: dict[tuple[str, int], object] = {}
    differ: set[str] = set()
    for number, line in lines:
        symbol, *told = (field.strip() for field in line.split("\t"))
        if not told or not _SYMBOL.fullmatch(symbol):
            raise RecordError(f"{name}: line {number} is no gene with its result, parted by a tab. {_GIVE}")
        if len(told) >= _FIELDS:
            raise RecordError(
                f"{name}: line {number} has more than {_FIELDS} fields, so it is no outside call. {_GIVE}"
            )
        diplotype, phenotype, score = (*told, "", "", "")[: _FIELDS - 1]
        symbol = symbol.upper()
        before = calls.get(symbol, Call(symbol, id=symbol, source="gene file (outside calls)"))
        places.setdefault(symbol, number)
        for place, result in enumerate((_diplotypes(diplotype), phenotype.lower(), score)):
            if result and first.setdefault((symbol, place), result) != result:
                differ.add(symbol)
        calls[symbol] = msgspec.structs.replace(
            before,
            diplotypes=(*before.diplotypes, *(one.strip() for one in diplotype.split(" or ") if one.strip())),
            phenotypes=(*before.phenotypes, *([phenotype] if phenotype else ())),
            scores=(*before.scores, *([score] if score else ())),
        )
    if not calls:
        raise RecordError(f"{name}: no gene stands in it. {_GIVE}")
    for symbol, call in calls.items():
        ledger.begin(places[symbol], symbol)
        if symbol in differ:
            ledger.note(f"gene {symbol}", SEVERAL)
        add_call(ledger, call)
        ledger.end()


def _diplotypes(printed: str) -> frozenset[str]:
    """The diplotypes of one line; which allele of a pair is printed first means nothing."""
    return frozenset("/".join(sorted(one.strip().split("/"))) for one in printed.split(" or ") if one.strip())


def _holds_something(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")
