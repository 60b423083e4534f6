"""Moves between jobs: docs/reference/moves.md; a minute, since weights are fitted anew."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
from scripts.pages import moves_evidence
from scripts.pages.parts import table

from reallocate.data.bundle import load_world
from reallocate.kernel.number import cell, with_minus
from reallocate.kernel.parameters import Parameters
from reallocate.moves.options import SIDEWAYS, STUDY, standing
from reallocate.moves.ways import WaysContext, moves_of, usual_moves, ways_context
from reallocate.work.world import World

CARDS = Path(__file__).with_name("moves_cards.toml")
SHARES = ("people", "managers", "chance", "ten-year", "low end", "high end", "two steps", "the same")


def parts() -> dict[str, str]:
    """How well moves are foretold, what advice does to openings, why a job has no first move, and cards."""
    world = load_world()
    data, context = moves_evidence.seen(world), ways_context(world)
    halves = moves_evidence.held_out_cells(data, Parameters.default()["move_prior"])
    steps = moves_evidence.by_step(context)
    return {
        "The comparison": table(
            ["prediction from", "log likelihood per mover", "perplexity"],
            (
                [str(row["answer"]), with_minus(f"{row['log_likelihood']:.3f}"), f"{row['perplexity']:.0f}"]
                for row in moves_evidence.held_out_origins(data).to_dict("records")
            ),
        ),
        "Halves": table(
            ["prediction of the other half", "log likelihood per mover"],
            ([name, with_minus(f"{value:.3f}")] for name, value in halves.items()),
        ),
        "Seen again": table(
            ["people in one half", "the two jobs", "moves", "people in the other half", "by openings alone"],
            (
                [
                    *(str(row["people"]), str(row["tied"]), f"{row['cells']:.0f}"),
                    *(f"{row['again']:.2f}", f"{row['by_openings']:.2f}"),
                ]
                for row in moves_evidence.seen_again(data, world).to_dict("records")
            ),
        ),
        "Load": table(
            ["figure", "value"],
            (
                [name, cell(value, "share", digits=1) if name.startswith(SHARES) else f"{value:,.3g}"]
                for name, value in moves_evidence.load(context).items()
            ),
        ),
        "Steps": table(
            ["moves sideways", "people"],
            ([name, cell(value, "share", digits=1)] for name, value in steps.items()),
        ),
        "Cards": _cards(world, context),
    }


def _cards(world: World, context: WaysContext) -> str:
    """Twenty-four cards with what an adviser would say."""
    titles, first, rows = world.occupations["title"], context.stars.first, []
    for code, remark in tomllib.loads(CARDS.read_text("utf-8")).items():
        moves = moves_of(context, code)
        shown = standing(moves, context.parameters)
        starred = first[context.facts.place(code)]
        parts = [*(shown[shown["option"] == one] for one in (SIDEWAYS, STUDY)), usual_moves(moves, shown)]
        columns = [_named(part, titles, starred) for part in parts]
        rows.append([f"{code} {titles[code]}", *columns, remark])
    return table(["job", "sideways", "study", "where most went", "read critically"], rows)


def _named(moves: pd.DataFrame, titles: pd.Series, starred: int) -> str:
    """Moves with people seen and change of pay."""
    return (
        "; ".join(
            f"{'★ ' if row['place'] == starred else ''}{titles[row['occupation']]} "
            f"({row['seen']:.0f}, {cell(round(row['pay_change'], 2), 'share', signed=True)})"
            for row in moves.to_dict("records")
        )
        or "–"
    )
