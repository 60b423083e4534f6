"""What becomes of the positions that are open at the start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.firm.model.plan import Outcome
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import QUARTERS_A_YEAR


@dataclass(frozen=True)
class _Openings:
    """Open positions at the start, by what becomes of them.

    filled : (role, period) [positions] the first hires of a role fill its open positions
    cancelled : (role) [positions] that the plan must not fill; none unless they are to be cancelled
    deferred : (role) [positions] that the baseline fills within the first year and the plan does not
    """

    filled: Array
    cancelled: Array
    deferred: Array


def openings(plan: Outcome, base: Outcome) -> _Openings:
    """What becomes of the positions that are open at the start.

    plan, base : the plan and its baseline
    cancelled = clip(first year's hires of the baseline − of the plan, 0, open), where that is asked for;
    deferred = max(min(first year's hires of the baseline, open) − min(those of the plan, open), 0) otherwise
    """
    opened = plan.inputs.open_positions
    year = slice(0, QUARTERS_A_YEAR)
    hired, usual = plan.hires[:, year].sum(axis=1), base.hires[:, year].sum(axis=1)
    none = np.zeros_like(opened)
    cancelled, deferred = none, none
    if plan.inputs.options.levers.cancel_open:
        cancelled = np.clip(usual - hired, 0.0, opened)
    else:
        deferred = np.maximum(np.minimum(usual, opened) - np.minimum(hired, opened), 0.0)
    to_fill = (opened - cancelled)[:, None]
    filled = np.diff(np.minimum(plan.hires.cumsum(axis=1), to_fill), axis=1, prepend=0.0)
    return _Openings(filled, cancelled, deferred)
