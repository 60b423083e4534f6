"""Forecasts that were saved: docs/reference/forecast.md and forecast-ledger.md.

`python -m scripts.pages.forecasts` makes the tables of skill by era from the months that ship.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd
from scripts.pages import held_back
from scripts.pages.parts import FORECASTS, OUTCOME, PERCENT, ROOT, bullets, passages, read_json, tight, write

from reallocate.data.bundle import load_world
from reallocate.kernel.number import with_minus
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.intervals import interval_kinds
from reallocate.market.forecast.ledger import NAME, read_ledger
from reallocate.market.forecast.ledger_score import known_figures, next_figures, pages_of_folder, score_ledger
from reallocate.market.forecast.ledger_tables import FORECASTERS, SERIES
from reallocate.market.forecast.lines_page import NAME as AI_LINES
from reallocate.market.forecast.lines_page import read_lines
from reallocate.market.forecast.monthly import OURS, TECH, projected_rates, rolling_years
from reallocate.market.forecast.page import MEASURES
from reallocate.market.forecast.record import read_forecast
from reallocate.market.forecast.rolling import ERAS, RULES, by_rule_and_era, rolling_months
from reallocate.market.forecast.rules import BRAKED, CHALLENGERS, NO_CHANGE
from reallocate.market.forecast.skill import (
    MONTHLY,
    RULE_WORDS,
    SKILL_FILE,
    TESTS_FILE,
    no_better_text,
    shipped_skill,
    skill_tests,
    skill_text,
)
from reallocate.market.nation.assumptions import market_accounts
from reallocate.work.world import World

TECH_FORECASTS = "tech-workforce-*.json"
SKILL = ROOT / "src" / "reallocate" / "market" / "forecast"
BY_ERA = {
    "crps_ratio": "CRPS of the autoregression with a brake against no change (below 1 is better)",
    "mae_ratio": "Its mean absolute error against no change",
    "mase": "Its error against the mean monthly change before, MASE (in brackets: no change)",
    "coverage": "Share of figures in its 80% interval (in brackets: spans that do not overlap)",
    "coverage_no_change": "Share of figures in the 80% interval of no change (in brackets: spans)",
}
BESIDE = {"mase": "mase_no_change", "coverage": "spans", "coverage_no_change": "spans"}
"""What stands in brackets behind a score."""
MONTHS_SHOWN = (1, 3, 6, 12, 24)
ERRORS = ("rmse", "rmse_no_change", "rmse_own_growth")


def main() -> None:
    """Write the skill by era and the tests, figures to four digits, and print the tables."""
    for name, rows in zip((SKILL_FILE, TESTS_FILE), rolling_months(load_world()), strict=True):
        write(SKILL / name, rows.to_csv(index=False, float_format="%.4g", lineterminator="\n"))
    print(skill_tables(load_world()))


def skill_tables(world: World) -> str:
    """The tables of skill by era, first what was forecast no better than by no change."""
    rows = shipped_skill()
    braked = rows[rows["rule"].eq(BRAKED)]
    tests = skill_tests.compute(None)
    return passages(
        bullets(no_better_text(rows)),
        *(part for name in BY_ERA for part in _by_era(braked, name)),
        bullets(skill_text(rows)),
        "**CRPS of each rule against no change, geometric mean over series and months ahead**",
        tight(["rule", *ERAS], map(_by_rule, by_rule_and_era(rows).to_dict("index").items())),
        "**Intervals around the autoregression with a brake, outside 2020–21**",
        tight(
            ["kind", "held", "mean distance from 80%", "CRPS against no change"],
            map(_interval, interval_kinds(world).to_dict("records")),
        ),
        "**Diebold–Mariano t outside 2020–21 (below −2 the rule is better than no change)**",
        tight(
            ["figure", "months ahead", *(RULE_WORDS[rule] for rule in RULES)],
            map(_test, tests.pivot(index=["series", "ahead"], columns="rule", values="statistic").iterrows()),
        ),
    )


def _interval(row: Mapping[Any, Any]) -> list[str]:
    return [
        row["kind"],
        f"{row['held']:.0%}",
        f"{PERCENT * row['distance']:.0f} points",
        f"{row['ratio']:.3f}",
    ]


def _by_rule(row: tuple[str, Mapping[str, float]]) -> list[str]:
    return [RULE_WORDS[row[0]], *(f"{row[1][era]:.2f}" for era in ERAS)]


def _test(row: tuple[Any, pd.Series]) -> list[str]:
    (series, ahead), values = row
    each = (values[rule] for rule in RULES)
    return [
        MONTHLY[series],
        str(ahead),
        *("—" if one != one else f"{one:+.1f}".replace("-", "−") for one in each),
    ]


def tech_workforce() -> dict[str, str]:
    """The newest forecast of the tech workforce, its method and limits, and all that were saved."""
    files = {file.name: read_json(file) for file in sorted(FORECASTS.glob(TECH_FORECASTS))}
    newest = files[max(files)]
    lines = read_forecast(FORECASTS / max(files)).explain()
    ends = ("10th", "median", "90th", "without further AI")
    body = passages(
        f"### Forecast on {newest['date']}",
        bullets(lines["headline"]),
        tight(["NAICS", "year", *ends, "effect of adoption"], map(_jobs, newest["employment"])),
        tight(["measure", "year", *ends], map(_measure, newest["exclusive"])),
        "### Method",
        bullets(lines["made"]),
        tight(
            [
                *("NAICS", "of the accounts", "jobs, May 2025", "trend per year"),
                *("its occupations nationally, 2017 to 2025", "deviation"),
            ],
            map(_mapped, newest["mapping"]),
        ),
        "### Limits",
        bullets(lines["not_said"]),
        "### Saved forecasts",
        tight(
            ["file", "date", "version", "seed", "draws", "shipped figures", "parameters"],
            (_file(name, one) for name, one in files.items()),
        ),
    )
    return {OUTCOME: body}


def _jobs(row: Mapping[str, Any]) -> list[str]:
    people = [f"{row[name]:,.0f}" for name in ("low", "middle", "high", "without")]
    low, middle, high = (PERCENT * (row[name] - 1.0) for name in ("effect_low", "effect", "effect_high"))
    effect = "none yet" if low == high else f"{middle:+.2f}% ({low:+.2f} to {high:+.2f}%)"
    return [row["industry"], str(row["year"]), *people, effect]


def _measure(row: Mapping[str, Any]) -> list[str]:
    share = row["unit"].startswith("share")
    figures = (row[name] for name in ("low", "middle", "high", "without"))
    shown = [f"{PERCENT * value:.1f}%" if share else f"{value:.2f}" for value in figures]
    return [MEASURES[row["measure"]], str(row["year"]), *shown]


def _mapped(row: Mapping[str, Any]) -> list[str]:
    rates = [f"{PERCENT * row[name]:.1f}%" for name in ("trend", "past", "strays")]
    return [f"{row['industry']} {row['title']}", row["accounts"], f"{row['jobs']:,.0f}", *rates]


def _file(name: str, one: Mapping[str, Any]) -> list[str]:
    short = [one["hashes"][key].removeprefix("sha256:")[:12] for key in ("bundle", "parameters")]
    link = f"[{name}](../../forecasts/{name})"
    return [link, one["date"], one["version"], str(one["seed"]), str(one["draws"]), *short]


def ledger() -> dict[str, str]:
    """The skill by era; the newest ledger, its score, and the errors on past years."""
    world, files = load_world(), sorted(FORECASTS.glob(f"{NAME}-*.json"))
    newest = read_ledger(files[-1])
    score = score_ledger(newest, known_figures(files[-1], None, world), "", pages_of_folder(files[-1]))
    made = newest.table("forecasts")
    years = rolling_years(world, projected_rates(world, market_accounts(world, Parameters())), TECH)
    ends = ("10th", "median", "90th")
    body = passages(
        "### Who leads, and what comes next",
        bullets(score.explain()["headline"]),
        tight(
            ["next figure", "month", *ends, "last figure"],
            map(_next, next_figures(made, score.table("scored")).to_dict("records")),
        ),
        f"### Forecast on {newest.facts['date']}",
        f"Every quantile is in [{files[-1].name}](../../forecasts/{files[-1].name}).",
        tight(["figure", "month", "forecaster", *ends], _forecasts(made)),
        "### Errors of jobs in technology",
        tight(
            [
                *("industry", "years ahead", "origins", "RMSE", "RMSE, no change", "RMSE, own growth"),
                "in the 80% interval",
            ],
            map(_year, [*years.to_dict("records"), *_pooled(years)]),
        ),
        "### Saved forecasts",
        "All are scored, each as it was made. The newest is shown above.",
        tight(
            ["file", "version", "figures that came out", "CRPS against no change"],
            (_saved(file, world) for file in files),
        ),
    )
    return {
        "skill": skill_tables(world), "held-back": held_back.part(), "ai-lines": _ai_lines(), OUTCOME: body
    }  # fmt: skip


def _ai_lines() -> str:
    """The dated lines on AI's effect, and the smallest effect that shows in every series."""
    newest = max(FORECASTS.glob(f"{AI_LINES}-*.json"))
    made = read_lines(newest)
    text, every = made.explain(), made.table("detectable")
    return passages(
        bullets(text["headline"]),
        bullets(map(with_minus, text["lines"])),
        f"Entered on {made.facts['date']} in [{newest.name}](../../forecasts/{newest.name}), in log points.",
        tight(
            [
                *("series", "trend, halved", "without AI, 10th–90th", "with AI, 10th–90th", "alarm"),
                *("refuted below", "if trend were known", "power: model", "far draw", "−5", "alarm"),
                "alarm shows by",
            ],
            map(_line, made.table("lines").to_dict("records")),
        ),
        "**Smallest effect that shows in four of five cases over 24 months [log points]**",
        tight(
            [
                "series",
                "smallest effect",
                "if trend were known",
                "model (10th–90th)",
                "power: model",
                "−10",
            ],
            map(_detectable, every.to_dict("records")),
        ),
    )


