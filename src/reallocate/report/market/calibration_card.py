"""A fitted market in a terminal: how near it is, the gate, what stays free, who forecasts better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reallocate.measure.number import cell
from reallocate.report.printed import text_lines
from reallocate.study.calibration.run import Calibration

PERCENT = 100.0


def print_calibration(calibration: Calibration, console: Console, folder: Path | None = None) -> None:
    """Write a calibration to a terminal.

    calibration : made
    console : where to; its width is kept
    folder : where it was saved, if it was
    """
    said = calibration.explain()
    parts: list[RenderableType] = [
        Text("The labour market of the United States, fitted", style="bold"),
        text_lines(said["fit"][:1]),
        _fit(calibration.table("fit")),
        _parameters(calibration.table("parameters"), calibration.table("profiles")),
        Group(_gate(calibration.table("gate")), text_lines(said["gate"])),
        Group(Text("What stays free", style="bold"), text_lines(said["free"])),
        _hindcast(calibration.table("hindcast")),
        text_lines(said["hindcast"]),
        Group(Text("What this does not say", style="bold"), text_lines(said["not_said"], "dim")),
    ]
    if folder is not None:
        parts.append(Text.assemble("Tables, charts and the values as a file: ", (str(folder), "bold")))
    console.print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def _table(title: str, words: Sequence[str], numbers: Sequence[str]) -> Table:
    table = Table(
        title=Text(title), title_justify="left", title_style="bold", box=None, pad_edge=False,
        padding=(0, 2, 0, 0),
    )  # fmt: skip
    for name in words:
        table.add_column(name)
    for name in numbers:
        table.add_column(name, justify="right")
    return table


def _fit(fit: pd.DataFrame) -> Table:
    numbers = ["Mean\nseen", "fitted", "Deviation\nseen", "fitted", "Corre-\nlation", "Error"]
    table = _table("Fit, by month [%]", ["Series"], numbers)
    names = ("mean_observed", "mean_modelled", "deviation_observed", "deviation_modelled")
    for row in fit.to_dict("records"):
        shares = [f"{PERCENT * row[name]:.2f}" for name in (*names, "error")]
        table.add_row(str(row["series"]), *shares[:4], f"{row['correlation']:.2f}", shares[4])
    return table


def _parameters(parameters: pd.DataFrame, profiles: pd.DataFrame) -> Table:
    numbers = ["Value", "Standard\nerror", "Worse if lower\nby a fifth", "if higher\nby a quarter"]
    table = _table("Values, and how much worse the fit is with one moved", ["", "What it is"], numbers)
    for row in parameters.to_dict("records"):
        rows = profiles[profiles["parameter"] == row["parameter"]]
        moved = [rows.loc[side, "worse"] for side in (rows["ratio"] < 1.0, rows["ratio"] > 1.0)]
        table.add_row(
            str(row["symbol"]),
            str(row["says"]),
            cell(row["value"]),
            "held" if row["held"] else cell(row["standard_error"]),
            *(f"{PERCENT * one.iloc[0]:.1f}%" if len(one) else "out of range" for one in moved),
        )
    return table


def _gate(gate: pd.DataFrame) -> Table:
    table = _table("The gate, AI off", ["Check"], ["Found", "from", "to", ""])
    for row in gate.to_dict("records"):
        write = _writer(str(row["unit"]))
        verdict = Text("holds") if row["holds"] else Text("does not", style="bold")
        table.add_row(str(row["check"]), *(write(row[name]) for name in ("found", "low", "high")), verdict)
    return table


def _writer(unit: str) -> Callable[[float], str]:
    if unit.startswith("share"):
        return lambda value: f"{PERCENT * value:.2f}%"
    return lambda value: f"{value:.2f}"


def _hindcast(hindcast: pd.DataFrame) -> Table:
    series = list(dict.fromkeys(hindcast["series"]))
    title = "Months not seen, fitted to 2001 to 2014: root-mean-square error [points]"
    table = _table(title, ["Months", "Forecast"], [str(name) for name in series])
    for (window, forecast), rows in hindcast.groupby(["window", "forecast"], sort=False):
        errors = rows.set_index("series").loc[series, "error"]
        table.add_row(str(window), str(forecast), *(f"{PERCENT * error:.2f}" for error in errors))
    return table
