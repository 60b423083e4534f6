"""The verb `jobs`: employment, pay and AI's reach in a place, and what became of the exposed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reallocate.cli.results import print_object

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from reallocate.data.place import Place
    from reallocate.work.world import World

DASH = "–"
HALF_FILLED = 0.5


def jobs(
    industry: Annotated[
        list[str] | None,
        typer.Option("--industry", "-i", help="NAICS code, or words of a title; several by repeating it."),
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", help="State or area: code, or words of its title.")
    ] = None,
    nation: Annotated[
        bool, typer.Option("--nation", help="All jobs of the United States; also without any choice.")
    ] = False,
    history: Annotated[
        bool,
        typer.Option("--history", help="Did exposure foretell decline? 2022 to 2025 beside 2017 to 2019."),
    ] = False,
    source: Annotated[
        str | None, typer.Option("--source", help="One source of reach instead of the band over all of them.")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=0, help="Occupations to list; 0 lists all.")] = 25,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object instead of a table.")
    ] = False,
) -> None:
    """List occupations with employment, pay, and the share of their hours that AI reaches.

    reallocate jobs --industry "insurance carriers"

    reallocate jobs --history
    """
    from reallocate.data.bundle import load_world
    from reallocate.errors import InputError

    asked = {"--industry": industry, "--area": area, "--nation": nation}
    places = [flag for flag, given in asked.items() if given]
    if len(places) + history > 1:
        together = " and ".join([*places, *(["--history"] if history else [])])
        raise InputError(
            f"{together} do not go together: one place at a time, and the history is the nation's only"
        )
    world = load_world()
    sources = _sources(world, source)
    if history:
        _history(world, sources, as_json)
    else:
        _list(world, _place(world, industry, area), sources, top, as_json)


def _sources(world: World, source: str | None) -> tuple[str, ...]:
    from reallocate.errors import Problem, UnknownName, nearest

    if source is None:
        return world.sources
    if source not in world.sources:
        close = nearest(source, world.sources) or world.sources
        raise UnknownName(Problem(f"there is no source of reach {source!r}", "--source", nearest=close))
    return (source,)


def _place(world: World, industry: Sequence[str] | None, area: str | None) -> Place:
    from reallocate.data.place import area_jobs, industry_jobs
    from reallocate.data.place import nation as whole

    if industry:
        return industry_jobs(world, industry)
    return area_jobs(world, area) if area else whole(world)


def _list(world: World, place: Place, sources: tuple[str, ...], top: int, as_json: bool) -> None:
    from reallocate.work.jobs import jobs_table

    table, total = jobs_table(world, place.jobs, sources)
    shown = table.head(top) if top else table
    if as_json:
        found = {"place": place.title, "sources": list(sources), "occupations": _records(shown.reset_index()),
                 "shown": len(shown), "of": len(table), "total": _records(total.to_frame().T)[0],
                 "notes": list(place.notes)}  # fmt: skip
        print_object({"status": "ok", **found})
        return
    grid = _grid(["Code", "Occupation"], ["Employed", "Mean pay", "Augmentable", "Automatable"], place.title)
    for code, row in shown.iterrows():
        grid.add_row(str(code), *_cells(row))
    if len(shown) < len(table):
        rest = jobs_table(world, place.jobs.loc[table.index[len(shown) :]], sources)[1]
        grid.add_section()
        rest["title"] = f"{len(table) - len(shown)} others"
        grid.add_row("", *_cells(rest))
    grid.add_section()
    grid.add_row("", *_cells(total))
    _print(grid, *_legend(sources, total), *place.notes)


def _cells(row: pd.Series) -> list[str]:
    """A row's words: marks where work or pay stands in for what is not known."""
    pay = "" if row["wage_mean"] != row["wage_mean"] else f"{row['wage_mean']:,.0f}"
    return [
        f"{row['title']}{' *' if row['content_filled'] == 1 else ''}",
        f"{row['employment']:,.0f}",
        pay + (" +" if row["wage_filled"] > HALF_FILLED else ""),
        _band(row, "augmentable"),
        _band(row, "automatable"),
    ]


