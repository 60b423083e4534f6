"""What an hour with AI takes off people and puts on them: one equation for rules, tables, ranges (P6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from reallocate.plan.inputs import Inputs

Array = npt.NDArray[np.float64]
Hours = TypeVar("Hours")
Part = TypeVar("Part")


@dataclass(frozen=True, eq=False)
class HourEffects:
    """What an hour with AI does to people's hours, by cell; every array is (cell, period) [hours/hour].

    saved : σ, freed where a person works with AI
    freed : 1 − d·(1 − w), freed where the hour is automated
    redo : d·(1 − w), done again by people, of an automated hour
    review : ρ, of checking an automated hour
    capture : χ, share of freed hours that becomes capacity
    """

    saved: Array
    freed: Array
    redo: Array
    review: float
    capture: float

    @property
    def with_ai(self) -> Array:
        """χ·σ: relief from every hour with AI, automated or not."""
        return self.capture * self.saved

    @property
    def more(self) -> Array:
        """χ·(1 − d·(1 − w) − σ): further relief where the hour is automated, before review."""
        return self.capture * (self.freed - self.saved)


def hour_effects(i: Inputs) -> HourEffects:
    """What an hour with AI does to people's hours.

    i : parameters, cells
    """
    p, good = i.options.parameters, i.cells.good
    redo = p["redo_share"] * (1 - good)
    saving = i.cells.table["saving"].to_numpy(float)[:, None]
    return HourEffects(
        saved=np.broadcast_to(saving, good.shape),
        freed=1 - redo,
        redo=redo,
        review=p["review_hours"],
        capture=p["capture"],
    )


def relief(
    i: Inputs,
    weigh: Callable[[Array, Hours], Part],
    with_ai: Hours,
    automated: Hours,
    review: Part | None = None,
) -> list[Part]:
    """Net relief from AI, as parts to be added up [thousand hours].

    i : parameters, cells
    weigh : what hours in cells come to, each with its weight (cell, period): terms of a rule, or figures
    with_ai, automated : hours in cells, as variables or figures
    review : hours of review that are done, below 0, where they are known apart from the automated hours
    χ·σ·with_ai + χ·(1 − d·(1 − w) − σ)·automated − review; where review is not given it is ρ·automated
    """
    effects = hour_effects(i)
    captured = weigh(effects.with_ai, with_ai)
    if review is None:
        return [captured, weigh(effects.more - effects.review, automated)]
    return [captured, weigh(effects.more, automated), review]
