"""A scenario of the nation's market becomes what is asked of the extended laws."""

from __future__ import annotations

from collections.abc import Sequence

from reallocate.economy.extended import Laws
from reallocate.economy.laws.policy import Policy
from reallocate.errors import InputError, Problem, nearest
from reallocate.study.economy.asked import EconomyRun
from reallocate.study.economy.keys import ALL, AiKeys, PolicyKeys
from reallocate.study.market.schema import ONLY_PUBLISHED, SWITCHES, US, MarketScenario
from reallocate.work.parameters import Parameters

ADOPTION = {
    "ceiling": "industry_adoption_ceiling",
    "innovation": "industry_adoption_innovation",
    "imitation": "industry_adoption_imitation",
}
"""Keys of [ai], and the parameters that they hold."""


def economy_run(scenario: MarketScenario, sources: Sequence[str]) -> EconomyRun:
    """What a scenario asks of the extended laws.

    scenario : in mode extended
    sources : of reach that ship
    Raises `InputError` with everything that the extended laws cannot do.
    """
    problems = _not_read(scenario)
    ai = scenario.ai or AiKeys()
    if ai.reach not in (ALL, *sources):
        known = f"Sources: {ALL}, {', '.join(sources)}."
        what = f"there is no source of reach {ai.reach!r}"
        problems.append(Problem(what, "[ai] reach", known, nearest=nearest(ai.reach, (ALL, *sources))))
    own = dict(scenario.parameters)
    for key, name in ADOPTION.items():
        value = getattr(ai, key)
        if value is not None and own.get(name, value) != value:
            what = f"[ai] {key} says {value:g} and [parameters] {name} {own[name]:g}"
            problems.append(Problem(what, "[ai]", "They mean the same; leave one out."))
        if value is not None:
            own[name] = value
    if problems:
        raise InputError(problems)
    policy = scenario.policy or PolicyKeys()
    asked = EconomyRun(
        years=scenario.time.years,
        draws=scenario.draws,
        capability=ai.capability,
        sources=() if ai.reach == ALL else (ai.reach,),
        laws=Laws(**{name: getattr(scenario.laws, name) for name in SWITCHES}),
        policy=Policy(**{name: getattr(policy, name) for name in PolicyKeys.model_fields}),
        parameters=Parameters(own),
        seed=scenario.seed,
        title=scenario.title or EconomyRun.title,
    )
    return asked


def _not_read(scenario: MarketScenario) -> list[Problem]:
    problems = []
    if scenario.market.occupations != US:
        named = scenario.market.occupations
        what = f"the extended laws are run on the market of the United States, not on {named}"
        remedy = 'Leave [market] out, or take [laws] mode = "published".'
        why = "They need industries, their purchases and years of flows, which ship for that market only."
        problems.append(Problem(what, "[market] occupations", remedy, why=why))
    remedy = 'Leave it out, or take [laws] mode = "published".'
    return problems + [
        Problem("the extended laws do not read this", key, remedy) for key in scenario.only(ONLY_PUBLISHED)
    ]
