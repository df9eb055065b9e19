"""compare, facts, show: looking things up in the knowledge, without a patient."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

from painpath.edges.cli.options import checked, gather, shared_options_unseen
from painpath.edges.cli.output import print_json, print_page

if TYPE_CHECKING:
    from painpath.edges.document.plain import Json
    from painpath.library import Library


@click.command(
    "compare",
    short_help="Treatments side by side.",
    epilog="Examples: painpath compare gabapentin duloxetine;  "
    "painpath compare duloxetine pregabalin tens --indication painful_diabetic_polyneuropathy",
)
@click.argument("treatments", nargs=-1, required=True, metavar="A B ...")
@click.option("--indication", default="", metavar="CAUSE", help="The cause for which benefit is looked up.")
@shared_options_unseen
def compare_command(treatments: tuple[str, ...], indication: str, **options: Any) -> None:
    """Treatments side by side: class, how they work, benefit, harm, common effects, what they ask of you."""
    from painpath.edges.document.compare_page import compare_page, comparison
    from painpath.library import load_library

    library = load_library()
    choices = checked(gather(**options), library)
    if indication and indication not in library.causes:
        raise click.BadParameter(nearest(indication, library.causes), param_hint="--indication")
    names = tuple(dict.fromkeys(treatment_of(library, name) for name in treatments))
    if len(names) < 2:
        raise click.UsageError(
            "Name at least two treatments to compare, like: painpath compare gabapentin duloxetine."
        )
    place = choices.jurisdiction or "US"
    if choices.format == "json":
        print_json(comparison(library, names, indication, place))
    else:
        print_page(compare_page(library, names, indication, place), choices.format, choices.colour)


@click.command(
    "facts",
    short_help="What may be recorded.",
    epilog="Examples: painpath facts;  painpath facts kidney;  painpath facts gabapentin;  "
    "painpath facts pain. --format json",
)
@click.argument("word", required=False, default="")
@shared_options_unseen
def facts_command(word: str, **options: Any) -> None:
    """What may be recorded: every fact with its meaning and how it is written. WORD searches names and meanings."""
    from painpath.edges.document.facts_page import facts_listed, facts_page, regions_listed
    from painpath.library import load_library

    choices = gather(**options)
    library = load_library()
    rows, regions = facts_listed(library, word), regions_listed(library, word)
    if not rows and not regions:
        near = get_close_matches(word, [*library.facts, *library.above], n=3, cutoff=0.5)
        key = "page.facts_none" if near else "page.facts_none_plain"
        raise click.UsageError(library.say(key, word=repr(word), list=", ".join(near)))
    if choices.format == "json":
        listed: list[Json] = [{"fact": row.fact, "says": row.says, "form": row.form} for row in rows]
        listed += [{"region": line.region, "says": line.says, "also": line.also} for line in regions]
        print_json(listed)
    else:
        print_page(facts_page(library, word, rows, regions), choices.format, choices.colour)


@click.command(
    "show",
    short_help="One entry of the knowledge as a page.",
    epilog="Examples: painpath show pregabalin;  painpath show painful_diabetic_polyneuropathy;  "
    "painpath show substances/gabapentin;  painpath show finnerup_2016;  painpath show claims/c26",
)
@click.argument("entry", metavar="ENTRY")
@shared_options_unseen
def show_command(entry: str, **options: Any) -> None:
    """One entry of the knowledge as a page. ENTRY is its id, or kind/id where an id names several."""
    from painpath.edges.document.entry_page import entry_page, homes_of
    from painpath.edges.document.plain import builtins_of
    from painpath.library import load_library
    from painpath.library.schema import KINDS

    choices = gather(**options)
    library = load_library()
    homes = homes_of(library, entry)
    if not homes:
        known = [name for kind in KINDS for name in library.entries_of(kind)]
        raise click.UsageError(nearest(entry, known))
    kind, name = homes[0]
    if choices.format == "json":
        print_json({"entry": f"{kind}/{name}", **builtins_of(library.entries_of(kind)[name])})
    else:
        print_page(entry_page(library, kind, name, homes[1:]), choices.format, choices.colour)


def treatment_of(library: Library, name: str) -> str:
    """The id of a treatment; a usage error names the nearest."""
    wanted = name.strip().lower().replace(" ", "_").replace("-", "_")
    if wanted in library.drugs or wanted in library.therapies:
        return wanted
    from painpath.planning.names import find_drug

    meant = find_drug(library, name)
    if meant.entry:
        return meant.entry
    raise click.UsageError(nearest(name, [*library.drugs, *library.therapies]))


def nearest(name: str, known: Any) -> str:
    """What to say of a name that is not there: the nearest ones, or all where they are few."""
    names = sorted(known)
    near = get_close_matches(name.lower().replace(" ", "_"), names, n=3, cutoff=0.5)
    if near:
        return f"There is no {name!r} here. Did you mean {' or '.join(near)}?"
    if len(names) <= 40:
        return f"There is no {name!r} here. There are: {', '.join(names)}."
    return f"There is no {name!r} here. Search with: painpath facts WORD, or look into docs/reference."
