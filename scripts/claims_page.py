"""Writes the part of docs/reference/claims.md that repeats the ledger; scripts/docs.py calls it.

`python scripts/claims_page.py --run` computes every claim, which takes minutes, and keeps the tables in
src/reallocate/claims/record.json; `--run 1 4 5` computes some rows and leaves the others as they are.
Without it the page is made from those tables.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.claims.ledger import NOT_COMPUTABLE, claims
from reallocate.claims.own import MEASURES
from reallocate.claims.tables import TABLES
from reallocate.claims.text import (
    Row,
    assumption,
    ends,
    explained,
    interval,
    moves,
    of_claim,
    plausible,
    tipping_of,
)
from reallocate.kernel.number import sentence, to_figures, with_minus
from reallocate.render.provenance import records
from reallocate.work.world import World

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "claims.md"
LEDGER = ROOT / "src" / "reallocate" / "claims" / "record.json"
START = "<!-- The outcome, made from the figures; changes made here are lost. -->"
END = "<!-- End of the outcome. -->"
MEASURES_START, MEASURES_END = "<!-- begin:results -->", "<!-- end:results -->"
DIGITS = 6

Tables = Mapping[str, pd.DataFrame]


def main() -> None:
    """Compute anew where requested, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", nargs="*", metavar="ROW", help="compute these rows, or all of them")
    rows = parser.parse_args().run
    if rows is not None:
        compute(rows)
    PAGE.write_text(with_outcome(PAGE.read_text("utf-8")), encoding="utf-8")


def compute(rows: list[str]) -> None:
    """Claims on the default world and study, in the ledger's order beside those computed before."""
    from reallocate.api.progress import executor_name
    from reallocate.claims.basis.context import ClaimContext
    from reallocate.claims.ledger import ledger
    from reallocate.data.bundle import load_world
    from reallocate.kernel.parameters import Parameters
    from reallocate.kernel.table import computed

    context = ClaimContext(load_world(), say=lambda text: print(text, flush=True))
    fresh = computed(TABLES, ledger(context, Parameters.default(), rows or None, executor_name(None)))
    LEDGER.write_text(written(merged(read(), fresh) if LEDGER.is_file() else fresh), encoding="utf-8")


def read() -> Tables:
    """The tables as they were written."""
    rows = json.loads(LEDGER.read_text("utf-8"))
    tables = {one.name: pd.DataFrame(rows[one.name], columns=one.names) for one in TABLES}
    thresholds = dict.fromkeys(("threshold_supported", "threshold_not_supported"), float)
    return {**tables, "claims": tables["claims"].astype(thresholds)}


def merged(before: Tables, fresh: Tables) -> Tables:
    """Tables with the rows of claims that were computed anew, all in the ledger's order."""
    order = {one.id: place for place, one in enumerate(claims())}
    anew = set(fresh["claims"]["id"])
    tables = {}
    for name, table in fresh.items():
        key = "id" if name == "claims" else "claim"
        old = before[name][~before[name][key].isin(anew)]
        both = pd.concat([one for one in (old, table) if len(one)] or [table], ignore_index=True)
        both = both[both[key].isin(order)]
        tables[name] = both.iloc[both[key].map(order).argsort(kind="stable")]
    return tables


def written(tables: Tables) -> str:
    """The tables as JSON, one row a line, numbers to six digits."""
    parts = []
    for name, table in tables.items():
        rows = ",\n".join(json.dumps(_rounded(row), ensure_ascii=False) for row in records(table))
        parts.append(f'"{name}": [\n{rows}\n]')
    return "{" + ",\n".join(parts) + "}\n"


def with_outcome(text: str, _: World | None = None) -> str:
    """A page with the present outcome between its two marks.

    text : of the page
    """
    tables = read()
    rows = tables["claims"].to_dict("records")
    body = "\n\n".join(
        [
            _overview(rows),
            *_absent({row["id"] for row in rows}),
            *(part for row in rows for part in _claim(row, tables)),
            "### Statements that cannot be computed",
            "\n".join(f"- {sentence(what)}: {why}." for what, why in NOT_COMPUTABLE.items()),
        ]
    )
    for begin, middle, end in ((MEASURES_START, _measures(), MEASURES_END), (START, body, END)):
        pattern, whole = f"{re.escape(begin)}.*{re.escape(end)}", f"{begin}\n\n{middle}\n\n{end}"
        text = re.sub(pattern, lambda _, whole=whole: whole, text, flags=re.DOTALL)
    return text


def _measures() -> str:
    """What a claim of one's own may be about."""
    return _table(
        ("measure", "meaning", "unit", "needs"),
        [
            (f"`{name}`", one.meaning, one.unit, ", ".join(one.needs) or "nothing")
            for name, one in MEASURES.items()
        ],
    )


def _overview(rows: list[Row]) -> str:
    cells = []
    for row in rows:
        reason = f": {row['verdict_reason']}" if row["verdict_reason"] else ""
        cells.append((row["row"], row["statement"], f"**{row['verdict']}**{reason}", interval(row)))
    return _table(("row", "the argument says", "verdict", "finding (10th–90th percentile)"), cells)


def _absent(ids: set[str]) -> list[str]:
    """Claims of the ledger that this page does not hold yet."""
    rows = [f"{one.row} ({one.statement})" for one in claims() if one.id not in ids]
    return [f"Not computed for this page yet; run the command above: {'; '.join(rows)}."] if rows else []


def _claim(row: Row, tables: Tables) -> list[str]:
    facts = explained(row, tables)
    tipping = facts.pop("Tipping points")
    del facts["In figures"]  # the overview has it
    facts["Sources ([data](data.md), [parameters](parameters.md))"] = facts.pop("Sources")
    drivers = [one for one in of_claim(tables, "drivers", row) if moves(one)]
    turns = of_claim(tables, "tipping_points", row)
    readings = [
        (one["reading"], with_minus(one["finding"]), one["verdict"])
        for one in of_claim(tables, "readings", row)
    ]
    moved = [
        (assumption(one), plausible(one), ends(one, row["unit"]), tipping_of(turns, one) or "no")
        for one in drivers
    ]
    heads = ("main drivers", "plausible range", "finding at its ends", "verdict changes")
    return [
        f"### {row['row']}. {row['statement']}: {row['verdict']}",
        *([f"*{sentence(row['verdict_reason'])}.*"] if row["verdict_reason"] else []),
        with_minus(row["finding"]),
        "\n".join(f"- {label}: {words}" for label, words in facts.items()),
        *([_table(("alternative reading", "finding", "verdict"), readings)] if readings else []),
        *([_table(heads, moved)] if moved else []),
        *([] if turns else [tipping]),
    ]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return to_figures(value, DIGITS)
    return {name: _rounded(one) for name, one in value.items()} if isinstance(value, dict) else value


if __name__ == "__main__":
    main()
