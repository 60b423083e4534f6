"""A page of the ledger scored by the figures that came out since, and where these are kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.bundle import load_world, read_manifest
from reallocate.kernel.blocks import Block, Prose, Section
from reallocate.kernel.disk import replace_file
from reallocate.kernel.number import listed
from reallocate.kernel.table import BY_ROW, Column, table
from reallocate.kernel.text import LEAD, Text
from reallocate.market.forecast.ledger import NAME, read_ledger
from reallocate.market.forecast.ledger_tables import (
    FORECASTERS,
    SERIES,
    SUCCESSION_FIGURES,
    Since,
    leaders,
    scored,
)
from reallocate.market.forecast.monthly import LEADS, figures_since, vintage_of
from reallocate.market.forecast.new_figures import COLUMNS, REMEDY, read_new_figures
from reallocate.market.forecast.rules import NO_CHANGE
from reallocate.market.forecast.skill import MONTHLY
from reallocate.render.outline import sections
from reallocate.render.provenance import provenance
from reallocate.render.result import Kind, Result
from reallocate.roster.file.rows import read_figures_file
from reallocate.work.world import World

_OUTCOMES = "outcomes.csv"
_VINTAGE = "vintage"
_SHIPPED = "shipped"


def known_figures(file: Path, actual: Path | None, world: World | None = None) -> pd.DataFrame:
    """Figures to score a ledger by: series, month, value, vintage; the oldest vintage first.

    actual : CSV file of further figures, in the project's form or as BLS or FRED hand them out
    Those that ship, those kept beside its file, and the further ones. Raises `InputError` with everything
    in it that cannot be used.
    """
    parts = [figures_since(world or load_world()).assign(**{_VINTAGE: _SHIPPED}), _kept(file)]
    if actual is not None:
        parts.append(_with_vintage(read_new_figures(actual)))
    return pd.concat(parts, ignore_index=True).drop_duplicates()


def _kept(file: Path) -> pd.DataFrame:
    """Figures kept beside a ledger's file; those kept before vintages were have none."""
    place = file.parent / _OUTCOMES
    if not place.is_file():
        return pd.DataFrame(columns=[*COLUMNS, _VINTAGE])
    rows = read_figures_file(place, COLUMNS[:2], COLUMNS[2:], REMEDY)
    first = place.read_text("utf-8").partition("\n")[0]
    if _VINTAGE not in first.split(","):
        return rows.assign(**{_VINTAGE: ""})
    return read_figures_file(place, [*COLUMNS[:2], _VINTAGE], COLUMNS[2:], REMEDY)


def _with_vintage(rows: pd.DataFrame) -> pd.DataFrame:
    """Figures of one file under the name of its vintage: last month, and a digest of all."""
    ordered = rows.sort_values(["month", "series"])
    named = [f"{one.month} {one.series}" for one in ordered.itertuples()]
    _, digest = vintage_of(named, ordered["value"].to_numpy(dtype=float)).rsplit(" ", 1)
    return rows.assign(**{_VINTAGE: f"{ordered['month'].iloc[-1]} {digest}"})


def keep_figures(file: Path, actual: Path) -> Path:
    """Add figures that have come out to those kept beside a ledger; returns their file.

    A figure that was kept before stays as it was published first; its revision is kept under a vintage of
    its own, from the month of the ledger's oldest origin on.
    """
    target, before, new = file.parent / _OUTCOMES, _kept(file), _with_vintage(read_new_figures(actual))
    first = read_ledger(file).table("forecasts")["origin"].min()
    whole = pd.concat([before, new[new["month"].ge(first)]]).drop_duplicates()
    replace_file(target, whole.to_csv(index=False).encode())
    return target


def pages_of_folder(file: Path) -> list[Result]:
    """Every other page of the ledger in a file's folder, by name."""
    return [read_ledger(one) for one in sorted(file.parent.glob(f"{NAME}-*.json")) if one.name != file.name]


def score_ledger(
    ledger: Result, known: pd.DataFrame, command: str = "", others: Sequence[Result] = ()
) -> Result:
    """A page of the ledger compared with what has come out.

    known : series, month, value, and vintage, the oldest first; as of `known_figures`
    others : pages that count for succession as well
    """
    made, date = ledger.table("forecasts"), str(ledger.facts["date"])
    since = _since(ledger, known)
    rows = scored.checked(scored.compute(since))
    pages = [
        (date, rows),
        *((str(one.facts["date"]), scored.checked(scored.compute(_since(one, known)))) for one in others),
    ]
    every = pd.concat([part.assign(date=day) for day, part in pages], ignore_index=True)
    best = leaders.checked(leaders.compute((rows, every)))
    new = changed.checked(changed.compute(since))
    request = {"ledger": ledger.facts["hashes"], "actual": known.to_csv(index=False)}
    facts = {
        "title": f"The forecasts of {date}, scored",
        "date": date,
        **provenance(request, read_manifest(), ("numpy", "pandas"), command),
    }
    tables = {"leaders": best, "changed": new, "scored": rows}
    return Result(_LEDGER_SCORE, facts, tables, _SCORE_TEXT.said(made, rows, best, new))


def _since(ledger: Result, known: pd.DataFrame) -> Since:
    """A page with the figures that it is scored by."""
    vintages = [part for _, part in known.groupby(_VINTAGE, sort=False)]
    return Since(str(ledger.facts["date"]), ledger.table("forecasts"), _published(known), vintages)


def _published(known: pd.DataFrame) -> pd.DataFrame:
    """Every figure as it was published first: those that users kept come before those that ship."""
    shipped = known[_VINTAGE].eq(_SHIPPED)
    ordered = pd.concat([known[~shipped], known[shipped]])
    return ordered.drop_duplicates(["series", "month"])[list(COLUMNS)]


