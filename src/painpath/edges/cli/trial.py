"""trial: designing a trial in one patient (N-of-1), its papers apart, and judging it when it is over."""

from __future__ import annotations

import importlib
import secrets
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
import msgspec
from msgspec.structs import replace

from painpath.edges.cli.options import Choices, gather, shared_options
from painpath.edges.cli.output import print_json, print_page
from painpath.edges.cli.patient import ANSWERS, DETAILS, FILE
from painpath.edges.cli.record import read_bytes, read_with_answers, remark_if_old, request_of

if TYPE_CHECKING:
    from painpath.edges.document.page import Page
    from painpath.followup.trial_form import Arm, Design, Key
    from painpath.library import Library

ORDERS = ("randomised", "counterbalanced")
_MOST_SEED = 10**9
#: what a calendar bears, not what a person does
_MOST_WEEKS = 52
_MOST_AHEAD = 3660


@click.group(
    "trial",
    short_help="A trial in one patient (N-of-1).",
    epilog="Examples: painpath trial design patient.yaml --drug pregabalin --out trial/;  "
    "painpath trial design patient.yaml --drug gabapentin --reduce;  "
    "painpath trial analyse diary.yaml --design trial/design.json --key trial/key.json --as-of last",
)
def trial_command() -> None:
    """A trial in one patient: does this drug work in this person? Periods with and without it, in pairs."""


@trial_command.command(
    "design",
    short_help="Plan it, or say why not.",
    epilog="Examples: painpath trial design patient.yaml --drug pregabalin --seed 7;  "
    "painpath trial design patient.yaml --drug duloxetine --against pregabalin --pairs 3 --weeks 2;  "
    'painpath trial design patient.yaml --drug pregabalin --against "150 mg" --out trial/;  '
    "painpath trial design patient.yaml --drug gabapentin --reduce",
)
@FILE
@ANSWERS
@click.option("--drug", required=True, help="The drug in question: generic name, brand or id.")
@click.option("--against", default="none", show_default=True, metavar='none|DRUG|"AMOUNT"',
              help="What it is compared with: none, another drug, or a lower daily dose of it.")  # fmt: skip
@click.option("--pairs", type=click.IntRange(min=1), default=None,
              help="Pairs of periods [default: as rules/n_of_1_design has it].")  # fmt: skip
@click.option("--weeks", type=click.IntRange(1, _MOST_WEEKS), default=None, metavar="N",
              help="Weeks judged in each period [default: as for --pairs]; what the drug needs is added.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0, _MOST_SEED), default=None,
              help="The number from which the order is drawn [default: one is drawn].")  # fmt: skip
@click.option("--order", type=click.Choice(ORDERS), default="randomised", show_default=True,
              help="Random within each pair, or pairs that alternate.")  # fmt: skip
@click.option("--begin", metavar="DATE", default=None, help="The first day [default: the day after --as-of].")
@click.option("--meaningful", type=click.FloatRange(0.1, 10), default=None, metavar="POINTS",
              help="The difference that matters to this person [default: that of the scale].")  # fmt: skip
@click.option(
    "--indication", default="", metavar="CAUSE", help="The cause it is for [default: the leading one]."
)
@click.option(
    "--reduce", "reduction", is_flag=True, help="A planned reduction by steps instead of on and off."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=None, metavar="DIR",
              help="Write the papers apart: design.json, patient, pharmacist and key.json.")  # fmt: skip
