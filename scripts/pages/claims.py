"""The claims of the story: docs/reference/claims.md.

`python -m scripts.pages.claims` computes every claim, which takes minutes, and keeps the tables in
src/reallocate/claims/record.json; `python -m scripts.pages.claims 1 4 5` computes some rows and leaves the
others as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

import pandas as pd
from scripts.pages.parts import OUTCOME, ROOT, bullets, passages, read_json, row_a_line, table

from reallocate.claims.basis.claim import VERDICT_WORDS
from reallocate.claims.basis.comparison import HEADINGS, NOTE, comparison, side_by_side
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
    worded,
)
from reallocate.kernel.number import sentence, with_minus
from reallocate.render.provenance import records

LEDGER = ROOT / "src" / "reallocate" / "claims" / "record.json"
DIGITS = 6

Tables = Mapping[str, pd.DataFrame]


def main(rows: list[str]) -> None:
    """Compute claims on the default world and study, in the ledger's order beside those computed before."""
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
    rows = read_json(LEDGER)
    tables = {one.name: pd.DataFrame(rows[one.name], columns=one.names) for one in TABLES}
    thresholds = dict.fromkeys(("threshold_supported", "threshold_not_supported"), float)
    # Rows that were kept before the column was there have none.
    attainable = tables["attainable"].astype({"why": object}).fillna({"why": ""})
    return {**tables, "claims": tables["claims"].astype(thresholds), "attainable": attainable}


def merged(before: Tables, fresh: Tables) -> Tables:
    """Tables with the rows of claims that were computed anew, all in the ledger's order."""
    order = {one.id: place for place, one in enumerate(claims())}
    anew, tables = set(fresh["claims"]["id"]), {}
    for name, rows in fresh.items():
        key = "id" if name == "claims" else "claim"
        old = before[name][~before[name][key].isin(anew)]
        both = pd.concat([one for one in (old, rows) if len(one)] or [rows], ignore_index=True)
        both = both[both[key].isin(order)]
        tables[name] = both.iloc[both[key].map(order).argsort(kind="stable")]
    return tables


def written(tables: Tables) -> str:
    """The tables as JSON, one row a line, numbers to six digits."""
    lists = (f'"{name}": {row_a_line(records(rows), DIGITS)}' for name, rows in tables.items())
    return "{" + ",\n".join(lists) + "}\n"


def parts() -> dict[str, str]:
    """What a claim of one's own may be about, and every claim with its verdict."""
    tables = read()
    rows = tables["claims"].to_dict("records")
    measures = (
        (f"`{name}`", one.meaning, one.unit, ", ".join(one.needs) or "nothing")
        for name, one in MEASURES.items()
    )
    body = passages(
        _overview(rows),
        "### Row 10 beside others",
        _comparison_with_others(tables),
        NOTE,
        *_absent({row["id"] for row in rows}),
        *(part for row in rows for part in _claim(row, tables)),
        "### Statements that cannot be computed",
        bullets(f"{sentence(what)}: {why}." for what, why in NOT_COMPUTABLE.items()),
    )
    return {"results": table(("measure", "meaning", "unit", "needs"), measures), OUTCOME: body}


def _overview(rows: list[Row]) -> str:
    cells = []
    for row in rows:
        reason = f": {row['verdict_reason']}" if row["verdict_reason"] else ""
        words = f"**{VERDICT_WORDS[row['verdict']]}**{reason}"
        cells.append((row["row"], row["statement"], words, interval(row)))
    return table(("row", "the argument says", "verdict", "finding (10th–90th percentile)"), cells)


def _comparison_with_others(tables: Tables) -> str:
    """Row 10's figures as they were kept, and those of others."""
    heads = ("who", *(heading.lower() for heading in HEADINGS.values()), "where, grade")
    cells = (tuple(one or "—" for one in row.values()) for row in side_by_side(comparison(tables)))
    return table(heads, cells)


def _absent(ids: set[str]) -> list[str]:
    """Claims of the ledger that this page does not hold yet."""
    rows = [f"{one.row} ({one.statement})" for one in claims() if one.id not in ids]
    return [f"Not computed for this page yet; run the command above: {'; '.join(rows)}."] if rows else []


def _claim(row: Row, tables: Tables) -> list[str]:
    facts = explained(row, tables)
    tipping = facts.pop("Tipping points")
    del facts["In figures"]  # the overview has it
    facts["Sources ([data](data.md), [parameters](parameters.md))"] = facts.pop("Sources")
    turns = of_claim(tables, "tipping_points", row)
    readings = [
        (one["reading"], worded(with_minus(one["finding"])), VERDICT_WORDS[one["verdict"]])
        for one in of_claim(tables, "readings", row)
    ]
    moved = [
        (assumption(one), plausible(one), ends(one, row["unit"]), tipping_of(turns, one) or "no")
        for one in of_claim(tables, "drivers", row)
        if moves(one)
    ]
    heads = ("main drivers", "plausible range", "finding at its ends", "verdict changes")
    return [
        f"### {row['row']}. {row['statement']}: {VERDICT_WORDS[row['verdict']]}",
        *([f"*{sentence(row['verdict_reason'])}.*"] if row["verdict_reason"] else []),
        worded(with_minus(row["finding"])),
        bullets(f"{label}: {words}" for label, words in facts.items()),
        *([table(("alternative reading", "finding", "verdict"), readings)] if readings else []),
        *([table(heads, moved)] if moved else []),
        *([] if turns else [tipping]),
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
