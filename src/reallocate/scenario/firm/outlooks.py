"""The outlooks under which a plan is tested: the scenario's own, or those that ship."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from reallocate.errors import Problem
from reallocate.plan.options import Options
from reallocate.plan.plan_sentences import amount
from reallocate.plan.uncertain import Outlook
from reallocate.scenario.faults import parameter_problems
from reallocate.scenario.firm.outlook_keys import OutlookKeys
from reallocate.scenario.firm.schema import Scenario
from reallocate.scenario.lines import Place, Where
from reallocate.work.parameters import Parameters

SHIPPED = "outlooks.toml"
ROUNDING = 1e-6
SECTION, MINIMUM = "outlooks", 2


@cache
def shipped_outlooks() -> tuple[OutlookKeys, ...]:
    """The outlooks that ship, each with the reason why it is plausible."""
    text = files("reallocate.work").joinpath(SHIPPED).read_text(encoding="utf-8")
    return tuple(OutlookKeys.model_validate(one) for one in tomllib.loads(text)["outlook"])


def outlooks_of(scenario: Scenario, options: Options) -> list[Outlook]:
    """The outlooks of a scenario as options of the plan.

    options : of the plan itself
    """
    outlooks = []
    for one in scenario.outlooks or shipped_outlooks():
        parameters = options.parameters.replace(**(one.changes or {}))
        capability = one.capability or options.capability
        own = replace(options, capability=capability, parameters=parameters)
        outlooks.append(Outlook(one.name, one.weight, own, _says(one, options)))
    return outlooks


def decided_quarters(scenario: Scenario) -> int:
    """How many quarters are decided before it shows which outlook comes."""
    return min(scenario.uncertainty.quarters_until_known, scenario.quarters)


def outlook_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Outlooks that are right by themselves and not together.

    scenario : whose every value is within its range
    where : (place of a key) file and line, or flag
    """
    given = scenario.outlooks
    if not given:
        return
    total = sum(one.weight for one in given)
    if len(given) < MINIMUM:
        what = "outlooks need at least two entries"
        yield Problem(what, where((SECTION, 0)), "Add another outlook, or leave it out.")
    elif abs(total - 1) > ROUNDING:
        what = f"the weights of the outlooks add up to {total:g}"
        yield Problem(what, where((SECTION, len(given) - 1, "weight")), "Write weights that add up to 1.")
    names = [one.name for one in given]
    for number, one in enumerate(given):
        if one.name in names[:number]:
            what = f"two outlooks have the name {one.name!r}"
            yield Problem(what, where((SECTION, number, "name")), "Give each outlook its own name.")

        def here(place: Place, number: int = number) -> str:
            return where((SECTION, number, "changes", place[-1]))

        yield from parameter_problems(one.changes or {}, here, Scenario)


def _says(one: OutlookKeys, options: Options) -> str:
    """What is different in an outlook, in words and numbers."""
    declared = Parameters.default()
    parts = [f"capability: {one.capability}"] if one.capability else []
    for name, value in (one.changes or {}).items():
        about = declared.about(name)
        now = amount(options.parameters[name], about.unit)
        parts.append(f"{about.says}: {amount(value, about.unit)} instead of {now}")
    return "; ".join(parts) or "no change"
