"""Writes the part of docs/claims.md that repeats the ledger; scripts/docs.py calls it.

`python scripts/claims_page.py --run` computes every claim, which takes some minutes, and keeps them in
docs/claims.json; `--run 1 4 5` computes some rows and leaves the others as they were kept.
Without it the page is made from what was kept.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from reallocate.claims.basis.claim import Change, Verdict
from reallocate.claims.basis.drivers import Driver, Turn
from reallocate.claims.basis.reach import Reach
from reallocate.claims.ledger import NOT_COMPUTABLE, claims
from reallocate.claims.results import RESULTS
from reallocate.measure.number import with_minus
from reallocate.report.claims.words import (
    assumption,
    cannot_said,
    ends_said,
    first_rule_said,
    interval_said,
    rule_said,
    spanned,
    turned_at,
    turned_said,
)
from reallocate.work.world import World

ROOT = Path(__file__).resolve().parent.parent
PAGE, KEPT = ROOT / "docs" / "claims.md", ROOT / "docs" / "claims.json"
START = "<!-- The outcome, made from the figures; changes made here are lost. -->"
END = "<!-- End of the outcome. -->"
RESULTS_START, RESULTS_END = "<!-- begin:results -->", "<!-- end:results -->"
DIGITS = 6
RULE = ("supported", "not supported", "otherwise", "instead")

Claim = dict[str, Any]


def main() -> None:
    """Compute anew where asked to, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", nargs="*", metavar="ROW", help="compute these rows, or all of them")
    rows = parser.parse_args().run
    if rows is not None:
        compute(rows)
    PAGE.write_text(with_outcome(PAGE.read_text("utf-8")), encoding="utf-8")


def compute(rows: list[str]) -> None:
    """Claims on the default world and study, kept in the ledger's order beside those kept before."""
    from reallocate.claims.basis.context import ClaimGround
    from reallocate.claims.ledger import entry_json, ledger
    from reallocate.data.bundle import load_world
    from reallocate.face.progress import worker_count
    from reallocate.work.parameters import Parameters

    ground = ClaimGround(load_world(), say=lambda text: print(text, flush=True))
    found = ledger(ground, Parameters.default(), rows or None, worker_count(None))
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else []
    by_id = {one["id"]: one for one in [*kept, *(entry_json(one) for one in found)]}
    order = [one.id for one in claims()]
    KEPT.write_text(written([by_id[name] for name in order if name in by_id]), encoding="utf-8")


def written(ledger: list[Claim]) -> str:
    """What is kept, one claim a line, to six digits."""
    return "[\n" + ",\n".join(json.dumps(_rounded(one), ensure_ascii=False) for one in ledger) + "\n]\n"


def with_outcome(text: str, _: World | None = None) -> str:
    """A page with the present outcome between its two marks.

    text : of the page
    """
    ledger: list[Claim] = json.loads(KEPT.read_text("utf-8"))
    cannot = [f"- {what[:1].upper()}{what[1:]}: {why}." for what, why in NOT_COMPUTABLE]
    body = "\n\n".join(
        [
            _overview(ledger),
            *_absent({one["id"] for one in ledger}),
            *(part for one in ledger for part in _claim(one)),
            "### Statements that cannot be computed",
            "\n".join(cannot),
        ]
    )
    for begin, middle, end in ((RESULTS_START, _results(), RESULTS_END), (START, body, END)):
        pattern, whole = f"{re.escape(begin)}.*{re.escape(end)}", f"{begin}\n\n{middle}\n\n{end}"
        text = re.sub(pattern, lambda _, whole=whole: whole, text, flags=re.DOTALL)
    return text


def _results() -> str:
    """What a claim of one's own may be about."""
    lines = ["| measure | meaning | unit | needs |", "|---|---|---|---|"]
    lines += [
        f"| `{name}` | {one.says} | {one.unit} | {', '.join(one.asks) or 'nothing'} |"
        for name, one in RESULTS.items()
    ]
    return "\n".join(lines)


def _overview(ledger: list[Claim]) -> str:
    lines = [
        "| row | the story says | verdict | finding (10th–90th percentile) |",
        "|---|---|---|---|",
    ]
    for one in ledger:
        found = interval_said(one["result"], *one["interval"], one["unit"])
        reason = f": {one['verdict_reason']}" if one["verdict_reason"] else ""
        lines.append(f"| {one['row']} | {one['statement']} | **{one['verdict']}**{reason} | {found} |")
    return "\n".join(lines)


def _absent(kept: set[str]) -> list[str]:
    """Claims of the ledger that this page does not hold yet."""
    rows = [f"{one.row} ({one.statement})" for one in claims() if one.id not in kept]
    return [f"Not kept for this page yet, to be run by the command above: {'; '.join(rows)}."] if rows else []


def _claim(one: Claim) -> list[str]:
    rule = one["rule"]
    lines = [
        with_minus(one["says"]),
        f"- Read as: {one['reading']}.",
        f"- Rule: {rule_said(*(rule[name] for name in RULE))}",
        *[f"- {text}" for text in (cannot_said(_reach(rule)), _first_rule(one)) if text],
        f"- From: {'; '.join(one['sources'])}.",
    ]
    title = f"### {one['row']}. {one['statement']}: {one['verdict']}"
    reason = (
        [f"*{one['verdict_reason'][:1].upper()}{one['verdict_reason'][1:]}.*"]
        if one["verdict_reason"]
        else []
    )
    return [title, *reason, lines[0], "\n".join(lines[1:]), *_otherwise(one), *_moved(one)]


def _reach(rule: Claim) -> list[Reach]:
    return [
        Reach(*one["figure"], one["unit"], tuple(map(Verdict, one["cannot"])), tuple(one["held"]))
        for one in rule["reach"]
    ]


def _first_rule(one: Claim) -> str:
    """The rule as first written with its verdict; empty where it stands unchanged."""
    change = one["rule"]["change"]
    return first_rule_said(Change(**change) if change else None, _verdict(one["verdict_by_first_rule"]))


def _verdict(name: str | None) -> Verdict | None:
    return Verdict(name) if name else None


def _otherwise(one: Claim) -> list[str]:
    """Other readings, as a table."""
    if not one["readings"]:
        return []
    lines = ["| read another way | finding | verdict |", "|---|---|---|"]
    lines += [
        f"| {other['reading']} | {with_minus(other['finding'])} | {other['verdict']} |"
        for other in one["readings"]
    ]
    return ["\n".join(lines)]


def _moved(one: Claim) -> list[str]:
    """What moves it, as a table, and where that turns it."""
    drivers = [
        Driver(
            each["parameter"], each["unit"], *each["range"], *each["result"], *map(Verdict, each["verdict"])
        )
        for each in one["drivers"]
    ]
    turns = [Turn(**each | {"verdict": Verdict(each["verdict"])}) for each in one["flips_at"]]
    moving = [each for each in drivers if each.swing > 0]
    lines = [
        "| what moves it most | plausible range | finding at its ends | verdict turns |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {assumption(each.parameter)} | {spanned(each.low, each.high, each.unit).removeprefix('from ')} | "
        f"{ends_said(each, one['unit'])} | {turned_at(turns, each) or 'no'} |"
        for each in moving
    ]
    said = turned_said(turns, drivers, bool(one["drivers"]))
    return ["\n".join(lines), *([] if turns else [said])] if moving else [said]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
