"""How the nation's market was fitted: docs/reference/market-fit.md.

`python -m scripts.pages.market_fit` fits it anew: the values that ship, the figures of the page, which are
kept in docs/reference/market-fit.json, and its charts. It takes a quarter of an hour on two cores and wants
the dependency group `test`.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import Any

import pandas as pd
from scripts.pages.parts import IMAGES, OUTCOME, PERCENT, REFERENCE, ROOT, passages, read_json, table, write

from reallocate.data.bundle import load_world
from reallocate.kernel.number import to_figures
from reallocate.kernel.text import explained
from reallocate.market.calibration.model import END, KNOWN, MARKET_WITH_OUTPUT, NO_CHANGE, WINDOWS, hindcast
from reallocate.market.calibration.page import CALIBRATION, TEXT, calibrate
from reallocate.market.calibration.tables import CHARTS, FORECASTS
from reallocate.market.nation.economy import FIRST, FITTED_FILE, observed_months
from reallocate.market.nation.fit import FITTED, HELD, fit, modelled, together
from reallocate.market.simulate.runs import market_of_months
from reallocate.render.drawing import drawing
from reallocate.work.panel import signed
from reallocate.work.world import World

KEPT = REFERENCE / "market-fit.json"
FITTED_PLACE = ROOT / "src" / "reallocate" / "market" / "nation" / FITTED_FILE
YEARS = (2, 3, 4, 5)
DIGITS = 6
NEARLY_ALL = 0.97
SERIES = ("unemployment", "openings", "hires", "quits")
Tables = dict[str, pd.DataFrame]


def main() -> None:
    """Fit, keep the values and the figures, and draw the charts."""
    from scripts.pages.market_statistical import FORECASTS as STATISTICAL
    from scripts.pages.market_statistical import lags_chosen

    world = load_world()
    found = calibrate(world, _tell, {**NO_CHANGE, **STATISTICAL})
    whole = observed_months(world.tables, FIRST, END, KNOWN)
    kept = {
        "facts": dict(found.facts),
        "lags": {"untold": lags_chosen(whole, told=False), "told": lags_chosen(whole, told=True)},
        "tables": {name: _columns(rows) for name, rows in found.tables.items()},
    }
    kept["tables"]["horizons"] = _columns(_horizons_fitted(world))
    FITTED_PLACE.write_bytes(found.inputs[FITTED_FILE])
    write(KEPT, json.dumps(kept, ensure_ascii=False, allow_nan=False) + "\n")
    draw()


def draw() -> None:
    """Draw the charts of the figures that were kept."""
    tables = {name: pd.DataFrame(lists) for name, lists in read_json(KEPT)["tables"].items()}
    for chart in CHARTS:
        write(IMAGES / image(chart.name), drawing(chart, chart.figures(tables)).svg())


def _tell(stage: str) -> None:
    print(stage, file=sys.stderr, flush=True)


def _columns(rows: pd.DataFrame) -> dict[str, list[Any]]:
    """A table as lists, to so many digits as the page can show."""
    short = rows.map(lambda value: to_figures(value, DIGITS) if isinstance(value, float) else value)
    split = json.loads(short.to_json(orient="split", index=False, double_precision=15))
    return dict(zip(split["columns"], map(list, zip(*split["data"], strict=True)), strict=True))


def _horizons_fitted(world: World) -> pd.DataFrame:
    """How the market fits 2001 to 2014 where output is told from two to five years before.

    Each with γ held and with γ fitted too; beside it the error of 2015 to 2019, told output, unseen.
    """
    rows = []
    for years in YEARS:
        _tell(f"Output told from {years} years before")
        early = observed_months(world.tables, FIRST, KNOWN, KNOWN, 4 * years)
        whole = observed_months(world.tables, FIRST, END, KNOWN, 4 * years)
        nation = market_of_months(world, early)
        series = modelled(nation.market, nation.normal, early)
        ways = (HELD, {})
        tasks = [partial(fit, seen=early, held=way, precision=1e-5) for way in ways]
        for way, best in zip(ways, together(series, tasks), strict=True):
            errors, _ = hindcast(nation.market, nation.normal, best, whole, WINDOWS[0], {})
            told = errors[errors["forecast"] == MARKET_WITH_OUTPUT].set_index("series")["error"]
            values = dict(zip(FITTED, best.values, strict=True))
            rows.append(
                {
                    "years": years,
                    "fixed": bool(way),
                    "adjustment": values["adjustment"],
                    "amplitude": values["amplitude"],
                    "error": best.error,
                    **{f"unseen_{name}": told[name] for name in told.index},
                }
            )
    return pd.DataFrame(rows)


def parts() -> dict[str, str]:
    """The fit, its criteria, the values, the demand rule and the months unseen."""
    kept = read_json(KEPT)
    tables = {name: pd.DataFrame(columns) for name, columns in kept["tables"].items()}
    lines = explained(TEXT.said(kept["facts"], tables))
    body = passages(
        f"Fitted to {kept['facts']['months'][0]} to {kept['facts']['months'][1]}.",
        "### The fit",
        lines["fit"][0],
        _fit(tables["fit"]),
        _picture("market_fit"),
        "### The criteria",
        *lines["gate"],
        _gate(tables["gate"]),
        "### Fitted values",
        _parameters(tables["parameters"], tables["profiles"]),
        *lines["free"],
        _picture("speeds"),
        "### The demand rule",
        _horizons_said(tables["horizons"]),
        _horizons(tables["horizons"]),
        "### Unseen months",
        *(f"- {line}" for line in lines["hindcast"]),
        "RMSE and, in brackets, mean error, both in percentage points.",
        _hindcast(tables["hindcast"]),
        _lags(kept["lags"]),
        _picture("hindcast"),
    )
    return {OUTCOME: body.replace(".\n\n- ", ".\n- ")}


def image(chart: str) -> str:
    """The file that a chart is drawn to."""
    return f"market-fit-{chart}.svg".replace("-market_fit", "")


def _picture(name: str) -> str:
    """A chart with what it shows, in words for those who do not see it."""
    chart = CALIBRATION.chart(name)
    return f"![{chart.title}](../images/{image(name)})\n\n*{chart.title}. {chart.reading}*"


def _fit(fitted: pd.DataFrame) -> str:
    heads = ("%", "mean", "fitted", "deviation", "fitted", "correlation by month", "error (RMSE)")
    names = ("mean_observed", "mean_modelled", "deviation_observed", "deviation_modelled")
    rows = (
        [
            str(row["series"]),
            *(f"{PERCENT * row[name]:.2f}" for name in names),
            f"{row['correlation']:.2f}",
            f"{PERCENT * row['error']:.2f}",
        ]
        for row in fitted.to_dict("records")
    )
    return table(heads, rows)


def _gate(gate: pd.DataFrame) -> str:
    rows = []
    for row in gate.to_dict("records"):
        share = str(row["unit"]).startswith("share")
        shown = [
            f"{PERCENT * row[name]:.2f}%" if share else f"{row[name]:.2f}"
            for name in ("value", "low", "high")
        ]
        rows.append([str(row["check"]), *shown, "yes" if row["holds"] else "**no**"])
    return table(["check", "found", "from", "to", "holds"], rows)


def _parameters(parameters: pd.DataFrame, profiles: pd.DataFrame) -> str:
    heads = (
        *("", "meaning", "unit", "value", "standard error"),
        *("worse if a fifth lower", "a quarter higher", "value with γ fitted too"),
    )
    rows = []
    for row in parameters.to_dict("records"):
        part = profiles[profiles["parameter"] == row["parameter"]]
        sides = [part.loc[side, "worse"] for side in (part["ratio"] < 1.0, part["ratio"] > 1.0)]
        rows.append(
            [
                *(str(row[name]) for name in ("symbol", "says", "unit")),
                f"{row['value']:.3g}",
                "fixed" if row["fixed"] else f"{row['standard_error']:.2g}",
                *(f"{signed(PERCENT * side.iloc[0], 1)}%" if len(side) else "" for side in sides),
                f"{row['value_speed_fitted']:.3g}",
            ]
        )
    return table(heads, rows)


def _horizons_said(horizons: pd.DataFrame) -> str:
    held, fitted = horizons[horizons["fixed"]], horizons[~horizons["fixed"]]
    other = fitted.loc[fitted["error"].idxmin()]
    best, usual = held.loc[held["error"].idxmin()], held[held["years"] == 2].iloc[0]
    ahead, error = int(best["years"]), "unseen_unemployment"
    return (
        "Demand follows the deviation of output from the value predicted by its own past. The source of "
        f"that rule proposes two years. With γ as published, {ahead} years fit 2001 to 2014 best: an error "
        f"of {best['error']:.3f} instead of {usual['error']:.3f}. This rule ships; the choice is one more "
        "fitted value. In 2015 to 2019, with known output, unemployment is then off by "
        f"{PERCENT * best[error]:.2f} points instead of {PERCENT * usual[error]:.2f}. With two years a slump "
        "counts as over while millions still look for work. If γ is fitted too, the short rule needs a slow "
        "γ and the long rule a fast γ: the same persistence in two places. The best fit is then "
        f"{other['years']:.0f} years with a γ of {other['adjustment']:.2f}, an error of {other['error']:.3f}"
        + (", at the end of γ's range; it is not used." if other["adjustment"] > NEARLY_ALL else ".")
    )


def _horizons(horizons: pd.DataFrame) -> str:
    heads = ["years before", "γ", "amplitude", "error 2001–2014"]
    rows = (
        [
            f"{row['years']:.0f}",
            f"{row['adjustment']:.2f}" + (", fixed" if row["fixed"] else ", fitted"),
            f"{row['amplitude']:.2f}",
            f"{row['error']:.3f}",
            *(f"{PERCENT * row[f'unseen_{name}']:.2f}" for name in SERIES),
        ]
        for row in horizons.to_dict("records")
    )
    return table([*heads, *(f"{name} 2015–2019, unseen" for name in SERIES)], rows)


def _hindcast(errors: pd.DataFrame) -> str:
    rows = []
    ordered = errors.sort_values(["window", "output_known"], kind="stable")
    for (window, forecast), part in ordered.groupby(["window", "forecast"], sort=False):
        by = part.set_index("series")
        off, mean = PERCENT * by["error"], PERCENT * by["mean_error"]
        cells = [f"{off[name]:.2f} ({signed(mean[name], 2)})" for name in SERIES]
        rows.append([str(window), FORECASTS[str(forecast)], *cells])
    return table(["months", "forecast", *SERIES], rows)


def _lags(lags: dict[str, dict[str, int]]) -> str:
    def said(one: dict[str, int]) -> str:
        return ", ".join(f"{name} {count}" for name, count in one.items())

    return f"Lags of the autoregression: {said(lags['untold'])}; known output: {said(lags['told'])}."


if __name__ == "__main__":
    main()
