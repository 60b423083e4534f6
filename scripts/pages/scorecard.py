"""Published figures computed again: docs/reference/scorecard.md.

`python -m scripts.pages.scorecard FOLDER` computes all of them from the source files, which takes minutes,
and keeps them in docs/reference/scorecard.json; with names of papers behind it, such as
`autor_2013`, it computes some and leaves the others as they are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from scripts.pages.parts import OUTCOME, PERCENT, REFERENCE, passages, read_json, row_a_line, tight

from reallocate.claims.evidence.page import (
    ERRORS,
    NO_PLACE,
    TOLERANCE_SET,
    error_in_words,
    estimate_in_words,
    obtained_in_words,
    tags_in_words,
    with_unit,
)
from reallocate.claims.evidence.replications.autor_2013 import shipped_estimates
from reallocate.claims.evidence.scorecard import Row as ScoredRow
from reallocate.claims.evidence.scorecard import Scorecard
from reallocate.claims.evidence.target import Obtained, Verdict, published
from reallocate.kernel.number import with_minus

KEPT, FIT = REFERENCE / "scorecard.json", REFERENCE / "market-fit.json"
OUT_OF_SAMPLE = "out-of-sample"
DIGITS, DIGITS_OF_HASH = 10, 12
FORECASTS = {"market": "this market", "statistical": "autoregression"}

Row = dict[str, Any]


def main(folder: Path, papers: list[str]) -> None:
    """Compute the scorecard, or some papers of it, and keep it, one figure a line."""
    from reallocate.claims.evidence.context import EvidenceContext
    from reallocate.claims.evidence.page import scorecard_result
    from reallocate.claims.evidence.scorecard import score
    from reallocate.data.bundle import load_world
    from reallocate.kernel.parameters import Parameters

    context = EvidenceContext(load_world(), Parameters.default(), folder, print)
    scored = score(context, papers or None)
    found = scorecard_result(scored, context.parameters, False).to_dict()
    data: dict[str, list[dict[str, str]]] = {}
    for one in found["tables"]["data"]:
        data.setdefault(one["id"], []).append({name: one[name] for name in ("kind", "name", "sha256")})
    rows = [{**row, "data": data.get(row["id"], [])} for row in found["tables"]["figures"]]
    rows = _merged(rows, papers)
    said = json.dumps(_sentence_of(rows), ensure_ascii=False)
    KEPT.write_text(f'{{"sentence": {said},\n"rows": {row_a_line(rows, DIGITS)}}}\n', encoding="utf-8")


def _merged(rows: list[Row], papers: list[str]) -> list[Row]:
    """The rows computed now with those kept of other papers, years unseen first, in the order of the papers.

    papers : computed now; all where none are named
    """
    if not papers:
        return rows
    every_target = (one for each in published() for one in each.targets)
    order = {target.id: place for place, target in enumerate(every_target)}
    anew = {row["id"]: row for row in rows}
    every = {row["id"]: row for row in read_json(KEPT)["rows"] if row["id"] in order} | anew
    return sorted(every.values(), key=lambda row: (row["kind"] != OUT_OF_SAMPLE, order[row["id"]]))


def _sentence_of(rows: list[Row]) -> str:
    """The scorecard in a sentence or two."""
    targets = {target.id: (each.paper, target) for each in published() for target in each.targets}
    made = [
        ScoredRow(*targets[row["id"]], Obtained(row["obtained"]), Verdict(row["verdict"])) for row in rows
    ]
    return Scorecard(tuple(made)).sentence


def parts() -> dict[str, str]:
    """Years unseen first, then published figures, identities, what is not available, data and words."""
    kept = read_json(KEPT)
    rows: list[Row] = kept["rows"]
    out = [row for row in rows if row["kind"] == OUT_OF_SAMPLE]
    rest = [row for row in rows if row["kind"] != OUT_OF_SAMPLE]
    counted = [row for row in rest if row["verdict"] in ("reproduced", "missed")]
    body = passages(
        kept["sentence"],
        "### Out of sample",
        _figures(out),
        *_causes(out),
        "The table compares these market forecasts with a simple statistical one, as root-mean-square "
        "errors in points ([market-fit.md](market-fit.md)).",
        _forecasts(),
        "### Published figures",
        f"†: the tolerance was {TOLERANCE_SET['after']}.",
        _figures(counted),
        *_causes(counted),
        "### Estimated here",
        "Estimates of this project from published data that do not ship: 722 US commuting zones. `reallocate "
        f"scorecard autor_2013 --sources FOLDER` computes them again. {ERRORS}",
        _estimates(),
        "### Identities, which do not count",
        "Arithmetic on stated inputs, or a figure that an input was fitted to or read from.",
        _figures([row for row in rest if row["verdict"] == "identity"]),
        "### Not available",
        *(
            f"- `{row['id']}`: {row['statement']}. {_sentence(row['missing'])}"
            for row in rest
            if row["verdict"] == "not available"
        ),
        "### Data",
        "Files are hashed by their bytes, as in `sha256sum`; shipped tables by their content, as in "
        "`reallocate data --check`. The tables above show the first eight digits of the hash of one file "
        "or table, or of the combined hash of several.",
        _data(rows),
        "### Every figure in words",
        *(" ".join(_in_words(row)) for row in rows),
    )
    return {OUTCOME: body}


def _figures(rows: list[Row]) -> str:
    cells = (
        (
            f"`{row['id']}`",
            with_minus(row["published"]) + (" †" if row["tolerance_set"] == "after" else ""),
            row["place"] or NO_PLACE,
            _obtained(row),
            row["unit"],
            row["kind"],
            f"`{row['data_hash']}`" if row["data_hash"] else "",
            "**missed**" if row["verdict"] == "missed" else row["verdict"],
        )
        for row in rows
    )
    heads = ("figure", "published", "page or table", "obtained", "unit", "kind", "data", "verdict")
    return tight(heads, cells)


def _estimates() -> str:
    """Our own estimates, as they ship."""
    cells = (
        (
            with_minus(row["what"]),
            estimate_in_words(row),
            error_in_words(row) or "—",
            row["window"],
            row["instrument"] or "none, least squares",
            row["grade"],
        )
        for row in shipped_estimates().to_dict("records")
    )
    return tight(("what", "estimate", "standard error or range", "years", "instrument", "grade"), cells)


def _forecasts() -> str:
    """The market, no change and an autoregression side by side, none of them told what came."""
    errors = pd.DataFrame(read_json(FIT)["tables"]["hindcast"]).query("not output_known")
    names = list(errors["forecast"].unique())
    rows = (
        [str(window), str(series), *(f"{PERCENT * part.loc[name, 'error']:.2f}" for name in names)]
        for (window, series), part in errors.set_index("forecast").groupby(["window", "series"], sort=False)
    )
    return tight(["months", "series", *(FORECASTS.get(name, name) for name in names)], rows)


def _data(rows: list[Row]) -> str:
    """Every file and shipped table with the start of its hash, once."""
    found = {
        (one["kind"], one["name"]): one["sha256"][:DIGITS_OF_HASH] for row in rows for one in row["data"]
    }
    cells = ((kind, f"`{name}`", f"`{found[kind, name]}`") for kind, name in sorted(found))
    return tight(("kind", "name", "sha256 begins"), cells)


def _causes(rows: list[Row]) -> list[str]:
    return [f"- **{row['id']}**: {_sentence(row['says'])}" for row in rows if row["verdict"] == "missed"]


def _in_words(row: Row) -> Iterator[str]:
    yield f"- `{row['id']}`: {row['statement']}. {row['source']}."
    if row["version"]:
        yield f"Version: {row['version']}."
    published = with_unit(with_minus(row["published"]), row["unit"])
    tag = "" if row["kind"] == OUT_OF_SAMPLE else f" ({tags_in_words(row['tag'])})"
    obtained = "" if row["obtained"] is None else f", obtained {with_unit(_obtained(row), row['unit'])}"
    yield f"{'Published' if tag else 'Forecast'} {published}{tag}{obtained}."
    if row["tolerance_set"] != "before":
        yield f"Tolerance: {TOLERANCE_SET[row['tolerance_set']]}."
    if row["says"] and row["verdict"] != "missed":
        yield _sentence(row["says"])
    if row["equation"]:
        yield f"Computed as {row['equation']}."


def _obtained(row: Row) -> str:
    if row["obtained"] is None:
        return "—"
    interval = [row["obtained_low"], row["obtained_high"]]
    return obtained_in_words(row["obtained"], None if None in interval else interval)


def _sentence(text: str) -> str:
    return with_minus(f"{text[:1].upper()}{text[1:]}").rstrip(".") + "."


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