def _band(row: pd.Series, name: str) -> str:
    """`41% (30–52)`: the middle of the sources, the lowest and the highest; or the only one."""
    middle, low, high = (100 * float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    return f"{middle:.0f}%" if low == high else f"{middle:.0f}% ({low:.0f}{DASH}{high:.0f})"


def _legend(sources: tuple[str, ...], total: pd.Series) -> list[str]:
    several = f"the middle of {len(sources)} sources (lowest{DASH}highest)"
    by = several if len(sources) > 1 else f"by {sources[0]}"
    lines = [
        f"Share of hours, {by}. Augmentable: AI halves the time of a person. Automatable: AI does it alone.",
        f"* work filled from related occupations: {total['content_filled']:.1%} of all these jobs.",
    ]
    if total["wage_filled"] >= 0.0005:
        lines.append(
            f"+ pay not released, a wider figure stands in: {total['wage_filled']:.1%} of all these jobs."
        )
    return lines


def _history(world: World, sources: tuple[str, ...], as_json: bool) -> None:
    from reallocate.work.history import history_tables
    from reallocate.work.history_variants import variants
    from reallocate.work.panel import comparable

    tables = history_tables(world)
    fifths, summary = (table[table["source"].isin(sources)] for table in tables.values())
    panel = comparable(world.table("history"))
    choices = variants(world)[["variant", "occupations", *sources]]
    sentence, verdict = (str(summary[name].iloc[0]) for name in ("sentence", "verdict"))
    if as_json:
        counted = panel.left_out.groupby("reason")["employment"].agg(occupations="size", employment="sum")
        found = {
            "verdict": verdict,
            "sentence": sentence,
            "history": _records(fifths),
            "summary": _records(summary.drop(columns=["sentence", "verdict"])),
            "other_choices": _records(choices),
            "left_out": _records(counted.reset_index()),
        }
        print_object({"status": "ok", **found})
        return
    _print(_fifths(fifths))
    _print(
        _correlations(summary),
        sentence if len(sources) > 1 else str(summary["finding"].iloc[0]),
        _other_choices(choices.drop(columns=["variant", "occupations"]).iloc[1:]),
        f"That exposure foretells decline: {verdict} by the rule as first written, over all sources. Whether "
        "an effect as small as the model's own would show at all is another question: `reallocate claims "
        "3d`.",
        _left_out(panel.left_out, world.occupations["title"], panel.employment_share),
    )


def _fifths(fifths: pd.DataFrame) -> Table:
    from reallocate.work.history import yearly
    from reallocate.work.panel import AFTER, BEFORE
    from reallocate.work.predictive_test import signed

    title = "Growth of jobs a year by exposure fifth [%], 5 the most exposed"
    grid = _grid(["Source", "Years"], ["1", "2", "3", "4", "5"], title)
    for source, rows in fifths.groupby("source", sort=False):
        for (first, last), name in ((BEFORE, str(source)), (AFTER, "")):
            rates = yearly(rows[f"growth_{first}_{last}"], (first, last))
            grid.add_row(name, f"{first}{DASH}{last}", *(signed(100 * rate, 1) for rate in rates))
    return grid


def _correlations(summary: pd.DataFrame) -> Table:
    from reallocate.work.predictive_test import signed

    numbers = ["2017–2019", "2022–2025", "Difference", "10–90%"]
    grid = _grid(["Source"], numbers, "Rank correlation of exposure with growth, over occupations")
    for row in summary.to_dict("records"):
        names = ("rank_correlation_before", "rank_correlation_after", "difference")
        span = f"{signed(row['low'])} to {signed(row['high'])}"
        grid.add_row(str(row["source"]), *(signed(row[name]) for name in names), span)
    return grid


def _other_choices(differences: pd.DataFrame) -> str:
    from reallocate.work.predictive_test import signed

    found = differences.to_numpy(float)
    low, high = signed(found.min()), signed(found.max())
    return (
        f"Under {len(differences)} other choices (other years, only large occupations, counted by jobs, …) "
        f"the difference lies between {low} and {high}; {int((found < 0).sum())} of {found.size} are below 0."
    )


def _left_out(left_out: pd.DataFrame, titles: pd.Series, share: float) -> str:
    counts = left_out["reason"].value_counts()
    reasons = "; ".join(f"{reason} ({counts[reason]})" for reason in sorted(map(str, counts.index)))
    largest = str(left_out["employment"].idxmax())
    return (
        f"Left out are {len(left_out)} occupations with {1 - share:.1%} of the jobs of 2022, the largest "
        f"{largest} {titles[largest]}: {reasons}."
    )


def _grid(words: list[str], numbers: list[str], title: str) -> Table:
    from rich.table import Table

    grid = Table(box=None, pad_edge=False, title=title, title_justify="left", title_style="bold")
    for name in words:
        grid.add_column(name, overflow="fold")
    for name in numbers:
        grid.add_column(name, justify="right", no_wrap=True)
    return grid


def _print(grid: Table, *lines: str) -> None:
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    console.print(grid)
    console.print()
    for line in lines:
        console.print(line)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads(table.to_json(orient="records"))
    return records
