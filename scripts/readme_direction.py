"""Row 8 of the story from all jobs' ways out: do they lead to directing rather than doing?"""

from __future__ import annotations

from functools import cache

import numpy as np
from study_figures import Figures

from reallocate.data.bundle import load_world
from reallocate.transition.ground import ground
from reallocate.transition.local_pay import local_pay
from reallocate.transition.ways import outlook, ways_out
from reallocate.transition.worker import Worker
from reallocate.work.direction import direction_index

YEARS = 10


def orchestrators(figures: Figures) -> str:
    """Row 8: of all US jobs, how many have a best and a most usual way out that directs more.

    figures : not used; every answer is asked alike
    """
    del figures
    people, now, then, usual = _compared()
    more = people @ (then > now)
    return (
        f"For {more:.0%} of US workers the way out of their job that is worth most directs more than the job "
        f"itself ({people @ now:.0%} of the hours direct now, {people @ then:.0%} there), the most usual "
        f"move for {people @ usual:.0%} ([your own job](docs/job.md))."
    )


@cache
def _compared() -> tuple[np.ndarray, ...]:
    """(occupation) people; hours that direct, now and in the best way out; whether the usual has more."""
    world = load_world()
    known, pay = ground(world), local_pay(world)
    seen = outlook(known, pay, YEARS, draws=0)
    narrow = direction_index(world.content).sel(width="narrow").to_series()
    rows = []
    for code in known.occupations:
        moves = ways_out(seen, Worker(str(code)), float(pay.table["p50"][code])).moves
        people = float(world.occupations["employment"].fillna(0.0)[code])
        first = moves[moves["is_best"]]["occupation"]
        most = moves.sort_values(["share_of_movers", "occupation"], ascending=[False, True]).head(1)
        there = narrow[first.iloc[0]] if len(first) else narrow[code]
        seen_most = most["occupation"][most["share_of_movers"] > 0]
        usual = narrow[seen_most.iloc[0]] > narrow[code] if len(seen_most) else False
        rows.append((people, narrow[code], there, usual))
    people, now, then, usual = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return people / people.sum(), now, then, usual
