"""The value of one more of each limit, and of one less, found by solving again."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from reallocate.errors import PlanError
from reallocate.measure.arrays import Array
from reallocate.plan.cases import Setting
from reallocate.plan.inputs import Inputs
from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome
from reallocate.plan.program import LEVERS
from reallocate.plan.solve import Solved, solve

TOLERANCE = 1e-6

SAME = 0.01
"""By how much the value of a unit may differ and still count as the same."""

TENFOLD, FURTHEST, HALVINGS = 10.0, 1000.0, 3
"""The range of a value is followed to a thousand steps, and found to a third of its length."""

Shift = Callable[[Options, float], Options]


@dataclass(frozen=True)
class Limit:
    """Something a plan may not exceed.

    level : [unit] where it stands
    step : [unit] the size of one more
    shifted : options with the limit moved by so many units
    ends : [unit] lowest and highest level that means anything
    whole : moves in whole steps, each of its own value
    """

    name: str
    unit: str
    level: float
    step: float
    shifted: Shift
    ends: tuple[float, float] = (0.0, math.inf)
    whole: bool = False


@dataclass(frozen=True)
class ShadowPrice:
    """What one more and one less of a limit are worth.

    up, down : [USD million] change of the net present cost; none where no plan is possible
    up_to, down_to : [unit] the level up and down to which every further unit was found worth the same as
        the first, to 1%; none where the limit does not decide or moves in whole steps
    """

    limit: Limit
    up: float | None
    down: float | None
    up_to: float | None = None
    down_to: float | None = None

    @property
    def decides(self) -> bool:
        """Whether the limit is one that decides: moving it changes the least cost."""
        return any(change is None or abs(change) > TOLERANCE for change in (self.up, self.down))


def limits_of(options: Options) -> list[Limit]:
    """The limits of a plan, in the order of `LEVERS`."""
    return [
        Limit(
            lever.limit.format(name=name),
            lever.unit,
            level / lever.one,
            1.0,
            partial(lever.moved, name=name),
            lever.ends,
            lever.whole,
        )
        for lever in LEVERS
        if lever.limit and (not lever.opened_by or getattr(options.levers, lever.opened_by))
        for name, level in ([("", lever.value(options))] if lever.always else lever.requests(options))
    ]


def shadow_price(setting: Setting, options: Options, limit: Limit, base: Outcome, now: Solved) -> ShadowPrice:
    """What one more and one less of a limit are worth.

    base : its baseline
    """
    changes = [change_of_cost(setting, options, limit, base, now, by) for by in (limit.step, -limit.step)]
    worth = ShadowPrice(limit, changes[0], changes[1])
    if not worth.decides or limit.whole:
        return worth

    def moved(by: float) -> float | None:
        return change_of_cost(setting, options, limit, base, now, by, anew=False)

    ends = [_same_to(limit, moved, change, sign) for change, sign in zip(changes, (1.0, -1.0), strict=True)]
    return replace(worth, up_to=ends[0], down_to=ends[1])


def _same_to(
    limit: Limit, moved: Callable[[float], float | None], first: float | None, sign: float
) -> float | None:
    """The level to which each unit is worth what the first is: tenfold moves, then halving between them."""
    end = limit.ends[1] if sign > 0 else limit.ends[0]
    most = min(FURTHEST, abs(end - limit.level) / limit.step)
    if first is None or most < 1:
        return None

    def same(steps: float) -> bool:
        change = moved(sign * steps * limit.step)
        return change is not None and abs(change / steps - first) <= SAME * abs(first) + TOLERANCE

    known, beyond = 1.0, None
    while known < most and beyond is None:
        further = min(known * TENFOLD, most)
        known, beyond = (further, None) if same(further) else (known, further)
    for _ in range(HALVINGS if beyond is not None else 0):
        assert beyond is not None
        middle = math.sqrt(known * beyond)
        known, beyond = (middle, beyond) if same(middle) else (known, middle)
    return limit.level + sign * known * limit.step


def change_of_cost(
    setting: Setting,
    options: Options,
    limit: Limit,
    base: Outcome,
    now: Solved,
    by: float,
    anew: bool = True,
) -> float | None:
    """Change of the net present cost where a limit is moved [USD million]; none where no plan is possible.

    base : its baseline
    by : [unit of the limit]
    anew : whether systems may be chosen anew
    Solved with the same systems, and with systems chosen anew: that counts where it saves more than the
    gap to which the choice of systems is known.
    """
    inputs = setting.inputs(limit.shifted(options, by), base)
    least, systems = now.outcome.objective, now.outcome.systems
    known = inputs.systems_are_chosen and len(systems) == len(inputs.cells.systems)
    same = _least(inputs, now, systems if known else None)
    if known and anew:
        other = _least(inputs)
        tolerance = now.outcome.gap * abs(least)
        if same is None or (other is not None and other < same - tolerance):
            same = other
    return None if same is None else same - least


def _least(inputs: Inputs, now: Solved | None = None, systems: Array | None = None) -> float | None:
    """The least cost; none where no plan is possible.

    now : a plan whose solver may be changed
    """
    start = None if now is None else now.start
    solver = None if now is None or systems is not None else now.solver
    try:
        return solve(inputs, start, choose=False, systems=systems, solver=solver).outcome.objective
    except PlanError:
        return None
