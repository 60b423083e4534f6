"""Writes the part of docs/transition.md that repeats the figures; scripts/docs.py calls it."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from reallocate.transition.choice import pairs
from reallocate.transition.distance import distances
from reallocate.transition.survey import group_pairs, survey
from reallocate.work.world import World

HERE = Path(__file__).resolve().parent
MARKS = (
    "<!-- The comparison, made from the figures; changes made here are lost. -->",
    "<!-- End of The comparison. -->",
)


def with_outcome(text: str, world: World) -> str:
    """A page with the present figures between its marks.

    text : of the page
    world : with the tables of moves
    """
    start, end = MARKS
    body = comparison(world)
    pattern = f"{re.escape(start)}.*{re.escape(end)}"
    return re.sub(pattern, lambda _: f"{start}\n\n{body}\n\n{end}", text, flags=re.DOTALL)


def comparison(world: World) -> str:
    """How well each set of features predicts moves that it was not fitted on.

    world : with the survey's moves
    """
    known = pairs(world, distances(world))
    seen = survey(world, known.labels)
    compare = runpy.run_path(str(HERE / "moves_foretold.py"))["compare"]
    rows = [
        f"| {row['answer']} | {row['log_likelihood']:.3f} | {row['perplexity']:.0f} "
        f"| {'–' if row['answer'] == 'at random' else format(row['rank_correlation'], '.3f')} |"
        for row in compare(seen, group_pairs(seen, known)).to_dict("records")
    ]
    head = "| prediction from | log likelihood per mover | perplexity | rank correlation |"
    return (
        "\n".join([head, "|---|---|---|---|", *rows])
        .replace("-", "−")
        .replace("|−−−", "|---")
        .replace("−−", "--")
    )
