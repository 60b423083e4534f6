"""One firm's plan as claims need it: small roles grouped, every set of assumptions solved once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import cycle

from reallocate.claims.basis import sampling
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.plan_figures import Figures, figures
from reallocate.errors import InfeasiblePlan
from reallocate.plan.cases import Setting, at_pay, closed_options, free_options
from reallocate.plan.inputs import Inputs
from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome
from reallocate.plan.solve import Solved, solve
from reallocate.plan.start import Start
from reallocate.problem.firm.coarse import (
    COARSE_SHARE,
    ENOUGH_ROLES,
    with_fewer_roles,
    with_fewer_systems,
)
from reallocate.problem.firm.prepare import prepare
from reallocate.scenario.firm.read import load_scenario
from reallocate.scenario.firm.schema import Past, Scenario
from reallocate.work.firm import Firm
from reallocate.work.parameters import Parameters

TOGETHER = "plan"
"""Claims that are made from the same plans."""

MOST_DRAWS = 16
"""A plan and its baseline take most of a second; 16 draws take each of eight sources twice."""

DECIDING = (
    "capture_augmented",
    "capture_automated",
    "demand_growth",
    "work_elasticity",
    "adoption_width",
    "adoption_ceiling",
    "review_hours",
    "good_deliverable",
    "quits_per_month",
)
"""Assumptions that decide how many people a plan does without; claims about the plan draw the same ones, so
that each plan is made once for all of them."""


@dataclass(frozen=True, eq=False)
class PlannedFirm:
    """The study's firm, about to be planned.

    setting : free of forced exits; small roles grouped. Measured on the worked example: 20 instead of 84
        roles keep 77,359 instead of 77,511 positions, in a sixth of the time
    whole : the firm with all its roles
    """

    scenario: Scenario
    setting: Setting
    whole: Firm

    @property
    def past(self) -> list[Past]:
        """Its observed years, the earliest first."""
        return sorted(self.scenario.past, key=lambda one: one.year)


@once
def firm_of(context: ClaimContext) -> PlannedFirm:
    """The study's firm, read and grouped."""
    scenario = load_scenario(context.study)
    whole = prepare(context.world, scenario).setting
    grouped = with_fewer_roles(context.world, scenario, whole, COARSE_SHARE, ENOUGH_ROLES)
    small = with_fewer_systems(grouped)
    return PlannedFirm(scenario, replace(small, options=free_options(small.options)), whole.firm)


def in_force(context: ClaimContext, parameters: Parameters) -> Parameters:
    """The firm's assumptions, and above them those that were set.

    context : the study
    """
    own = {name: parameters[name] for name in parameters if parameters.about(name).is_own}
    return firm_of(context).setting.options.parameters.replace(**own)


def source_of(context: ClaimContext) -> str:
    """The source of reach that a single plan stands on; intervals take all of them.

    context : the study
    """
    return firm_of(context).setting.options.reach_source


def plan_samples(
    context: ClaimContext, parameters: Parameters, names: tuple[str, ...]
) -> list[tuple[Parameters, str]]:
    """Assumptions in force and a source of reach for every draw, the sources in turn.

    context : the study, how many draws
    parameters : as given to a claim; what was set there is not drawn
    names : which to draw
    """
    count, onto = min(context.draws, MOST_DRAWS), in_force(context, parameters)
    each = sampling.samples(parameters, names, count, context.seed, onto)
    return list(zip(each, cycle(context.world.sources)))


def options_with(context: ClaimContext, parameters: Parameters, source: str) -> Options:
    """What the plan is made with.

    context : the study
    source : of reach
    """
    return replace(firm_of(context).setting.options, parameters=parameters, reach_source=source)


@once
def start_of(context: ClaimContext, quarters: int) -> Start:
    """What the plan as assumed gives the plans of other assumptions to start from, whichever comes first.

    context : the study
    quarters : [quarters] that are planned
    Its vertex is too far from most of them. Layoffs are open from the start, since many have people with
    hours to spare.
    """
    setting = firm_of(context).setting
    plan = solve(setting.inputs(replace(setting.options, quarters=quarters)), choose=False)
    return replace(plan.start.without_vertex, may_lay_off=True)


def solved(context: ClaimContext, inputs: Inputs) -> Solved:
    """The plan of least cost under some assumptions.

    context : the study
    inputs : of its firm
    """
    return context.near.solve(inputs, start_of(context, len(inputs.periods)))


def with_baseline(context: ClaimContext, options: Options, pay_factor: float = 1.0) -> tuple[Inputs, Outcome]:
    """The figures of the firm's plan and its baseline.

    context : the study
    options : of this case
    pay_factor : [ratio] on every role's pay
    """
    setting = firm_of(context).setting
    if pay_factor != 1.0:
        setting = replace(setting, firm=at_pay(setting.firm, pay_factor))
    return setting.inputs_and_baseline(options, context.baselines.of)


@once
def figures_of(context: ClaimContext, parameters: Parameters, source: str) -> Figures:
    """The plan and its baseline in figures, for all claims.

    context : the study
    source : of reach
    """
    return _figures(context, options_with(context, parameters, source))


def _figures(context: ClaimContext, options: Options, pay_factor: float = 1.0) -> Figures:
    inputs, base = with_baseline(context, options, pay_factor)
    return figures(solved(context, inputs).outcome, base)


def centre_figures(context: ClaimContext, parameters: Parameters) -> Figures:
    """The plan at the headline source, as `figures_of`.

    context : the study
    """
    return figures_of(context, in_force(context, parameters), source_of(context))


def sampled_figures(context: ClaimContext, parameters: Parameters) -> list[Figures]:
    """The plan under every draw of what decides it.

    context : the study
    """
    return [figures_of(context, *one) for one in plan_samples(context, parameters, DECIDING)]


def announced_cut(
    context: ClaimContext, parameters: Parameters, count: float, pay_factor: float = 1.0
) -> Figures | None:
    """Exits pro rata whose positions stay closed, nothing else changed; none where that is impossible.

    context : the study
    count : [FTE]
    pay_factor : [ratio] on every role's pay
    """
    options = options_with(context, in_force(context, parameters), source_of(context))
    try:
        return _figures(context, closed_options(options, count), pay_factor)
    except InfeasiblePlan:
        return None
