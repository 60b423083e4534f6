"""What it costs a plan not to have known that what it was made on would turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from reallocate.plan.accounts import statistics_table
from reallocate.plan.cost_kinds import AFTER, VALUE_AT_END, LOST, NOT_CASH, PRODUCTS
from reallocate.plan.inputs import DIRECTING_ROLE
from reallocate.plan.outcome import Outcome, costs_by_period

COSTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "severance and notice": ("severance", "notice pay", "replacing induced quits"),
        "hiring and learning": ("hiring", "training and moving"),
        "pay of more positions": ("payroll", "contractors"),
        "change and systems put up": ("change", "systems put up", "upkeep of systems"),
        "GPUs, tokens and power": (
            "api",
            "rent",
            "power and upkeep",
            "software",
            "GPU purchases",
            VALUE_AT_END,
            *PRODUCTS,
            *(name for name in NOT_CASH if name not in LOST),
        ),
        "work left undone and errors": LOST,
        "running cost after the plan, as its last quarter goes on": (AFTER,),
    }
)
"""What it consists of, each with the kinds of cost of a plan that it takes together."""


@dataclass(frozen=True)
class OverCut:
    """Net present cost of a plan that did not know of a reversal, beyond that of one that knew [USD million].

    costs : (part of `COSTS`) what it consists of
    saved : what the plan had saved against its baseline until the reversal, at present value
    cut, known_cut : positions fewer than in the baseline when it came, and of one who knew [FTE]
    directing : positions that direct AI eight quarters later, more than those of one who knew [FTE]; nobody
        moves out of them in a plan, so that they stay, leave or are paid to go
    """

    costs: Mapping[str, float]
    saved: float
    cut: float
    known_cut: float
    directing: float

    @property
    def total(self) -> float:
        """All of it; never below 0, since one who knows can do the same."""
        return sum(self.costs.values())

    @property
    def too_far(self) -> float:
        """Of the jobs cut when it came, those that one who knew would not have cut by then [share]."""
        return max(self.cut - self.known_cut, 0.0) / self.cut if self.cut > 0 else 0.0


def over_cut(
    base: Outcome, plan: Outcome, followed: Outcome, known: Outcome, until: int, later: int
) -> OverCut:
    """What the best that could follow a plan costs beyond the best of one who knew from the start.

    base : without AI
    plan : made without knowing
    followed : the best in the outlook that came, the plan's first quarters fixed
    known : the best in that outlook
    until : [quarters] that the plan was followed
    later : quarter in which what it left behind is counted
    """
    more, less = (
        statistics_table(one).groupby("statistic")["present_value"].sum() for one in (followed, known)
    )
    costs = {
        name: float(more.reindex(list(kinds)).sum() - less.reindex(list(kinds)).sum())
        for name, kinds in COSTS.items()
    }
    before, after = (costs_by_period(one).sum(axis=1)[:until] for one in (base, plan))
    saved = float((before - after) @ plan.inputs.discount[:until])
    cut, known_cut = (float(base.positions[until - 1] - one.positions[until - 1]) for one in (plan, known))
    place = plan.inputs.roles.get_loc(DIRECTING_ROLE)
    directing = float(followed.headcount[place, later] - known.headcount[place, later])
    return OverCut(MappingProxyType(costs), saved, cut, known_cut, directing)


def on_average(each: Sequence[OverCut]) -> dict[str, float]:
    """What it consists of on average over draws, so that the parts add up [USD million].

    each : (draw)
    """
    return {name: float(np.mean([one.costs[name] for one in each])) for name in COSTS}


def means(each: Sequence[object], *names: str) -> list[float]:
    """The mean over draws of some of their figures.

    each : (draw)
    names : of the figures
    """
    return [float(np.mean([getattr(one, name) for one in each])) for name in names]
