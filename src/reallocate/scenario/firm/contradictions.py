"""What in a scenario is right by itself and not together: all of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reallocate.errors import InputError, Problem, nearest
from reallocate.roster.options import ReadOptions, read_options
from reallocate.scenario.faults import DATE_OF_ROSTER, fields_of, parameter_problems
from reallocate.scenario.firm.dimensions import dimension_problems
from reallocate.scenario.firm.outlooks import outlook_problems
from reallocate.scenario.firm.promises import promise_problems
from reallocate.scenario.firm.schema import Scenario
from reallocate.scenario.lines import Place, Where
from reallocate.work.parameter_reads import readers, unread
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
        *dimension_problems(scenario, where),
        *outlook_problems(scenario, where),
        *parameter_problems(scenario.parameters, where, Scenario),
        *_without_effect(scenario, where),
    ]


WITHOUT_EFFECT = {
    "freed_hour_value": (
        "freed_hour_value is of the economy and does nothing in a plan, which weighs hours that it captures",
        "Write capture_augmented for work done with AI and capture_automated for automated work.",
    ),
    "api_share": (
        "api_share is of the economy and does nothing in a plan, which pays for software by the hour",
        "Write software_per_augmented_hour and software_per_automated_hour.",
    ),
    "adoption_midpoint": (
        "adoption_midpoint does nothing here, because adoption begins at today's use of AI",
        "Write adoption_width for its speed, or assisted_today = 0 to begin without AI.",
    ),
}
"""Assumptions that no plan uses, and what to write instead; the last where AI of today is in the plan."""


FIRM_COMMANDS = ("plan", "cut")


def read_of_a_firm(name: str) -> bool:
    """Whether a plan or a cut reads an assumption.

    name : a declared parameter
    """
    return name not in WITHOUT_EFFECT and not set(FIRM_COMMANDS).isdisjoint(readers(name))


def _without_effect(scenario: Scenario, where: Where) -> Iterator[Problem]:
    begins_without = scenario.parameters.get("assisted_today") == 0
    for name, (what, remedy) in WITHOUT_EFFECT.items():
        if name in scenario.parameters and not (name == "adoption_midpoint" and begins_without):
            yield Problem(what, where(("parameters", name)), remedy)
    others = [name for name in scenario.parameters if name not in WITHOUT_EFFECT]
    yield from unread(others, FIRM_COMMANDS, lambda name: where(("parameters", name)))


def _firm_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    is_own, exits, people = bool(scenario.roles or scenario.roster), scenario.exits, scenario.headcount
    if scenario.roles and scenario.roster:
        yield Problem("the scenario has both roles and roster", where(("roster",)), "Leave one of them out.")
    if scenario.roster and people is not None:
        what = f"headcount = {people:g} conflicts with the roster, which gives the headcount"
        yield Problem(what, where(("headcount",)), "Leave headcount out.")
    if not scenario.roster and (scenario.roster_review or scenario.roster_columns):
        name = "roster_review" if scenario.roster_review else "roster_columns"
        yield Problem(f"{name} needs a roster", where((name,)), "Name the roster, or leave the key out.")
    yield from _reading_problems(scenario, where)
    if not is_own and not scenario.industries:
        remedy = "Write industries and headcount, or name a table under roles or roster."
        yield Problem("the scenario describes no roles", where(()), remedy)
    elif not is_own and people is None:
        yield Problem("key 'headcount' is missing", where(()), "Write how many people the firm employs.")
    if exits is None:
        return
    if (exits.count is None) == (exits.share is None):
        yield Problem("[exits] needs either count or share", where(("exits",)), "Write one of them.")
    if exits.count is not None and people is not None and exits.count >= people:
        what = f"{exits.count:,.10g} exits would leave none of {people:,.10g} people"
        place = where(("exits", "count"))
        share = "a share such as 10%" if place.startswith("--") else "share = 0.10 in place of count"
        yield Problem(what, place, f"Write fewer exits, or {share}.")
    if not 0 <= scenario.exits_quarter < scenario.quarters:
        first, last = scenario.periods[0], scenario.periods[-1]
        what = f"a cut in {exits.date} lies outside the plan, which runs from {first} to {last}"
        remedy = "Write a quarter within the plan, or lengthen it: quarters."
        yield Problem(what, where(("exits", "date")), remedy)
    if not scenario.levers.layoffs:
        what = "[exits] requires layoffs and layoffs = false forbids them"
        yield Problem(what, where(("levers", "layoffs")), "Leave one of them out.")


NAMES = ("header_row", "date", "rates", "rates_date", "skip_rows", "read_on")


def _reading_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    # A saved scenario writes every key, also those that say nothing.
    given = [name for name, value in scenario.reading if value not in (None, ()) and value is not False]
    if scenario.reading.without_faulty and scenario.roles and not scenario.roster:
        what, remedy = (
            "without_faulty in [reading] needs a roster",
            "Leave it out: a role table needs it not.",
        )
        yield Problem(what, where(("reading", "without_faulty")), remedy)
    if given and not (scenario.roles or scenario.roster):
        what = f"{', '.join(given)} in [reading] needs a roster or a role table"
        remedy = "Name the table, or leave the key out."
        cut = f" {DATE_OF_ROSTER}" if "date" in given else ""
        yield Problem(what, where(("reading", given[0])), f"{remedy}{cut}")
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
    places = {name: where(("reading", name)) for name in NAMES}
    rates = keys.rates, keys.rates_date or ""
    return read_options(
        keys.header_row, keys.date or "", *rates, places, keys.skip_rows, keys.read_on or ""
    )


def _figure_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    if (funding := scenario.funding) is not None:
        for name in ("severance_range", "capex_range"):
            low, high = getattr(funding, name)
            if not 0 < low <= high:
                what = f"{name} = [{low:g}, {high:g}] is not a range"
                remedy = "Write the low end first; both must be above 0."
                yield Problem(what, where(("funding", name)), remedy)
        if (least := min(funding.pay_settings)) <= 0:
            what = f"pay per head is {least:g}"
            yield Problem(what, where(("funding", "pay_settings")), "Write amounts above 0.")
        if funding.pay_names and len(funding.pay_names) != len(funding.pay_settings):
            what = f"{len(funding.pay_names)} names for {len(funding.pay_settings)} pay settings"
            yield Problem(what, where(("funding", "pay_names")), "Write one name for each, or none.")
        yield from _evidence_problems(("funding",), funding, where)
    years = [past.year for past in scenario.past]
    for number, past in enumerate(scenario.past):
        if past.year in years[:number]:
            what = f"the year {past.year} occurs twice"
            yield Problem(what, where(("past", number, "year")), "Put its figures into one entry.")
        yield from _evidence_problems(("past", number), past, where)
    yield from _evidence_problems((), scenario, where)


def _evidence_problems(place: Place, section: Any, where: Where) -> Iterator[Problem]:
    known = [name for name in fields_of(type(section)) if name != "evidence"]
    known += Parameters.default().names if isinstance(section, Scenario) else ()
    for name in [name for name in section.evidence if name not in known]:
        what = f"evidence for {name!r}, which is not a key of this section"
        yield Problem(what, where((*place, "evidence", name)), nearest=nearest(name, known))
