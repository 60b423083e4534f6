"""Writes the part of docs/reference/market-fit.md that repeats the figures; scripts/docs.py calls it.

The figures are kept in docs/reference/market-fit.json, as scripts/market_fit.py left them at the last fit.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.market.calibration.page import CALIBRATION
from reallocate.market.calibration.page import text as sentences
from reallocate.market.calibration.tables import FORECASTS
from reallocate.work.panel import signed
from reallocate.work.world import World

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGE, KEPT = DOCS / "reference" / "market-fit.md", DOCS / "reference" / "market-fit.json"
START = "<!-- The outcome, made from the figures; changes made here are lost. -->"
END = "<!-- End of the outcome. -->"
PERCENT = 100.0
NEARLY_ALL = 0.97
SERIES = ("unemployment", "openings", "hires", "quits")


def with_outcome(text: str, _: World | None = None) -> str:
    """A page with the present outcome between its two marks.

    text : of the page
    """
    kept = json.loads(KEPT.read_text("utf-8"))
    tables = {name: pd.DataFrame(columns) for name, columns in kept["tables"].items()}
    lines = sentences(kept["facts"], tables)
    body = "\n\n".join(
        [
            f"Fitted to {kept['facts']['months'][0]} to {kept['facts']['months'][1]}.",
            "### The fit",
            lines["fit"][0],
            _fit(tables["fit"]),
            picture("market_fit"),
            "### The criteria",
            *lines["gate"],
            _gate(tables["gate"]),
            "### Fitted values",
            _parameters(tables["parameters"], tables["profiles"]),
            *lines["free"],
            picture("speeds"),
            "### The demand rule",
            _horizons_said(tables["horizons"]),
            _horizons(tables["horizons"]),
            "### Unseen months",
            *(f"- {line}" for line in lines["hindcast"]),
            _hindcast(tables["hindcast"]),
            _lags(kept["lags"]),
            picture("hindcast"),
        ]
    ).replace(".\n\n- ", ".\n- ")
    pattern = f"{re.escape(START)}.*{re.escape(END)}"
    return re.sub(pattern, lambda _: f"{START}\n\n{body}\n\n{END}", text, flags=re.DOTALL)


def image(name: str) -> Path:
    """Where a chart lies.

    name : of the chart
    """
    return DOCS / "images" / f"market-fit-{name}.svg".replace("-market_fit", "")


def picture(name: str) -> str:
    """A chart with what it shows, in words for those who do not see it.

    name : of the chart
    """
    chart = CALIBRATION.chart(name)
    file = image(name).relative_to(DOCS).as_posix()
    return f"![{chart.title}](../{file})\n\n*{chart.title}. {chart.reading}*"


def _fit(fit: pd.DataFrame) -> str:
    heads = ["%", "mean", "fitted", "deviation", "fitted", "correlation by month", "error (RMSE)"]
    names = ("mean_observed", "mean_modelled", "deviation_observed", "deviation_modelled")
    rows = [
        [
            str(row["series"]),
            *(f"{PERCENT * row[name]:.2f}" for name in names),
            f"{row['correlation']:.2f}",
            f"{PERCENT * row['error']:.2f}",
        ]
        for row in fit.to_dict("records")
    ]
    return _table(heads, rows)


def _gate(gate: pd.DataFrame) -> str:
    rows = []
    for row in gate.to_dict("records"):
        figures = [row["value"], row["low"], row["high"]]
        share = str(row["unit"]).startswith("share")
        shown = [f"{PERCENT * value:.2f}%" if share else f"{value:.2f}" for value in figures]
        rows.append([str(row["check"]), *shown, "yes" if row["holds"] else "**no**"])
    return _table(["check", "found", "from", "to", "holds"], rows)


def _parameters(parameters: pd.DataFrame, profiles: pd.DataFrame) -> str:
    heads = [
        "",
        "meaning",
        "unit",
        "value",
        "standard error",
        "worse if a fifth lower",
        "a quarter higher",
    ]
    rows = []
    for row in parameters.to_dict("records"):
        part = profiles[profiles["parameter"] == row["parameter"]]
        sides = [part.loc[side, "worse"] for side in (part["ratio"] < 1.0, part["ratio"] > 1.0)]
        rows.append(
            [
                str(row["symbol"]),
                str(row["says"]),
                str(row["unit"]),
                f"{row['value']:.3g}",
                "fixed" if row["fixed"] else f"{row['standard_error']:.2g}",
                *(f"{signed(PERCENT * side.iloc[0], 1)}%" if len(side) else "" for side in sides),
            ]
        )
    return _table([*heads, "value with γ fitted too"], [
        [*row, f"{value:.3g}"] for row, value in zip(rows, parameters["value_speed_fitted"], strict=True)
    ])  # fmt: skip


def _horizons_said(horizons: pd.DataFrame) -> str:
    held, fitted = horizons[horizons["fixed"]], horizons[~horizons["fixed"]]
    other = fitted.loc[fitted["error"].idxmin()]
    best, usual = held.loc[held["error"].idxmin()], held[held["years"] == 2].iloc[0]
    ahead, error, unseen = int(best["years"]), "unseen_unemployment", PERCENT
    return (
        "Demand follows the deviation of output from the value predicted by its own past. The source of "
        f"that rule proposes two years. With γ as published, {ahead} years fit 2001 to 2014 best: an error "
        f"of {best['error']:.3f} instead of {usual['error']:.3f}. This rule ships; the choice is one more "
        "fitted value. In 2015 to 2019, with known output, unemployment is then off by "
        f"{unseen * best[error]:.2f} points instead of {unseen * usual[error]:.2f}. With two years a slump "
        "counts as over while millions still look for work. If γ is fitted too, the short rule needs a slow "
        "γ and the long rule a fast γ: the same persistence in two places. The best fit is then "
        f"{other['years']:.0f} years with a γ of {other['adjustment']:.2f}, an error of {other['error']:.3f}"
        + (", at the end of γ's range; it is not used." if other["adjustment"] > NEARLY_ALL else ".")
    )


def _horizons(horizons: pd.DataFrame) -> str:
    heads = ["years before", "γ", "amplitude", "error 2001–2014"]
    heads += [f"{name} 2015–2019, unseen" for name in SERIES]
    rows = []
    for row in horizons.to_dict("records"):
        speed = f"{row['adjustment']:.2f}" + (", fixed" if row["fixed"] else ", fitted")
        unseen = [f"{PERCENT * row[f'unseen_{name}']:.2f}" for name in SERIES]
        rows.append([f"{row['years']:.0f}", speed, f"{row['amplitude']:.2f}", f"{row['error']:.3f}", *unseen])
    return _table(heads, rows)


def _hindcast(hindcast: pd.DataFrame) -> str:
    rows = []
    names = ["window", "output_known", "forecast"]
    for (window, known, forecast), part in hindcast.groupby(names, sort=False):
        errors = part.set_index("series")
        off, mean = PERCENT * errors["error"], PERCENT * errors["mean_error"]
        cells = [f"{off[name]:.2f} ({signed(mean[name], 2)})" for name in SERIES]
        rows.append((str(window), bool(known), [str(window), FORECASTS[str(forecast)], *cells]))
    order = sorted(range(len(rows)), key=lambda place: (rows[place][0], rows[place][1]))
    return "RMSE and, in brackets, mean error, both in percentage points.\n\n" + _table(
        ["months", "forecast", *SERIES], [rows[place][2] for place in order]
    )


def _lags(lags: dict[str, dict[str, int]]) -> str:
    def said(one: dict[str, int]) -> str:
        return ", ".join(f"{name} {count}" for name, count in one.items())

    return f"Lags of the autoregression: {said(lags['untold'])}; known output: {said(lags['told'])}."


def _table(heads: list[str], rows: list[list[Any]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