@table("changed", "What changed since", Column("series", "Figure", words=SERIES),
       Column("new", "Figures came out", digits=0), Column("first", "From"), Column("last", "To"),
       Column("unit", "Unit"), Column("origin", "Last month known"), Column("used", "Figure used", BY_ROW),
       Column("newest", "Newest figure", BY_ROW), Column("revised", "Revised by", "share", signed=True,
       digits=1))  # fmt: skip
def changed(context: Since) -> pd.DataFrame:
    """One row a series: figures that came out, and the newest figure of the month it was forecast from."""
    newest = pd.concat(context.vintages).drop_duplicates(["series", "month"], keep="last")
    at = newest.set_index(["series", "month"])["value"]
    rows = []
    for series, part in context.made.groupby("series", sort=False):
        one = part.iloc[0]
        came = sorted(month for month in part["month"].unique() if (series, month) in at.index)
        now = float(at.get((series, one["origin"]), np.nan))
        rows.append(
            {
                "series": series, "new": len(came), "first": came[0] if came else "",
                "last": came[-1] if came else "",
                "unit": one["unit"], "origin": one["origin"], "used": one["last"], "newest": now,
                "revised": now / one["last"] - 1.0,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def next_figures(made: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The next month of each series that has not come out; series, month, and the figures that lead."""
    ours = made[made["role"].eq(LEADS)]
    done = set(rows[["series", "month"]].itertuples(index=False, name=None))
    left = ours[[key not in done for key in ours[["series", "month"]].itertuples(index=False, name=None)]]
    return left.sort_values("month").groupby("series", sort=False).head(1)


_SCORE_TEXT = Text()
"""The sentences of the score of a page; each is told what was forecast, the rows scored, who leads, and what
changed."""
_LEAST = 0.0005
"""Share from which a revision is told."""


@_SCORE_TEXT.sentence("headline", "headline", LEAD)
def nothing_scored(_: pd.DataFrame, rows: pd.DataFrame, best: pd.DataFrame, new: pd.DataFrame) -> str:
    """That no figure has come out; nothing where one has."""
    return (
        "No figure that was forecast has come out in the data at hand. No change leads all monthly series."
        if rows.empty
        else ""
    )


@_SCORE_TEXT.sentence("headline", "headline", LEAD)
def who_leads(_: pd.DataFrame, rows: pd.DataFrame, best: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """Who leads in each figure, and how its challengers did."""
    lines = []
    for series, part in best.groupby("series", sort=False):
        lead = part[part["leads"]]
        name = FORECASTERS[lead["forecaster"].iloc[0]] if len(lead) else FORECASTERS[NO_CHANGE]
        others = part[part["forecaster"].ne(NO_CHANGE)].to_dict("records")
        each = listed([f"{FORECASTERS[one['forecaster']]} {one['ratio']:.2f}" for one in others])
        count, counted = int(part["figures"].max()), int(part["counted"].max())
        figures = "1 figure" if count == 1 else f"{count} figures"
        line = f"{SERIES[str(series)]}: {name} leads after {figures}"
        if str(series) in MONTHLY:
            line += f", {counted} of the {SUCCESSION_FIGURES} that a succession needs"
        lines.append(f"{line}. CRPS against no change: {each}." if each else f"{line}.")
    return lines


@_SCORE_TEXT.sentence("headline", "headline", LEAD)
def what_was_revised(_: pd.DataFrame, rows: pd.DataFrame, best: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """Figures of the months forecast from that were revised since."""
    return [
        f"{SERIES[row['series']]} in {row['origin']}: {_size(row['used'])} when forecast, "
        f"{_size(row['newest'])} in the newest figures ({row['revised']:+.1%})."
        for row in new.to_dict("records")
        if abs(row["revised"]) >= _LEAST
    ]


def _size(value: float) -> str:
    return f"{value:.1%}" if value < 1.0 else f"{value:,.0f}"


@_SCORE_TEXT.sentence("headline", "headline", LEAD)
def what_comes_next(made: pd.DataFrame, rows: pd.DataFrame, best: pd.DataFrame, new: pd.DataFrame) -> str:
    """The next month of each figure that has not come out."""
    coming = next_figures(made, rows).to_dict("records")
    each = "; ".join(f"{SERIES[row['series']]}, {row['month']}" for row in coming)
    return f"Next figures: {each}." if coming else ""


@_SCORE_TEXT.block("headline")
def who_leads_by_figure(result: Result) -> Block:
    """Mean scores by figure and forecaster."""
    return result.grid("leaders")


@_SCORE_TEXT.block("changed")
def what_changed(result: Result) -> Block:
    """Figures that came out, and those that were revised."""
    return result.grid("changed")


@_SCORE_TEXT.block("scored")
def every_score(result: Result) -> Block:
    """Every forecast whose figure has come out."""
    return result.grid("scored", merged=True, most=max(len(result.table("scored")), 1))


def _score_page(result: Result) -> list[Section]:
    """Every part of the page."""
    titles = {
        "headline": "Who leads, and what comes next",
        "changed": "What changed since",
        "scored": "Forecast and actual",
    }
    return sections(result, _SCORE_TEXT, titles)


def _score_card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    return [Prose(result.explain()["headline"]), result.grid("leaders"), result.grid("changed")]


_LEDGER_SCORE = Kind(
    "ledger-score", "the score of a page of the ledger", "reallocate forecast score --out",
    (leaders, changed, scored), (), _score_page, _score_card,
    about="forecasts compared with the figures since", text=(_SCORE_TEXT,),
)  # fmt: skip
