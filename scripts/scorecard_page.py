"""Writes the part of docs/reference/scorecard.md that repeats the figures; scripts/docs.py calls it.

`python scripts/scorecard_page.py --sources FOLDER` computes all of them, which takes minutes, and keeps
them in docs/reference/scorecard.json; without it the page is made from what was kept.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.claims.evidence.page import (
    NO_PLACE,
    TOLERANCE_SET,
    obtained_in_words,
    tags_in_words,
    with_unit,
)
from reallocate.kernel.number import to_figures, with_minus
from reallocate.work.world import World

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
PAGE, KEPT, FIT = REFERENCE / "scorecard.md", REFERENCE / "scorecard.json", REFERENCE / "market-fit.json"
START = "<!-- The outcome, made from the figures; changes made here are lost. -->"
END = "<!-- End of the outcome. -->"
OUT_OF_SAMPLE = "out-of-sample"
DIGITS, DIGITS_OF_HASH = 10, 12
LATE = " †"
FORECASTS = {"market": "this market", "statistical": "autoregression"}

Row = dict[str, Any]


def main() -> None:
    """Compute anew where a folder is named, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, help="folder of source files")
    folder = parser.parse_args().sources
    if folder is not None:
        KEPT.write_text(written(computed(folder)), encoding="utf-8")
    PAGE.write_text(with_outcome(PAGE.read_text("utf-8")), encoding="utf-8")


def computed(folder: Path) -> dict[str, Any]:
    """The whole scorecard, with its sentence."""
    from reallocate.claims.evidence.context import EvidenceContext
    from reallocate.claims.evidence.page import scorecard_result
    from reallocate.claims.evidence.scorecard import score
    from reallocate.data.bundle import load_world
    from reallocate.kernel.parameters import Parameters

    context = EvidenceContext(load_world(), Parameters.default(), folder, print)
    found = scorecard_result(score(context), context.parameters, False).to_dict()
    data: dict[str, list[dict[str, str]]] = {}
    for one in found["tables"]["data"]:
        data.setdefault(one["id"], []).append({name: one[name] for name in ("kind", "name", "sha256")})
    rows = [{**row, "data": data.get(row["id"], [])} for row in found["tables"]["figures"]]
    return {"sentence": found["text"]["headline"][0], "rows": rows}


def written(kept: dict[str, Any]) -> str:
    """What is kept, one figure a line, to ten digits."""
    rows = ",\n".join(json.dumps(_rounded(row), ensure_ascii=False) for row in kept["rows"])
    return f'{{"sentence": {json.dumps(kept["sentence"], ensure_ascii=False)},\n"rows": [\n{rows}\n]}}\n'


def with_outcome(text: str, _: World | None = None) -> str:
    """A page with the present outcome between its two marks.

    text : of the page
    """
    kept = json.loads(KEPT.read_text("utf-8"))
    rows: list[Row] = kept["rows"]
    out = [row for row in rows if row["kind"] == OUT_OF_SAMPLE]
    rest = [row for row in rows if row["kind"] != OUT_OF_SAMPLE]
    counted = [row for row in rest if row["verdict"] in ("reproduced", "missed")]
    body = "\n\n".join(
        [
            kept["sentence"],
            "### Out of sample",
            _table(out),
            *_causes(out),
            "The table compares these market forecasts with a simple statistical one, as root-mean-square "
            "errors in points ([market-fit.md](market-fit.md)).",
            _forecasts(),
            "### Published figures",
            f"†: the tolerance was {TOLERANCE_SET['after']}.",
            _table(counted),
            *_causes(counted),
            "### Identities, which do not count",
            "Arithmetic on stated inputs, or a figure that an input was fitted to or read from.",
            _table([row for row in rest if row["verdict"] == "identity"]),
            "### Not available",
            *(_not_at_hand(row) for row in rest if row["verdict"] == "not available"),
            "### Data",
            "Files are hashed by their bytes, as in `sha256sum`; shipped tables by their content, as in "
            "`reallocate data --check`. The tables above show the first eight digits of the hash of one file "
            "or table, or of the combined hash of several.",
            _of_data(rows),
            "### Every figure in words",
            *(_in_words(row) for row in rows),
        ]
    )
    pattern = f"{re.escape(START)}.*{re.escape(END)}"
    return re.sub(pattern, lambda _: f"{START}\n\n{body}\n\n{END}", text, flags=re.DOTALL)