@shared_options
def design_command(
    file: BinaryIO,
    answers: BinaryIO | None,
    drug: str,
    against: str,
    pairs: int | None,
    weeks: int | None,
    seed: int | None,
    order: str,
    begin: str | None,
    meaningful: float | None,
    indication: str,
    reduction: bool,
    out: Path | None,
    **options: Any,
) -> None:
    """A trial of a drug in this person: periods, order, wash-out, stopping and decision rule; or why it is not done.

    Without --out everything is printed, and nothing is blind. With it the key is written apart, for the pharmacist.
    """
    from painpath.assessment import assess
    from painpath.edges.cli.reference import treatment_of
    from painpath.facts import parse_quantity
    from painpath.followup.trial_checks import DESIGN, Wanted
    from painpath.followup.trial_design import design_trial
    from painpath.followup.trial_reduction import design_reduction
    from painpath.library import load_library

    choices = gather(**options)
    data, library = read_bytes(file), load_library()
    request = request_of(choices, library)
    if indication and indication not in library.causes:
        raise click.BadParameter(f"{indication!r} is not a cause here.", param_hint="--indication")
    if reduction and against != "none":
        raise click.UsageError("--reduce compares with the dose of now: leave out --against.")
    other = against
    if against != "none" and parse_quantity(against) is None:
        other = _drug(library, treatment_of(library, against), "--against")
    wanted = Wanted(
        drug=_drug(library, treatment_of(library, drug), "--drug"),
        against=other,
        pairs=pairs,
        weeks=weeks,
        seed=secrets.randbelow(_MOST_SEED) if seed is None else seed,
        order="counterbalanced" if order == "counterbalanced" else "randomised",
        begins=0 if begin is None else _day(begin),
        indication=indication,
        meaningful=meaningful,
    )
    most = library.rules[DESIGN].figures["most_pairs"]
    if pairs is not None and pairs > float(most.value):
        raise click.BadParameter(f"{most.value} is the most: {most.says}.", param_hint="--pairs")
    if wanted.drug == wanted.against:
        raise click.UsageError("A drug is not compared with itself: name another, or a lower daily dose.")
    record, settings, unread = read_with_answers(data, answers, library, request)
    if wanted.begins and not record.as_of < wanted.begins <= record.as_of + _MOST_AHEAD:
        raise click.BadParameter(
            f"the first day comes after {settings.as_of}, the day of the plan, and within ten years.",
            param_hint="--begin",
        )
    design = design_reduction if reduction else design_trial
    made = replace(design(assess(record, library, settings), wanted, library, settings), unread=unread)
    remark_if_old(data, library, request)
    if out is not None and made.status == "ready":
        _write(library, made, out, choices)
        return
    if out is not None:
        click.echo(library.say("trial.not_written"), err=True)
    from painpath.edges.document.plain import document_of
    from painpath.edges.document.trial_sheets import design_page

    if choices.format == "json":
        print_json(document_of("trial", made))
    else:
        print_page(design_page(library, made), choices.format, choices.colour)


@trial_command.command(
    "analyse",
    short_help="Judge it by its periods.",
    epilog="Examples: painpath trial analyse diary.yaml --design trial/design.json --key trial/key.json --as-of last;  "
    "painpath trial analyse diary.yaml --design design.json --format html > result.html",
)
@FILE
@ANSWERS
@click.option(
    "--design", "design_file", type=click.File("rb"), required=True, help="The design as it was written."
)
@click.option(
    "--key", "key_file", type=click.File("rb"), default=None, help="The key, once the trial is over."
)
@click.option(
    "--blinded", is_flag=True, help="Patient and clinician could not tell the periods apart (placebo)."
)
@DETAILS
@shared_options
def analyse_command(
    file: BinaryIO,
    answers: BinaryIO | None,
    design_file: BinaryIO,
    key_file: BinaryIO | None,
    blinded: bool,
    details: bool,
    **options: Any,
) -> None:
    """What the diary in FILE says of a trial that was designed before: by periods and pairs, never by single days.

    FILE is a record with daily pain (pain.intensity_average). Without the key the codes stay closed.
    """
    from painpath.followup.trial_analysis import analyse_trial
    from painpath.followup.trial_design import key_fits
    from painpath.followup.trial_report import report_items
    from painpath.intake import RecordError
    from painpath.library import load_library

    choices = gather(**options)
    data, library = read_bytes(file), load_library()
    request = request_of(choices, library)
    design = _read_design(read_bytes(design_file))
    if key_file is not None:
        key, arms = _read_key(read_bytes(key_file))
        if not key_fits(design, key, arms):
            raise RecordError(
                "the key is not that of this design. Use the key.json that was written with it."
            )
        design = replace(design, key=key, arms=arms)
    record, settings, unread = read_with_answers(data, answers, library, request)
    result = analyse_trial(design, record, library, settings, _model(library, design, blinded=blinded))
    result = replace(result, report=report_items(library, design, result), unread=unread)
    if choices.format == "json":
        from painpath.edges.document.plain import document_of

        print_json(document_of("trial_result", result))
        return
    from painpath.edges.document.trial_page import result_page

    page = result_page(library, result)
    if not details and choices.format == "text":
        from painpath.edges.document.brief import brief

        page = brief(library, page, unread)
    print_page(page, choices.format, choices.colour)


def _drug(library: Library, name: str, option: str) -> str:
    if name not in library.drugs:
        raise click.BadParameter(
            f"{name} is not a drug: only what is taken can be put on and off here.", param_hint=option
        )
    return name


