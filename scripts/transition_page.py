"""Writes the parts of docs/transition.md that repeat the figures; scripts/docs.py calls it."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pandas as pd

from reallocate.kernel.number import cell
from reallocate.kernel.parameters import Parameters
from reallocate.moves.ways import AFTER, NOW, USUAL, WaysContext, crowns, moves_of, shown, ways_context
from reallocate.work.world import World

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import moves_evidence  # noqa: E402

PARTS = ("The comparison", "Halves", "Seen again", "Load", "Firsts", "Cards")
SHARES = ("people", "managers", "chance", "ten-year", "low end", "high end", "two steps", "the same")


def with_outcome(text: str, world: World) -> str:
    """A page with the present figures between its marks.

    text : of the page
    world : with the tables of moves
    """
    data, context = moves_evidence.seen(world), ways_context(world)
    bodies = (
        comparison(data),
        halves(data),
        seen_again(data, world),
        load(context),
        firsts(context),
        cards(world, context),
    )
    for part, body in zip(PARTS, bodies, strict=True):
        start = f"<!-- {part}, made from the figures; changes made here are lost. -->"
        end = f"<!-- End of {part}. -->"
        pattern = f"{re.escape(start)}.*{re.escape(end)}"
        text = re.sub(pattern, lambda _, a=start, b=body, c=end: f"{a}\n\n{b}\n\n{c}", text, flags=re.DOTALL)
    return text


def comparison(data: moves_evidence.Seen) -> str:
    """How well each set of features predicts moves that it was not fitted on."""
    rows = [
        [str(row["answer"]), _minus(f"{row['log_likelihood']:.3f}"), f"{row['perplexity']:.0f}"]
        for row in moves_evidence.held_out_origins(data).to_dict("records")
    ]
    return _table(["prediction from", "log likelihood per mover", "perplexity"], rows)


def halves(data: moves_evidence.Seen) -> str:
    """How well one half of the people foretells the other half."""
    found = moves_evidence.held_out_cells(data, Parameters.default()["move_prior"])
    return _table(
        ["prediction of the other half", "log likelihood per mover"],
        [[name, _minus(f"{value:.3f}")] for name, value in found.items()],
    )


def seen_again(data: moves_evidence.Seen, world: World) -> str:
    """Whether moves that few people made are made again."""
    rows = [
        [f"{row['people']}", str(row["tied"]), f"{row['cells']:.0f}", f"{row['again']:.2f}",
         f"{row['by_openings']:.2f}"]
        for row in moves_evidence.seen_again(data, world).to_dict("records")
    ]  # fmt: skip
    heads = ["people in one half", "the two jobs", "moves", "people in the other half", "by openings alone"]
    return _table(heads, rows)


def firsts(context: WaysContext) -> str:
    """Why a job has a first move or none."""
    found = moves_evidence.why_no_first(context)
    return _table(
        ["first move", "people"], [[name, cell(value, "share", digits=1)] for name, value in found.items()]
    )


def load(context: WaysContext) -> str:
    """What advice does to openings."""
    rows = []
    for name, value in moves_evidence.load(context).items():
        share = name.startswith(SHARES)
        rows.append([name, cell(value, "share", digits=1) if share else f"{value:,.3g}"])
    return _table(["figure", "value"], rows)


def cards(world: World, context: WaysContext) -> str:
    """Twenty-four cards with what an adviser would say."""
    remarks = tomllib.loads((HERE / "moves_cards.toml").read_text("utf-8"))
    titles, first = world.occupations["title"], crowns(context).first
    rows = []
    for code, remark in remarks.items():
        moves = shown(moves_of(context, code))
        crowned = first[context.facts.place(code)]
        columns = [_named(moves[moves["section"] == one], titles, crowned) for one in (NOW, AFTER, USUAL)]
        rows.append([f"{code} {titles[code]}", *columns, remark])
    return _table(["job", "now", "after study", "usual", "read critically"], rows)


def _named(moves: pd.DataFrame, titles: pd.Series, crowned: int) -> str:
    """Moves with people seen and change of pay."""
    return "; ".join(
        f"{'★ ' if row['place'] == crowned else ''}{titles[row['occupation']]} "
        f"({row['seen']:.0f}, {cell(round(row['pay_change'], 2), 'share', signed=True)})"
        for row in moves.to_dict("records")
    ) or "–"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _minus(text: str) -> str:
    return text.replace("-", "−")