def _table(rows: list[Row]) -> str:
    lines = [
        "| figure | published | page or table | obtained | unit | kind | data | verdict |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        verdict = "**missed**" if row["verdict"] == "missed" else row["verdict"]
        cells = (
            f"`{row['id']}`",
            with_minus(row["published"]) + (LATE if row["tolerance_set"] == "after" else ""),
            row["place"] or NO_PLACE,
            _obtained(row),
            row["unit"],
            row["kind"],
            f"`{row['data_hash']}`" if row["data_hash"] else "",
            verdict,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _forecasts() -> str:
    """The market, no change and an autoregression side by side, none of them told what came."""
    rows = pd.DataFrame(json.loads(FIT.read_text("utf-8"))["tables"]["hindcast"]).to_dict("records")
    without_output = [row for row in rows if not row["output_known"]]
    names = list(dict.fromkeys(row["forecast"] for row in without_output))
    errors = {(row["window"], row["series"], row["forecast"]): row["error"] for row in without_output}
    heads = [FORECASTS.get(name, name) for name in names]
    lines = [f"| months | series | {' | '.join(heads)} |", "|---|---|" + "---|" * len(names)]
    for window, series in dict.fromkeys((row["window"], row["series"]) for row in without_output):
        cells = [f"{100 * errors[window, series, name]:.2f}" for name in names]
        lines.append(f"| {window} | {series} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _of_data(rows: list[Row]) -> str:
    """Every file and shipped table with the start of its hash, once."""
    found = {
        (one["kind"], one["name"]): one["sha256"][:DIGITS_OF_HASH] for row in rows for one in row["data"]
    }
    lines = ["| kind | name | sha256 begins |", "|---|---|---|"]
    lines += [f"| {kind} | `{name}` | `{found[kind, name]}` |" for kind, name in sorted(found)]
    return "\n".join(lines)


def _causes(rows: list[Row]) -> list[str]:
    missed = [row for row in rows if row["verdict"] == "missed"]
    return [f"- **{row['id']}**: {_sentence(row['says'])}" for row in missed]


def _not_at_hand(row: Row) -> str:
    return f"- `{row['id']}`: {row['statement']}. {_sentence(row['missing'])}"


def _in_words(row: Row) -> str:
    parts = [f"- `{row['id']}`: {row['statement']}. {row['source']}."]
    if row["version"]:
        parts.append(f"Version: {row['version']}.")
    published = with_unit(with_minus(row["published"]), row["unit"])
    if row["kind"] == OUT_OF_SAMPLE:
        said = f"Forecast {published}"
    else:
        said = f"Published {published} ({tags_in_words(row['tag'])})"
    if row["obtained"] is not None:
        said += f", obtained {with_unit(_obtained(row), row['unit'])}"
    parts.append(f"{said}.")
    if row["tolerance_set"] != "before":
        parts.append(f"Tolerance: {TOLERANCE_SET[row['tolerance_set']]}.")
    parts += [_sentence(row["says"])] if row["says"] and row["verdict"] != "missed" else []
    parts += [f"Computed as {row['equation']}."] if row["equation"] else []
    return " ".join(parts)


def _obtained(row: Row) -> str:
    if row["obtained"] is None:
        return "—"
    interval = [row["obtained_low"], row["obtained_high"]]
    return obtained_in_words(row["obtained"], None if None in interval else interval)


def _sentence(text: str) -> str:
    return with_minus(f"{text[:1].upper()}{text[1:]}").rstrip(".") + "."


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return to_figures(value, DIGITS)
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