def _points(*values: float) -> str:
    return " to ".join(f"{value:+.1f}".replace("-", "−") for value in values)


def _line(row: Mapping[Any, Any]) -> list[str]:
    ends = [_points(row[f"{name}_low"], row[f"{name}_high"]) for name in ("without", "with")]
    marks = [_points(row[name]) for name in ("alarm", "refuted_below", "refuted_known_trend")]
    powers = [row[name] for name in ("power", "power_far", "power_smaller", "power_alarm", "alarm_shows")]
    return [row["title"], _points(row["trend"]), *ends, *marks, *powers]


def _detectable(row: Mapping[Any, Any]) -> list[str]:
    sizes = [f"{row[name]:.1f}" for name in ("detectable", "detectable_known")]
    effect = f"{_points(row['effect'])} ({_points(row['effect_low'], row['effect_high'])})"
    return [row["title"], *sizes, effect, row["power"], row["power_alarm"]]


def _by_era(rows: pd.DataFrame, name: str) -> tuple[str, str]:
    """One score of the monthly series, a column an era."""
    beside = BESIDE.get(name, "")
    at = rows.set_index(["series", "ahead", "era"])
    cells = (
        [SERIES[series], str(ahead), *(_score(at, (series, ahead, era), name, beside) for era in ERAS)]
        for series, ahead in rows[["series", "ahead"]].drop_duplicates().itertuples(index=False)
    )
    return f"**{BY_ERA[name]}**", tight(["figure", "months ahead", *ERAS], cells)


