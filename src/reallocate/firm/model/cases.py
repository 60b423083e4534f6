"""The plans that are set side by side, under other assumptions, and their baselines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from reallocate.firm.model.inputs import Inputs, make_inputs
from reallocate.firm.model.options import Exits, Levers, Limits, Options, Promises
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.programme import build
from reallocate.firm.model.solve import (
    Solved,
    baseline,
    baseline_inputs,
    solve,
    start_for_others,
    uses_ai_today,
)
from reallocate.firm.model.start import Start
from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters
from reallocate.work.firm import Firm, Moves

_TOLERANCE = 1e-6
"""[share, and FTE] What a solved plan may lie beside a limit that it keeps."""
_KEPT: WeakKeyDictionary[Firm, tuple[Moves, pd.DataFrame, Inputs]] = WeakKeyDictionary()
"""The figures that were made last of a firm, with the moves and activities that they were made from."""


@dataclass(frozen=True, eq=False)
class Setting:
    """A firm about to be planned.

    firm : roles, content, reach
    moves : feasible moves between its roles
    activities : (activity) kind of work, augmentation family, coordination set
    options : what is asked for; other cases differ from it in a stated way
    """

    firm: Firm
    moves: Moves
    activities: pd.DataFrame
    options: Options

    def inputs(
        self, options: Options | None = None, base: Outcome | None = None, free: Outcome | None = None
    ) -> Inputs:
        """The figures of one case.

        options : of the case; the setting's own where none are given
        base : the baseline, for cases that are told against it; made anew where such a case has none
        free : the plan without the exits, for exits in a later quarter and such as the plan chooses; made
            anew where there is none
        """
        chosen = options or self.options
        made = self._figures(chosen)
        if base is None and needs_baseline(chosen):
            base = baseline(made)
        return self._of_case(made, chosen, base, free)

    def inputs_and_baseline(
        self, options: Options, baseline_of: Callable[[Inputs], Outcome] = baseline
    ) -> tuple[Inputs, Outcome]:
        """The figures of a case and its baseline, made from the same figures.

        baseline_of : makes a baseline from the figures of the plan
        """
        made = make_inputs(self.firm, self.moves, self.activities, options)
        base = baseline_of(made)
        return self._of_case(made, options, base, None), base

    def _of_case(self, made: Inputs, chosen: Options, base: Outcome | None, free: Outcome | None) -> Inputs:
        """Figures with what a case is told against."""
        if base is not None:
            made = replace(made, baseline_headcount=base.headcount, baseline_hires=base.hires)
        exits = chosen.exits
        if exits is None or not needs_plan_without(chosen):
            return made
        free = free or solve(replace(made, options=replace(chosen, exits=None))).outcome
        made = replace(made, headcount_without_cut=free.headcount)
        if exits.quarter == 0:
            return made
        most = free.headcount[:, : exits.quarter] * (1 + _TOLERANCE) + _TOLERANCE
        return replace(made, most_before_exits=most)

    def baseline(self, options: Options | None = None, start: Start | None = None) -> Outcome:
        """What happens without further AI and without exits beyond quits.

        options : of the case; the setting's own where none are given
        start : what the baseline of a firm like it found, to start from
        """
        return baseline(self._figures(options or self.options), start)

    def _figures(self, options: Options) -> Inputs:
        """The figures under some options, which are the same whatever is decided, limited or promised."""
        moves, activities, last = _KEPT.get(self.firm, (None, None, None))
        is_same = moves is self.moves and activities is self.activities
        if last is not None and is_same and _assumed(last.options) == _assumed(options):
            return replace(last, options=options)
        made = make_inputs(self.firm, self.moves, self.activities, options)
        _KEPT[self.firm] = self.moves, self.activities, made
        return made


def _assumed(options: Options) -> Options:
    """The options without what is decided, limited or promised."""
    free = replace(options, levers=Levers(), exits=None, products=None, exits_from=0)
    return replace(free, limits=Limits(), promises=Promises())


def needs_baseline(options: Options) -> bool:
    """Whether a rule of the plan needs to know what would happen otherwise."""
    alone = options.exits is not None and options.exits.alone
    return options.levers.cancel_open or alone


def needs_plan_without(options: Options) -> bool:
    """Whether a cut is told against the plan without it: it comes later, or the plan chooses who leaves."""
    exits = options.exits
    if exits is None or exits.alone:
        return False
    return exits.quarter > 0 or not (exits.pro_rata or exits.by_quits)


def free_options(options: Options) -> Options:
    """The plan's own best answer: no cut."""
    return replace(options, exits=None)


def forced_options(options: Options, count: float, pro_rata: bool) -> Options:
    """So many exits in the quarter that is asked for, the rest decided by the plan.

    count : [FTE]
    pro_rata : in proportion to headcount, or where the plan chooses
    """
    begun = options.exits or Exits(count, quarter=options.exits_from)
    exits = replace(begun, count=count, pro_rata=pro_rata, by_quits=False)
    return replace(options, exits=exits, levers=replace(options.levers, dropping=True))