def _day(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise click.BadParameter("write a date like 2026-11-20.", param_hint="--begin") from None


def _write(library: Library, design: Design, folder: Path, choices: Choices) -> None:
    """The papers apart; nothing is written over, because a trial that runs must keep its design."""
    from painpath.edges.document.plain import document_of, plain
    from painpath.edges.document.trial_sheets import patient_page, pharmacist_page

    blind = replace(
        design, key=None, arms=(), periods=tuple(replace(one, steps=()) for one in design.periods)
    )
    if design.kind == "reduction":
        blind = design
    ending = "html" if choices.format == "html" else "txt"
    papers = {
        "design.json": _json(document_of("trial", blind)),
        f"patient.{ending}": _rendered(patient_page(library, design), ending),
        f"pharmacist.{ending}": _rendered(pharmacist_page(library, design), ending),
    }
    if design.key is not None:
        papers["key.json"] = _json(
            {"schema": "painpath.trial_key/1", "key": plain(design.key), "arms": plain(design.arms)}
        )
    there = [name for name in papers if (folder / name).exists()]
    if there:
        raise click.UsageError(
            f"{', '.join(there)} is there already, and a design is not written over while it may be in use. "
            "Name another folder with --out."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in papers.items():
        (folder / name).write_text(text, encoding="utf-8")
    click.echo(library.say("trial.written", list=", ".join(papers)))


def _json(value: Any) -> str:
    from painpath.edges.document.visible import visible_json

    return visible_json(msgspec.json.format(msgspec.json.encode(value), indent=2).decode()) + "\n"


def _rendered(page: Page, ending: str) -> str:
    if ending == "html":
        from painpath.edges.document.html import render_html

        return render_html(page)
    from painpath.edges.document.text import render_text

    return render_text(page, 100, False)


def _read_design(data: bytes) -> Design:
    from painpath.followup.trial_form import Design
    from painpath.intake import RecordError

    found = _mapping(data, "the design", "painpath.trial/1")
    try:
        design = msgspec.convert(found, Design)
        for period in design.periods:
            for day in (period.first, period.last, period.judged_from, period.ended or period.last):
                date.fromisoformat(day)
    except (msgspec.ValidationError, ValueError) as error:
        raise RecordError(
            f"the design is not one that `painpath trial design` wrote: {error}. Use its design.json."
        ) from None
    ends = [day for period in design.periods for day in (period.first, period.judged_from, period.last)]
    if ends != sorted(ends) or {period.code for period in design.periods if period.pair} - {"A", "B", ""}:
        raise RecordError(
            "the periods of the design are out of order, overlap, or have a code that is none. Use its design.json as"
            " it was written."
        )
    if not design.periods:
        raise RecordError("the design has no periods: it was refused or held, so there is nothing to judge.")
    return design


def _read_key(data: bytes) -> tuple[Key, tuple[Arm, ...]]:
    """Which code is the drug, and what was given in both arms."""
    from painpath.followup.trial_form import Arm, Key
    from painpath.intake import RecordError

    found = _mapping(data, "the key", "painpath.trial_key/1")
    try:
        arms = msgspec.convert(found.get("arms", ()), tuple[Arm, ...])
        return msgspec.convert(found.get("key"), Key), arms
    except msgspec.ValidationError as error:
        raise RecordError(f"the key is not one that `painpath trial design` wrote: {error}.") from None


def _mapping(data: bytes, what: str, schema: str) -> dict[str, Any]:
    """A JSON object of one of our forms, without its `schema`."""
    from painpath.intake import RecordError

    try:
        found = msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        raise RecordError(f"{what} is not JSON: {error}.") from None
    if not isinstance(found, dict) or found.get("schema") != schema:
        raise RecordError(f"{what} does not begin with `schema: {schema}`.")
    return {word: value for word, value in found.items() if word != "schema"}


def _model(library: Library, design: Design, *, blinded: bool) -> tuple[Any, Any] | None:
    """The probability model with the prior for this drug and cause; None where either is not there."""
    if design.kind != "on_off":
        return None
    try:
        priors = importlib.import_module("painpath.followup.priors")
        model = importlib.import_module("painpath.followup.model")
    except ModuleNotFoundError:
        return None
    begins = date.fromisoformat(design.periods[0].first).toordinal()
    known = priors.prior_of(
        library, design.drug, design.indication, blinded=blinded, anyway_from=begins if blinded else None
    )
    return None if known is None else (model.judge_treatment, known.prior)
