"""Writes the part of docs/reference/forecast-ledger.md that repeats the ledger; scripts/docs.py calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.ledger import NAME, known_figures, next_figures, read_ledger, score_ledger
from reallocate.market.forecast.ledger_tables import FORECASTERS, SERIES, shipped_skill, skill_text
from reallocate.market.forecast.monthly import ERAS, NO_CHANGE, OURS, TECH, projected_rates, rolling_years
from reallocate.market.nation.assumptions import market_accounts
from reallocate.work.world import World

KEPT = Path(__file__).resolve().parent.parent / "forecasts"
START = "<!-- The outcome, made from the figures; changes made here are lost. -->"
END = "<!-- End of the outcome. -->"
SKILL_START, SKILL_END = "<!-- begin:skill -->", "<!-- end:skill -->"
BY_ERA = {
    "crps_ratio": "CRPS against no change (below 1 is better)",
    "mae_ratio": "Mean absolute error against no change",
    "coverage": "Share of figures in the 80% interval (in brackets: spans that do not overlap)",
}
PERCENT = 100.0
MONTHS_SHOWN = (1, 3, 6, 12)


def with_outcome(text: str, world: World | None = None) -> str:
    """The page with the newest ledger, its score and the errors on past months between its two marks.

    text : of the page
    """
    world = world or load_world()
    file = max(KEPT.glob(f"{NAME}-*.json"))
    ledger = read_ledger(file)
    score = score_ledger(ledger, known_figures(file, None, world))
    made = ledger.table("forecasts")
    rates = projected_rates(world, market_accounts(world, Parameters()))
    years = rolling_years(world, rates, TECH)
    body = "\n\n".join(
        [
            "### Who leads, and what comes next",
            "\n".join(f"- {line}" for line in score.explain()["headline"]),
            _table(["next figure", "month", "10th", "median", "90th", "last figure"],
                   (_next(row) for row in next_figures(made, score.table("scored")).to_dict("records"))),
            f"### Forecast on {ledger.facts['date']}",
            f"Every quantile is in [{file.name}](../../forecasts/{file.name}).",
            _table(["figure", "month", "forecaster", "10th", "median", "90th"], _forecasts(made)),
            "### Errors of jobs in technology",
            _table(
                ["industry", "years ahead", "origins", "RMSE", "RMSE, no change", "RMSE, own growth",
                 "in the 80% interval"],
                (_year(row) for row in [*years.to_dict("records"), *_pooled(years)]),
            ),
            "### Saved forecasts",
            "All are scored, each as it was made. The newest is shown above.",
            _table(["file", "version", "figures that came out", "CRPS against no change"], _saved(world)),
        ]
    )  # fmt: skip
    rows = shipped_skill()
    by_era = "\n\n".join(
        [
            "\n".join(f"- {line}" for line in skill_text(rows)),
            *(part for name in BY_ERA for part in _by_era(rows, name)),
        ]
    )
    for begin, middle, end in ((SKILL_START, by_era, SKILL_END), (START, body, END)):
        whole, pattern = f"{begin}\n\n{middle}\n\n{end}", f"{re.escape(begin)}.*{re.escape(end)}"
        text = re.sub(pattern, lambda _, whole=whole: whole, text, flags=re.DOTALL)
    return text


def _by_era(rows: pd.DataFrame, name: str) -> tuple[str, str]:
    """One score of the monthly series, a column an era."""
    wide, spans = (
        rows.pivot(index=["series", "ahead"], columns="era", values=one) for one in (name, "spans")
    )
    eras = list(ERAS)
    cells = [
        [
            SERIES[series],
            str(ahead),
            *(_score(*(one.loc[(series, ahead), era] for one in (wide, spans)), name) for era in eras),
        ]
        for series, ahead in rows[["series", "ahead"]].drop_duplicates().itertuples(index=False)
    ]
    return f"**{BY_ERA[name]}**", _table(["figure", "months ahead", *eras], cells)


def _score(value: float, spans: float, name: str) -> str:
    if value != value:
        return "—"
    return f"{value:.0%} ({spans:.0f})" if name == "coverage" else f"{value:.2f}"


def _saved(world: World) -> Iterable[list[str]]:
    """Every kept page of the ledger with its score over all figures that came out."""
    for file in sorted(KEPT.glob(f"{NAME}-*.json")):
        ledger = read_ledger(file)
        rows = score_ledger(ledger, known_figures(file, None, world)).table("scored")
        wide = rows.pivot(index=["series", "month"], columns="forecaster", values="crps")
        ratio = (wide[OURS] / wide[NO_CHANGE]).mean() if len(wide) else float("nan")
        score = "—" if ratio != ratio else f"{ratio:.2f}"
        link = f"[{file.name}](../../forecasts/{file.name})"
        yield [link, str(ledger.facts["version"]), str(len(wide)), score]


def _forecasts(made: pd.DataFrame) -> Iterable[list[str]]:
    for (series, forecaster), part in made.groupby(["series", "forecaster"], sort=False):
        kept = part.iloc[[at - 1 for at in MONTHS_SHOWN]] if len(part) == max(MONTHS_SHOWN) else part
        for row in kept.to_dict("records"):
            ends = [_figure(str(series), row[name]) for name in ("q10", "q50", "q90")]
            yield [SERIES[str(series)], row["month"], FORECASTERS[str(forecaster)], *ends]


def _next(row: dict[str, object]) -> list[str]:
    name = str(row["series"])
    figures = [_figure(name, row[one]) for one in ("q10", "q50", "q90", "last")]
    figures[-1] += f" in {row['origin']}"
    return [SERIES[name], str(row["month"]), *figures]


def _figure(name: str, value: object) -> str:
    number = float(str(value))
    if number != number:
        return "—"
    return f"{PERCENT * number:.1f}%" if number < 1 else f"{float(f'{number:.4g}'):,.0f}"


def _pooled(years: pd.DataFrame) -> Iterable[dict[str, object]]:
    """The three industries together, each origin once."""
    names = ("rmse", "rmse_no_change", "rmse_own_growth")
    for ahead, part in years.groupby("ahead"):
        count = part["origins"].sum()
        together = {one: float((part[one] ** 2 * part["origins"]).sum() / count) ** 0.5 for one in names}
        yield {"series": "all", "ahead": ahead, "origins": count, **together, "coverage": float("nan")}


def _year(row: dict[str, object]) -> list[str]:
    names = ("rmse", "rmse_no_change", "rmse_own_growth")
    errors = [f"{PERCENT * float(str(row[one])):.1f}%" for one in names]
    inside = float(str(row["coverage"]))
    name = "the three together" if row["series"] == "all" else SERIES[str(row["series"])]
    return [
        name, str(row["ahead"]), str(row["origins"]), *errors, "—" if inside != inside else f"{inside:.0%}"
    ]  # fmt: skip


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