def freeze_options(options: Options, count: float) -> Options:
    """As many positions closed by quits alone: nobody is laid off, and quits are not refilled.

    count : [FTE]
    """
    forced = forced_options(options, count, pro_rata=True)
    assert forced.exits is not None
    return replace(forced, exits=replace(forced.exits, by_quits=True))


def closed_options(options: Options, count: float) -> Options:
    """So many exits pro rata, their positions stay closed, nothing else changes against the baseline.

    options : as asked for; limits and promises are set aside, as for the baseline it is told against
    count : [FTE]
    """
    levers = Levers(
        ai=False,
        redeployment=False,
        directing_hires=False,
        end_contractors=False,
        own=options.levers.own and uses_ai_today(options),
    )
    quarter = options.exits.quarter if options.exits is not None else options.exits_from
    exits = Exits(count, alone=True, quarter=quarter)
    return replace(options, exits=exits, levers=levers, limits=Limits(), promises=Promises())


def solve_case(
    setting: Setting,
    options: Options,
    base: Outcome | None = None,
    choose: bool = True,
    start: Start | None = None,
    pay_factor: float = 1.0,
    free: Outcome | None = None,
) -> tuple[Solved, Outcome]:
    """A case's plan, still held by the solver, and its baseline.

    base : the baseline, where it is known already
    choose : apply the second objective among plans of equal cost
    start : what another plan found, to start from
    pay_factor : [ratio] multiplies every role's loaded cost
    free : the plan without the cut, where it is known
    From nothing a cut takes several times as long as the plan without it and then the cut from there.
    """
    if pay_factor != 1.0:
        setting = replace(setting, firm=at_pay(setting.firm, pay_factor))
    if base is None:
        inputs, base = setting.inputs_and_baseline(options)
    else:
        inputs = setting.inputs(options, base, free)
    if start is None and options.exits is not None and not options.exits.alone:
        start = start_for_others(setting.inputs(free_options(options), base))
    return solve(inputs, start, choose), base


def at_pay(firm: Firm, factor: float) -> Firm:
    """The same firm with every loaded cost multiplied.

    firm : roles
    factor : [ratio]
    """
    return replace(firm, roles=firm.roles.assign(loaded_cost=firm.roles["loaded_cost"] * factor))


_NEAR = 0.25
"""[share of an assumption's plausible range] Further away a vertex is of no use."""
_MISSES = 3
"""By how many an assumption's vertices may have been of no use more often than of use."""


@dataclass(frozen=True, eq=False)
class _Kept:
    """A plan that others may start from.

    values : (assumption)
    options : all else that it was requested with
    """

    values: Array
    options: Options
    start: Start


class NearPlans:
    """Plans of one firm, without a second choice.

    Where an assumption moves few coefficients, the vertex of a near value is a few steps from the best: a
    solve from there takes a third. Where it moves many, as the hours that an hour of AI frees, it takes
    longer than a start near the best. Which it is shows after the first few.
    """

    def __init__(self) -> None:
        self._kept: list[_Kept] = []
        self._misses: Counter[str] = Counter()

    def solve(self, inputs: Inputs, start: Start) -> Solved:
        """The plan of least cost.

        start : what another plan found, where none of these is near
        """
        program, parameters = build(inputs), inputs.options.parameters
        values = np.array([parameters.about(name).value for name in parameters])
        rest = replace(inputs.options, parameters=_NONE)
        name, near = self._near(values, rest, parameters)
        vertex = None if near is None else near.vertex
        if vertex is not None and self._misses[name] < _MISSES and vertex.fits(program.model):
            found = solve(inputs, near, choose=False, program=program)
            self._misses[name] += -1 if found.solver.was_near else 1
        else:
            found = solve(inputs, start, choose=False, program=program)
        self._kept.append(_Kept(values, rest, found.start))
        return found

    def _near(self, values: Array, rest: Options, parameters: Parameters) -> tuple[str, Start | None]:
        """The assumption in which the nearest plan differs, and what that found; none where none is near."""
        names = list(parameters)
        nearest: tuple[float, str, Start | None] = (_NEAR, "", None)
        for one in self._kept:
            places = np.flatnonzero(one.values != values)
            if len(places) == 1 and one.options == rest:
                about = parameters.about(names[places[0]])
                apart = float(abs(one.values - values)[places[0]]) / (about.high - about.low)
                nearest = min(nearest, (apart, about.name, one.start), key=lambda each: each[0])
        return nearest[1:]


_NONE = Parameters.default()


class Baselines:
    """Baselines that were solved, by their programme."""

    def __init__(self) -> None:
        self._solved: dict[bytes, Outcome] = {}

    def of(self, inputs: Inputs) -> Outcome:
        """The baseline of a plan, with the plan's own figures.

        Where baselines cost the same they are the same, so no second choice is made.
        """
        own = baseline_inputs(inputs)
        program = build(own)
        key = program.model.matrices.digest
        if key not in self._solved:
            self._solved[key] = replace(solve(own, choose=False, program=program).outcome, start=None)
        return replace(self._solved[key], inputs=own)
