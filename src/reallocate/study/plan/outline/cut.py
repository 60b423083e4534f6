"""Cut or wait: what a cut costs beyond attrition, where its exits go, and cash on both paths."""

from __future__ import annotations

from dataclasses import replace

from reallocate.output.blocks import Block, Grid, Prose, Section
from reallocate.problem.firm.cut import cut_grid
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import bullets, computed_part, text

AMOUNTS, METHOD, RESTS_ON, EXITS, ONCE, BREAK_EVEN = range(1, 7)
"""Places of the sentences of `cut_text` after its answer."""
EVERY_FIGURE = "The cut beside attrition, every figure"


def cut_or_wait(result: Result) -> Section:
    """The cut beside attrition; or that there is none to compare."""
    lines = text(result, "cut_or_wait")
    blocks: list[Block] = [Prose(tuple(lines[:1]), "lead")] if lines else []
    if not result.has("cut_or_wait"):
        return Section("cut-or-wait", "Cut or wait?", blocks or [Prose(("No cut is compared.",), "absent")])
    blocks += [
        result.picture("cut_exits"),
        *computed_part(lambda: [result.picture("cut_cash")]),
        *bullets([lines[place] for place in (AMOUNTS, ONCE, BREAK_EVEN, METHOD) if place < len(lines)]),
        _figures(result),
        *[Prose((line,), "note") for line in lines[BREAK_EVEN + 1 :]],
    ]
    return Section("cut-or-wait", "Cut or wait?", blocks)


def cut_rests_on(result: Result) -> list[Block]:
    """The assumptions that the extra cost of the cut rests on."""
    lines = text(result, "cut_or_wait")
    return [Prose((lines[RESTS_ON],))] if len(lines) > RESTS_ON else []


def _figures(result: Result) -> Block:
    """The whole comparison, on demand."""
    shown = cut_grid(result)
    return replace(shown, fold=EVERY_FIGURE) if isinstance(shown, Grid) else shown