def _score(at: pd.DataFrame, key: tuple[str, int, str], name: str, beside: str) -> str:
    if key not in at.index:
        return "—"
    value, other = at.at[key, name], at.at[key, beside] if beside else 0.0
    if beside == "spans":
        return f"{value:.0%} ({other:.0f})"
    return f"{value:.1f} ({other:.1f})" if beside else f"{value:.2f}"


def _saved(file: Any, world: World) -> list[str]:
    """A kept page of the ledger with its score over all figures that came out."""
    kept = read_ledger(file)
    rows = score_ledger(kept, known_figures(file, None, world)).table("scored")
    wide = rows.pivot(index=["series", "month"], columns="forecaster", values="crps")
    rivals = [one for one in (OURS, *CHALLENGERS) if one in wide]
    each = [f"{FORECASTERS[one]} {(wide[one] / wide[NO_CHANGE]).mean():.2f}" for one in rivals]
    link = f"[{file.name}](../../forecasts/{file.name})"
    return [link, str(kept.facts["version"]), str(len(wide)), ", ".join(each) or "—"]


def _forecasts(made: pd.DataFrame) -> Iterator[list[str]]:
    for (series, forecaster), part in made.groupby(["series", "forecaster"], sort=False):
        shown = [at - 1 for at in MONTHS_SHOWN] + [*range(max(MONTHS_SHOWN), len(part))]
        kept = part.iloc[shown] if len(part) >= max(MONTHS_SHOWN) else part
        for row in kept.to_dict("records"):
            ends = [_figure(row[name]) for name in ("q10", "q50", "q90")]
            yield [SERIES[str(series)], row["month"], FORECASTERS[str(forecaster)], *ends]


def _next(row: Mapping[Any, Any]) -> list[str]:
    figures = [_figure(row[one]) for one in ("q10", "q50", "q90", "last")]
    return [SERIES[row["series"]], row["month"], *figures[:-1], f"{figures[-1]} in {row['origin']}"]


def _figure(number: float) -> str:
    if number != number:
        return "—"
    return f"{PERCENT * number:.1f}%" if number < 1 else f"{float(f'{number:.4g}'):,.0f}"


def _pooled(years: pd.DataFrame) -> Iterable[dict[str, object]]:
    """The three industries together, each origin once."""
    for ahead, part in years.groupby("ahead"):
        count = part["origins"].sum()
        together = {one: float((part[one] ** 2 * part["origins"]).sum() / count) ** 0.5 for one in ERRORS}
        yield {"series": "all", "ahead": ahead, "origins": count, **together, "coverage": float("nan")}


def _year(row: Mapping[Any, Any]) -> list[str]:
    name = "the three together" if row["series"] == "all" else SERIES[row["series"]]
    errors = [f"{PERCENT * row[one]:.1f}%" for one in ERRORS]
    inside = "—" if row["coverage"] != row["coverage"] else f"{row['coverage']:.0%}"
    return [name, str(row["ahead"]), str(row["origins"]), *errors, inside]


if __name__ == "__main__":
    main()
