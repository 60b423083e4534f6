"""What is asked of the nation's market, and how a scenario says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reallocate.data.bundle import load_world
from reallocate.kernel.errors import InputError, Problem, ReallocateError, nearest
from reallocate.kernel.parameters import Parameters, unread
from reallocate.market.laws.closures import HEADLINE, Closure
from reallocate.market.laws.policy import Policy
from reallocate.market.nation.assumptions import DRAWN
from reallocate.market.nation.run import Laws
from reallocate.market.published.keys import (
    ALL,
    ONLY_PUBLISHED,
    SWITCHES,
    US,
    AiKeys,
    MarketScenario,
    PolicyKeys,
)
from reallocate.roster.reach_file import world_with_reach
from reallocate.work.own_reach import must_be_measured
from reallocate.work.reach_names import OWN, USAGE_2026, is_reach_file
from reallocate.work.world import World


@dataclass(frozen=True, eq=False)
class EconomyRun:
    """What is asked of the extended market.

    years : how long [years]
    draws : of what is not known
    capability : trend, plateau, fast or reversal
    sources : of reach, in turn; all that ship where none are named
    closure : what closes the accounts; the others stand beside it
    policy : what is done beyond today, from the first quarter
    parameters : in force; those that somebody named are held, the others are drawn
    seed : of the draws
    world : with a measurement of reach beside its sources, where one is named
    """

    years: int = 10
    draws: int = 32
    capability: str = "trend"
    sources: tuple[str, ...] = ()
    laws: Laws = field(default_factory=Laws)
    closure: Closure = HEADLINE
    policy: Policy = field(default_factory=Policy)
    parameters: Parameters = field(default_factory=Parameters)
    seed: int = 0
    title: str = "The labour market of the United States while firms adopt AI"
    world: World | None = None

    @property
    def drawn(self) -> tuple[str, ...]:
        """Parameters that are drawn: all that an ensemble draws, but for those that somebody named."""
        return tuple(name for name in DRAWN if not self.parameters.about(name).is_own)


ADOPTION = {
    "ceiling": "industry_adoption_ceiling",
    "innovation": "industry_adoption_innovation",
    "imitation": "industry_adoption_imitation",
}
"""Keys of [ai], and the parameters that they hold."""
NATION, CENTRAL, ADOPTERS = "simulate nation", "simulate central", "simulate adopters"
"""Commands that run the extended laws."""
_OF_DRAWS: Mapping[str, tuple[str, ...]] = {"": ("draws", "seed")}
"""Keys of a scenario that one run does not read."""
_DIVIDES = (
    "hours_per_fte", "loaded_multiplier", "api_share", "tokens_per_second", "utilisation", "gpu_life",
    "doubling_days", "tenure_years", "separation_settles",
)  # fmt: skip
"""Parameters that a run divides by."""
_DIVIDES_POLICY = ("benefit_level_now", "benefit_weeks_now")
"""Parameters that a policy is measured against."""
_EVERY_DIVISOR = _DIVIDES + _DIVIDES_POLICY
_OF_A_DOLLAR = ("industry_compute_capital", "industry_compute_power")
"""Shares of a dollar spent on compute."""


def economy_run(scenario: MarketScenario, sources: Sequence[str], command: str) -> EconomyRun:
    """What a scenario asks of the extended laws.

    scenario : in mode extended
    sources : of reach that ship
    command : that runs it, as `parameter_reads` calls it
    Raises `InputError` with everything that the extended laws cannot do, or that the command does not read.
    """
    problems = _not_read(scenario)
    problems += unread(scenario.parameters, (command,), lambda name: f"[parameters] {name}")
    if command == CENTRAL:
        what = "reallocate simulate central is one run without draws, so that this does nothing"
        remedy = "Leave it out, or run reallocate simulate nation, which draws."
        problems += [Problem(what, key, remedy) for key in scenario.only(_OF_DRAWS)]
    ai = scenario.ai or AiKeys()
    reached, faults = _reached(scenario, ai, sources)
    problems += faults
    own = dict(scenario.parameters)
    for key, name in ADOPTION.items():
        if (value := getattr(ai, key)) is None:
            continue
        if own.setdefault(name, value) != value:
            what = f"[ai] {key} is {value:g} and [parameters] {name} is {own[name]:g}"
            problems.append(Problem(what, "[ai]", "Both set the same assumption; leave one out."))
    policy = scenario.policy or PolicyKeys()
    asked_policy = Policy(**{name: getattr(policy, name) for name in PolicyKeys.model_fields})
    declared = Parameters.default()
    values = {name: own.get(name, declared.about(name).value) for name in (*_EVERY_DIVISOR, *_OF_A_DOLLAR)}
    problems += _impossible(values, asked_policy)
    if problems:
        raise InputError(problems)
    return EconomyRun(
        years=scenario.time.years,
        draws=scenario.draws,
        capability=ai.capability,
        sources=() if ai.reach == ALL else (OWN if is_reach_file(ai.reach) else ai.reach,),
        world=reached,
        laws=Laws(**{name: getattr(scenario.laws, name) for name in SWITCHES}),
        policy=asked_policy,
        closure=Closure(scenario.laws.closure),
        parameters=Parameters(own),
        seed=scenario.seed,
        title=scenario.title or EconomyRun.title,
    )


def _reached(
    scenario: MarketScenario, ai: AiKeys, sources: Sequence[str]
) -> tuple[World | None, list[Problem]]:
    """The World with the measurement named beside its sources, none for a source; and what is wrong."""
    is_file = is_reach_file(ai.reach)
    known = (ALL, *sources, USAGE_2026)
    if not is_file and ai.reach not in known:
        what, remedy = f"there is no source of reach {ai.reach!r}", f"Sources: {', '.join(known)}."
        return None, [Problem(what, "[ai] reach", remedy, nearest=nearest(ai.reach, known))]
    if not is_file and ai.reach != USAGE_2026 and not ai.reach_gaps:
        return None, []
    path = scenario.path(ai.reach) if is_file else None
    try:
        world = world_with_reach(load_world(), ai.reach, path, ai.reach_gaps, "[ai] reach")
        must_be_measured(world, list(world.occupations.index), "[ai] reach")
    except ReallocateError as error:
        return None, list(error.problems)
    return world, []


def _impossible(values: Mapping[str, float], policy: Policy) -> list[Problem]:
    """Assumptions that leave a run without a number, each of which may be right by itself.

    values : (name) in force
    """
    divides = _DIVIDES if policy.is_nothing else _EVERY_DIVISOR
    problems = []
    for name in divides:
        if not values[name] > 0.0:
            what, why = f"{name} = {values[name]:g} is not above 0", "The model divides by it."
            default = Parameters.default().about(name).value
            remedy = f"Write a small number instead; the default is {default:g}."
            problems.append(Problem(what, f"[parameters] {name}", remedy, why))
    together = sum(values[name] for name in _OF_A_DOLLAR)
    if together > 1.0:
        what = f"{' and '.join(_OF_A_DOLLAR)} add up to {together:g}"
        remedy = "Write two shares that add up to at most 1; the rest buys services."
        problems.append(Problem(what, "[parameters]", remedy, "They are shares of the same dollar."))
    return problems


def _not_read(scenario: MarketScenario) -> list[Problem]:
    problems = []
    if (named := scenario.market.occupations) != US:
        what = f"the extended laws run on the market of the United States, not on {named}"
        remedy = "Leave [market] out, or run reallocate simulate market."
        why = "They need industries, purchases and yearly flows, which ship for that market only."
        problems.append(Problem(what, "[market] occupations", remedy, why=why))
    if scenario.time.start:
        what, remedy = "only reallocate simulate nation starts in a past month", "Leave it out."
        problems.append(Problem(what, "[time] start", remedy, "Such a run is without AI and without draws."))
    what, remedy = "the extended laws do not use this key", "Leave it out, or run reallocate simulate market."
    return problems + [Problem(what, key, remedy) for key in scenario.only(ONLY_PUBLISHED)]
