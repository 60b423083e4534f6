"""What in a scenario is right by itself and not together: all of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reallocate.errors import InputError, Problem, nearest
from reallocate.roster.options import ReadOptions, read_options
from reallocate.scenario.faults import keys_of, parameter_problems
from reallocate.scenario.firm.outlooks import outlook_problems
from reallocate.scenario.firm.promises import promise_problems
from reallocate.scenario.firm.schema import Scenario
from reallocate.scenario.lines import Place, Where
from reallocate.work.parameters import Parameters


def contradictions(scenario: Scenario, where: Where) -> list[Problem]:
    """Values that are right by themselves and not together.

    scenario : whose every value is within its range
    where : (place of a key) file and line, or flag
    """
    return [
        *_firm_problems(scenario, where),
        *_figure_problems(scenario, where),
        *promise_problems(scenario, where),
        *outlook_problems(scenario, where),
        *parameter_problems(scenario.parameters, where, Scenario),
    ]


def _firm_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    own = [name for name in ("roles", "roster") if getattr(scenario, name)]
    if len(own) > 1:
        yield Problem(
            "the scenario has both roles and roster", where(("roster",)), "Leave one of them out."
        )
    if scenario.roster and scenario.headcount is not None:
        what = f"headcount = {scenario.headcount:g} conflicts with the roster, which gives the headcount"
        yield Problem(what, where(("headcount",)), "Leave headcount out.")
    if not scenario.roster and (scenario.roster_review or scenario.roster_columns):
        name = "roster_review" if scenario.roster_review else "roster_columns"
        yield Problem(
            f"{name} needs a roster", where((name,)), "Name the roster, or leave the key out."
        )
    yield from _reading_problems(scenario, where)
    if not own and not scenario.industries:
        yield Problem(
            "the scenario describes no roles",
            where(()),
            "Write industries and headcount, or name a table under roles or roster.",
        )
    if not own and scenario.industries and scenario.headcount is None:
        yield Problem("key 'headcount' is missing", where(()), "Write how many people the firm employs.")
    exits = scenario.exits
    if exits is not None and (exits.count is None) == (exits.share is None):
        yield Problem("[exits] needs either count or share", where(("exits",)), "Write one of them.")
    if (
        exits is not None
        and exits.count is not None
        and scenario.headcount is not None
        and exits.count >= scenario.headcount
    ):
        yield Problem(
            f"{exits.count:g} exits would leave none of {scenario.headcount:g} people",
            where(("exits", "count")),
            "Write fewer exits, or a share such as 0.10.",
        )
    if exits is not None and not scenario.levers.layoffs:
        yield Problem(
            "[exits] requires layoffs and layoffs = false forbids them",
            where(("levers", "layoffs")),
            "Leave one of them out.",
        )


def _reading_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    # A saved scenario writes every key, also those that say nothing.
    given = [name for name, value in scenario.reading if value not in (None, ())]
    if given and not (scenario.roles or scenario.roster):
        yield Problem(
            f"{', '.join(given)} in [reading] needs a roster or a role table",
            where(("reading", given[0])),
            "Name the table, or leave the key out.",
        )
    try:
        scenario_reading(scenario, where)
    except InputError as error:
        yield from error.problems


def scenario_reading(scenario: Scenario, where: Where) -> ReadOptions:
    """How the scenario's roster or role table is read.

    scenario : with the section [reading]
    where : (place of a key) file and line, or flag
    Raises `InputError` where a day is none or a rate is none.
    """
    keys = scenario.reading
    places = {name: where(("reading", name)) for name in ("header_row", "date", "rates", "rates_date")}
    return read_options(keys.header_row, keys.date or "", keys.rates, keys.rates_date or "", places)


def _figure_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    funding = scenario.funding
    if funding is not None:
        for name in ("severance_range", "capex_range"):
            low, high = getattr(funding, name)
            if not 0 < low <= high:
                yield Problem(
                    f"{name} = [{low:g}, {high:g}] is not a range",
                    where(("funding", name)),
                    "Write the low end first; both must be above 0.",
                )
        if min(funding.pay_settings) <= 0:
            yield Problem(
                f"pay per head is {min(funding.pay_settings):g}",
                where(("funding", "pay_settings")),
                "Write amounts above 0.",
            )
        if funding.pay_names and len(funding.pay_names) != len(funding.pay_settings):
            yield Problem(
                f"{len(funding.pay_names)} names for {len(funding.pay_settings)} pay settings",
                where(("funding", "pay_names")),
                "Write one name for each, or none.",
            )
        yield from _evidence_problems(("funding",), funding, where)
    years = [past.year for past in scenario.past]
    for number, past in enumerate(scenario.past):
        if past.year in years[:number]:
            yield Problem(
                f"the year {past.year} occurs twice",
                where(("past", number, "year")),
                "Put its figures into one entry.",
            )
        yield from _evidence_problems(("past", number), past, where)
    yield from _evidence_problems((), scenario, where)


def _evidence_problems(place: Place, section: Any, where: Where) -> Iterator[Problem]:
    known = [name for name in keys_of(type(section)) if name != "evidence"]
    known += Parameters.default().names if isinstance(section, Scenario) else ()
    for name in section.evidence:
        if name not in known:
            yield Problem(
                f"evidence for {name!r}, which is not a key of this section",
                where((*place, "evidence", name)),
                nearest=nearest(name, known),
            )
