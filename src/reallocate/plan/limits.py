"""The value of one more of each limit, and of one less, found by solving again."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from reallocate.errors import PlanError
from reallocate.plan.cases import Setting
from reallocate.plan.inputs import Inputs
from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome
from reallocate.plan.promised import with_level
from reallocate.plan.solve import Array, Solved, solve

TOLERANCE = 1e-6

SAME = 0.01
"""By how much the value of a unit may differ and still count as the same."""

TENFOLD, FURTHEST, HALVINGS = 10.0, 1000.0, 3
"""The range of a value is followed to a thousand steps, and found to a third of its length."""

PERCENT = (0.0, 100.0)

Shift = Callable[[Options, float], Options]


@dataclass(frozen=True)
class Limit:
    """Something a plan may not exceed.

    name, unit : how it is shown
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

    limit : which
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
    """The limits of a plan, those the user gave first.

    options : of the plan
    """
    limits: list[Limit] = []
    if options.exits is not None:
        limits.append(Limit("exits decided beforehand", "FTE", options.exits.count, 1.0, _exits))
    if options.limits.cash_per_year is not None:
        limits.append(Limit("cash budget", "USD million a year", options.limits.cash_per_year, 1.0, _cash))
    if options.limits.megawatts is not None:
        limits.append(Limit("power for own GPUs", "MW", options.limits.megawatts, 1.0, _megawatts))
    if options.limits.unfixed_share is not None:
        name, level = "work that is bad and stays unnoticed", 1000 * options.limits.unfixed_share
        limits.append(Limit(name, "tenths of a percentage point", level, 1.0, _unfixed, (0.0, 1000.0)))
    p = options.parameters
    limits += [
        Limit(
            "people who direct AI, lent by others",
            "FTE",
            options.limits.directing_lent,
            1.0,
            _lent,
            (-math.inf, math.inf),
        ),
        Limit(
            "reachable work with a system in the end",
            "percentage points",
            100 * p["adoption_ceiling"],
            1.0,
            _parameter("adoption_ceiling", 0.01),
            PERCENT,
        ),
    ]
    if options.levers.hiring_freeze > 0:
        frozen = options.levers.hiring_freeze
        limits.append(Limit("quarters without hires", "quarters", frozen, 1.0, _freeze, whole=True))
    return limits + promised_limits(options)


def promised_limits(options: Options) -> list[Limit]:
    """The promises to the people that are a number, and how many take an offer to leave.

    options : of the plan
    """
    p = options.promises
    every: tuple[tuple[str, str, str, float | None, float], ...] = (
        ("no_layoffs", "quarters without compulsory exits", "quarters", p.no_layoffs or None, 1.0),
        ("keep_share", "positions kept, of those at the start", "percentage points", p.keep_share, 0.01),
        ("exits_per_month", "exits a month, voluntary ones included", "FTE a month", p.exits_per_month, 1.0),
        ("retrain_share", "people moved before 100 are laid off", "people", p.retrain_share, 0.01),
        ("span_at_most", "people for each manager", "people", p.span_at_most, 1.0),
    )
    limits = [
        Limit(
            name,
            unit,
            level / one,
            1.0,
            partial(_promise, field, one),
            PERCENT if unit == "percentage points" else (0.0, math.inf),
            whole=unit == "quarters",
        )
        for field, name, unit, level, one in every
        if level is not None
    ]
    for field, words in (
        ("keep_positions", "positions kept in"),
        ("minimum_cover", "positions at the work of"),
    ):
        limits += [
            Limit(f"{words} {name}", "positions", level, 1.0, partial(_positions, field, name))
            for name, level in getattr(p, field)
        ]
    if options.levers.voluntary:
        level = 100 * options.parameters["voluntary_take_up"]
        name, unit = "people who take an offer to leave", "percentage points"
        limits.append(Limit(name, unit, level, 1.0, _parameter("voluntary_take_up", 0.01), PERCENT))
    return limits


def shadow_price(setting: Setting, options: Options, limit: Limit, base: Outcome, now: Solved) -> ShadowPrice:
    """What one more and one less of a limit are worth.

    setting, options : the plan
    limit : which
    base : its baseline
    now : the plan
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

    setting, options : the plan
    limit : which
    base : its baseline
    now : the plan
    by : [unit of the limit]
    anew : whether systems may be chosen anew
    Solved with the same systems, and with systems chosen anew: that counts where it saves more than the
    gap to which the choice of systems is known.
    """
    inputs = setting.inputs(limit.shifted(options, by), base)
    least, systems = now.outcome.objective, now.outcome.systems
    known = inputs.systems_are_chosen and len(systems) == len(inputs.cells.systems)
    same = _least(inputs, now.basis, systems if known else None)
    if known and anew:
        other = _least(inputs)
        tolerance = now.outcome.gap * abs(least)
        if same is None or (other is not None and other < same - tolerance):
            same = other
    return None if same is None else same - least


def _least(inputs: Inputs, start: Any = None, systems: Array | None = None) -> float | None:
    try:
        return solve(inputs, start, choose=False, systems=systems).outcome.objective
    except PlanError:
        return None


def _parameter(name: str, unit: float) -> Shift:
    return partial(_shift_parameter, name, unit)


def _shift_parameter(name: str, unit: float, options: Options, by: float) -> Options:
    least, most = options.parameters.about(name).valid
    value = min(max(options.parameters[name] + by * unit, least), most)
    return replace(options, parameters=options.parameters.replace(**{name: value}))


def _exits(options: Options, by: float) -> Options:
    assert options.exits is not None
    return replace(options, exits=replace(options.exits, count=options.exits.count + by))


def _cash(options: Options, by: float) -> Options:
    assert options.limits.cash_per_year is not None
    return replace(options, limits=replace(options.limits, cash_per_year=options.limits.cash_per_year + by))


def _megawatts(options: Options, by: float) -> Options:
    assert options.limits.megawatts is not None
    level = max(options.limits.megawatts + by, 0.0)
    return replace(options, limits=replace(options.limits, megawatts=level))


def _unfixed(options: Options, by: float) -> Options:
    share = max((options.limits.unfixed_share or 0.0) + by / 1000, 0.0)
    return replace(options, limits=replace(options.limits, unfixed_share=share))


def _lent(options: Options, by: float) -> Options:
    lent = options.limits.directing_lent + by
    return replace(options, limits=replace(options.limits, directing_lent=lent))


def _promise(field: str, one: float, options: Options, by: float) -> Options:
    """A promise moved by so many units of `one`; a promise of nothing stays one."""
    level = max(getattr(options.promises, field) + by * one, 0.0)
    moved = round(level) if field == "no_layoffs" else level
    return replace(options, promises=replace(options.promises, **{field: moved}))


def _positions(field: str, name: str, options: Options, by: float) -> Options:
    level = dict(getattr(options.promises, field))[name]
    return with_level(options, field, name, max(level + by, 0.0))


def _freeze(options: Options, by: float) -> Options:
    quarters = max(options.levers.hiring_freeze + round(by), 0)
    return replace(options, levers=replace(options.levers, hiring_freeze=quarters))
