"""The value of one more and one less of each limit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from reallocate.firm.alternatives.tipping_points import Answer, TippingPoint
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.programme import LEVERS
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.words import SMALL, amount, money
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import PlanError
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import is_money, sentence
from reallocate.kernel.parameters import Parameter

_TOLERANCE = 1e-6

SAME = 0.01
"""By how much the value of a unit may differ and still count as the same."""

_TENFOLD, _FURTHEST, _HALVINGS = 10.0, 1000.0, 3
"""The range of a value is followed to a thousand steps, and found to a third of its length."""

_Shift = Callable[[Options, float], Options]


@dataclass(frozen=True)
class _Limit:
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
    shifted: _Shift
    ends: tuple[float, float] = (0.0, math.inf)
    whole: bool = False


@dataclass(frozen=True)
class ShadowPrice:
    """What one more and one less of a limit are worth.

    up, down : [USD million] change of the net present cost; none where no plan is possible
    up_to, down_to : [unit] the level up and down to which every further unit was found worth the same as
        the first, to 1%; none where the limit does not decide or moves in whole steps
    """

    limit: _Limit
    up: float | None
    down: float | None
    up_to: float | None = None
    down_to: float | None = None

    @property
    def decides(self) -> bool:
        """Whether the limit is one that decides: moving it changes the least cost."""
        return any(change is None or abs(change) > _TOLERANCE for change in (self.up, self.down))


def _one_more(unit: str) -> float:
    """The size of one more [unit]: of the money that is shown, where the limit is one of money."""
    return shown_money().in_dollars(1.0) if is_money(unit) else 1.0


def limits_of(options: Options) -> list[_Limit]:
    """The limits of a plan, in the order of `LEVERS`."""
    return [
        _Limit(
            lever.limit.format(name=name),
            lever.unit,
            level / lever.one,
            _one_more(lever.unit),
            partial(lever.moved, name=name),
            lever.ends,
            lever.whole,
        )
        for lever in LEVERS
        if lever.limit and (not lever.opened_by or getattr(options.levers, lever.opened_by))
        for name, level in ([("", lever.value(options))] if lever.always else lever.requests(options))
    ]


def shadow_price(
    setting: Setting, options: Options, limit: _Limit, base: Outcome, now: Solved
) -> ShadowPrice:
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
    limit: _Limit, moved: Callable[[float], float | None], first: float | None, sign: float
) -> float | None:
    """The level to which each unit is worth what the first is: tenfold moves, then halving between them."""
    end = limit.ends[1] if sign > 0 else limit.ends[0]
    most = min(_FURTHEST, abs(end - limit.level) / limit.step)
    if first is None or most < 1:
        return None

    def same(steps: float) -> bool:
        change = moved(sign * steps * limit.step)
        return change is not None and abs(change / steps - first) <= SAME * abs(first) + _TOLERANCE

    known, beyond = 1.0, None
    while known < most and beyond is None:
        further = min(known * _TENFOLD, most)
        known, beyond = (further, None) if same(further) else (known, further)
    for _ in range(_HALVINGS if beyond is not None else 0):
        assert beyond is not None
        middle = math.sqrt(known * beyond)
        known, beyond = (middle, beyond) if same(middle) else (known, middle)
    return limit.level + sign * known * limit.step


def change_of_cost(
    setting: Setting,
    options: Options,
    limit: _Limit,
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


def _end(value: float, unit: str) -> str:
    """Where a value ends, to the digits that it is known to."""
    if unit == "percentage points":
        return f"{value:.0f}%"
    value *= shown_money().factor(unit)
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _range(worth: ShadowPrice) -> str:
    """How far these values hold."""
    ends = (("up", worth.up_to), ("down", worth.down_to))
    unit = worth.limit.unit
    lines = [f"{way} to {_end(level, unit)}" for way, level in ends if level is not None and level >= 0]
    return f" This holds, within 1%, for each further one {' and '.join(lines)}." if lines else ""


def _over_range(one: TippingPoint, unit: str) -> str:
    """Positions and layoffs at both ends of the range, or that no plan is possible there."""
    factor, unit = shown_money().factor(unit), shown_money().words(unit)
    if one.impossible_at:
        ends = (
            (one.low, one.low_positions, one.low_layoffs), (one.high, one.high_positions, one.high_layoffs)
        )  # fmt: skip
        at_ends = (
            f"at {value * factor:g} {unit} no plan is possible within the limits"
            if value in one.impossible_at
            else f"at {value * factor:g} {unit} there are {positions:,.0f} positions at the end and "
            f"{layoffs:,.0f} layoffs"
            for value, positions, layoffs in ends
        )
        return sentence("; ".join(at_ends))
    effect = (
        f"From {one.low * factor:g} to {one.high * factor:g} {unit}, positions at the end go from "
        f"{one.low_positions:,.0f} to {one.high_positions:,.0f}"
    )
    if max(one.low_layoffs, one.high_layoffs) >= SMALL:
        effect += f" and layoffs from {one.low_layoffs:,.0f} to {one.high_layoffs:,.0f}"
    return effect


def _level(value: float, unit: str) -> str:
    """The level of a limit; a share is written in percent."""
    return f"{value:.3g}%" if unit == "percentage points" else amount(value, unit)


def _change(cost: float) -> str:
    if abs(cost) < 5e-4:
        return "changes nothing"
    return f"{'costs' if cost > 0 else 'saves'} {money(abs(cost))} in present value"


_ONE_OF = {
    "percentage points": "percentage point", "tenths of a percentage point": "tenth of a percentage point",
    "positions": "position", "people": "person", "quarters": "quarter",
    "USD million a year": "million dollars a year",
}  # fmt: skip


def shadow_price_sentence(worth: ShadowPrice) -> str:
    """The value of one more and one less of a limit, in words."""
    name, unit = worth.limit.name, worth.limit.unit
    name = f"{name[:1].upper()}{name[1:]}"
    if not worth.decides:
        return f"{name}: not a binding limit."
    one = shown_money().words(_ONE_OF.get(unit, unit))
    up = "leaves no possible plan" if worth.up is None else _change(worth.up)
    down = "leaves no possible plan" if worth.down is None else _change(worth.down)
    # Where nothing is there to take away, a unit less has no meaning for a reader.
    less = f"; one {one} less {down}" if worth.limit.level >= worth.limit.step else ""
    return f"{name}: {_level(worth.limit.level, unit)}. One {one} more {up}{less}.{_range(worth)}"


def tipping_point_sentence(one: TippingPoint, about: Parameter) -> str:
    """What one input does to the answer, in words.

    one : the input's range and effect
    """
    effect, factor = _over_range(one, about.unit), shown_money().factor(about.unit)
    if one.tenth_at is not None:
        tenth = f"{one.tenth_at * factor:.3g}"
        effect += f". At about {tenth} there are a tenth fewer positions than at the start"
    if one.flips_at is None:
        return f"{effect}. It does not change whether there are layoffs."
    outside = "" if one.low <= one.flips_at <= one.high else ", outside its plausible range,"
    flips_at = one.flips_at * factor
    if one.flips_to is Answer.NO_PLAN:
        return f"{effect}. Beyond about {flips_at:.2g}{outside} no plan keeps the limits."
    return f"{effect}. At about {flips_at:.2g}{outside} layoffs enter or leave the plan."
