"""The economy started from past months: docs/reference/hindcast.md.

`python -m scripts.pages.starts` runs every start, keeps the errors that ship and the figures of the page in
docs/reference/hindcast.json, and draws the chart; it takes five minutes on one core.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pandas as pd
from scripts.pages.parts import (
    IMAGES,
    OUTCOME,
    REFERENCE,
    ROOT,
    bullets,
    passages,
    read_json,
    rounded,
    tight,
    write,
)

from reallocate.data.bundle import load_world
from reallocate.kernel.number import with_minus
from reallocate.kernel.text import explained
from reallocate.market.forecast.started import MARKET, MEASURES, NO_CHANGE, TOLD, VAR
from reallocate.market.forecast.starts import SHOWN, STARTS_FILE, every_start, kept_errors
from reallocate.market.forecast.starts_page import STARTS_CHART, TEXT, Hindcast, hindcast_result
from reallocate.market.nation.slumps import NO_SLUMP, slumps
from reallocate.render.drawing import drawing

KEPT, IMAGE = REFERENCE / "hindcast.json", IMAGES / "hindcast-starts.svg"
SHIPPED = ROOT / "src" / "reallocate" / "market" / "forecast" / STARTS_FILE
RIVALS = (MARKET, TOLD, NO_CHANGE, VAR)
WORDS = {name: name.replace("_", " ") for name in MEASURES}
DIGITS = 5


def main() -> None:
    """Run every start, keep errors and figures, and draw the chart."""
    keep(every_start(load_world(), lambda stage: print(stage, file=sys.stderr, flush=True)))


def keep(rows: pd.DataFrame) -> None:
    """Keep what was run.

    rows : as from `every_start`
    """
    errors = kept_errors(rows)
    write(SHIPPED, errors.to_csv(index=False, float_format="%.4g", lineterminator="\n"))
    made = hindcast_result(Hindcast(rows, slumps(load_world().tables)))
    tables = {
        name: json.loads(made.table(name).to_json(orient="records"))
        for name in ("by_start", "on_average", "parted", "paths")
    }
    tables["paths"] = [row for row in tables["paths"] if row["measure"] == "unemployment"]
    kept = {"facts": dict(made.facts), "tables": rounded(tables, DIGITS)}
    write(KEPT, json.dumps(kept, ensure_ascii=False, allow_nan=False) + "\n")
    frame = STARTS_CHART.figures(made.tables)
    write(IMAGE, drawing(STARTS_CHART, frame).svg())


def parts() -> dict[str, str]:
    """Six starts, the mean of all, when lines part, and the base rate of slumps."""
    kept = read_json(KEPT)
    tables = {name: pd.DataFrame(rows) for name, rows in kept["tables"].items()}
    text = explained(TEXT.said(tables, kept["facts"]))
    body = passages(
        text["headline"][0],
        bullets(text["headline"][1:]),
        f"![{STARTS_CHART.title}](../images/{IMAGE.name})",
        f"*{STARTS_CHART.title}. {STARTS_CHART.reading}*",
        "### Six starts",
        "Root mean square error to 60 months, in percentage points: market told nothing / told output / no "
        "change / VAR.",
        _six(tables["by_start"]),
        "Months in which unemployment is first a point or more from what came:",
        _parted(tables["parted"]),
        "### All starts on average",
        "Mean absolute error in percentage points, in the same order.",
        _average(tables["on_average"]),
        f"### {NO_SLUMP.capitalize()}",
        bullets(text["slumps"]),
        "### How it is made",
        bullets(text["method"]),
    )
    return {OUTCOME: with_minus(body)}


def _errors(row: Any) -> str:
    each = ("—" if pd.isna(row[name]) else f"{row[name]:.2f}" for name in RIVALS)
    return " / ".join(each)


def _six(rows: pd.DataFrame) -> str:
    at = rows.set_index(["start", "measure"])
    heads = ["start", *WORDS.values()]
    cells = ([start, *(_errors(at.loc[(start, name)]) for name in MEASURES)] for start in SHOWN)
    return tight(heads, cells)


def _parted(rows: pd.DataFrame) -> str:
    cells = (
        [row["start"], row["market_parts"] or "none", row["told_parts"] or "none"]
        for row in rows.to_dict("records")
    )
    return tight(["start", "market told nothing", "told output"], cells)


def _average(rows: pd.DataFrame) -> str:
    at = rows.set_index(["measure", "ahead"])
    months = sorted(rows["ahead"].unique())
    heads = ["series", *(f"{ahead} months" for ahead in months)]
    cells = ([WORDS[name], *(_errors(at.loc[(name, ahead)]) for ahead in months)] for name in MEASURES)
    return tight(heads, cells)


if __name__ == "__main__":
    main()
