"""Writes the part of docs/forecast-ledger.md that repeats the ledger; scripts/docs.py calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.economy.assumptions import market_accounts
from reallocate.problem.nation.rolling_origins import rolling_months, rolling_years
from reallocate.problem.nation.targets import NO_CHANGE, OURS, TECH, projected_rates
from reallocate.study.forecast.ledger import NAME, read_ledger
from reallocate.study.forecast.ledger_score import known_figures, next_figures, score_ledger
from reallocate.study.forecast.ledger_tables import FORECASTERS, SERIES
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

KEPT = Path(__file__).resolve().parent.parent / "forecasts"
START = "<!-- The outcome, made from the figures; changes made here are lost. -->"
END = "<!-- End of the outcome. -->"
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
    months, years = rolling_months(world), rolling_years(world, rates, TECH)
    body = "\n\n".join(
        [
            "### Who leads, and what comes next",
            "\n".join(f"- {line}" for line in score.explain()["headline"]),
            _table(["next figure", "month", "10th", "median", "90th", "last figure"],
                   (_next(row) for row in next_figures(made, score.table("scored")).to_dict("records"))),
            f"### Forecast on {ledger.facts['date']}",
            f"Every quantile is in [{file.name}](../forecasts/{file.name}).",
            _table(["figure", "month", "forecaster", "10th", "median", "90th"], _forecasts(made)),
            "### Errors on past months",
            _table(
                ["figure", "months ahead", "origins", "RMSE", "RMSE, no change", "CRPS against no change",
                 "in the 80% interval", "right interval, by chance"],
                [*(_month(row) for row in months.to_dict("records")), *_all_months(months)],
            ),
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
    whole = f"{START}\n\n{body}\n\n{END}"
    return re.sub(f"{re.escape(START)}.*{re.escape(END)}", lambda _: whole, text, flags=re.DOTALL)


def _saved(world: World) -> Iterable[list[str]]:
    """Every kept page of the ledger with its score over all figures that came out."""
    for file in sorted(KEPT.glob(f"{NAME}-*.json")):
        ledger = read_ledger(file)
        rows = score_ledger(ledger, known_figures(file, None, world)).table("scored")
        wide = rows.pivot(index=["series", "month"], columns="forecaster", values="crps")
        ratio = (wide[OURS] / wide[NO_CHANGE]).mean() if len(wide) else float("nan")
        score = "—" if ratio != ratio else f"{ratio:.2f}"
        link = f"[{file.name}](../forecasts/{file.name})"
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


def _month(row: dict[str, float]) -> list[str]:
    name = str(row["series"])
    errors = [
        f"{row[one]:,.0f}" if name == "openings" else f"{PERCENT * row[one]:.2f} points"
        for one in ("rmse", "rmse_no_change")
    ]
    return [
        SERIES[name], f"{row['ahead']:.0f}", f"{row['origins']:.0f}", *errors, f"{row['crps_ratio']:.2f}",
        f"{row['coverage']:.0%}", f"{row['coverage_low']:.0%}–{row['coverage_high']:.0%}",
    ]  # fmt: skip


def _all_months(months: pd.DataFrame) -> Iterable[list[str]]:
    """All series together by months ahead, each origin once: coverage alone, as their units differ."""
    for ahead, part in months.groupby("ahead"):
        count = int(part["origins"].sum())
        inside = float((part["coverage"] * part["origins"]).sum()) / count
        yield ["the four together", f"{ahead}", f"{count}", "—", "—", "—", f"{inside:.0%}", "—"]


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
