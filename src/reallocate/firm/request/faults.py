"""What in a scenario is right by itself and not together; its places and outlooks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from reallocate.data.country import countries, country
from reallocate.data.national import national_parameters
from reallocate.firm.model.options import Options, Outlook
from reallocate.firm.model.words import amount
from reallocate.firm.request.amounts import in_its_money
from reallocate.firm.request.keys import OutlookKeys, Scenario
from reallocate.firm.request.promises import names_in, promise_problems
from reallocate.firm.request.roster_keys import Reading
from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.kernel.faults import Place, Where, fields_of, parameter_problems
from reallocate.kernel.money import DOLLAR
from reallocate.kernel.parameters import Parameters, readers, unread
from reallocate.roster.file.limits import ReadOptions, read_options
from reallocate.work.firm import DIMENSIONS, column_of, columns_named, marks_of, named_dimension, plain


def dimensions_of(scenario: Scenario) -> tuple[str, ...]:
    """Columns that roles are kept apart by, in the order in which people are divided.

    Those of the key `by`, and those that a promise names.
    """
    asked = [column_of(name) for name in scenario.by]
    return tuple(dict.fromkeys((*asked, *_promised_dimensions(scenario))))


def _promised_dimensions(scenario: Scenario) -> tuple[str, ...]:
    """Columns of the dimensions that promises name."""
    return columns_named(names_in(scenario))


def kept_apart(scenario: Scenario, rows: pd.DataFrame) -> pd.Series:
    """Marks of the departments, sites and countries that grouping of small roles keeps apart; (role).

    rows : (role) department, location, country
    """
    if scenario.group_across:
        return marks_promised(scenario, rows)
    return marks_of(rows, dimensions_of(scenario))


def marks_promised(scenario: Scenario, rows: pd.DataFrame) -> pd.Series:
    """Marks of the departments, sites and countries that a promise names, and of no others; (role).

    rows : (role) department, location, country
    """
    named = [place for name in names_in(scenario) if (place := named_dimension(name))]
    columns = _promised_dimensions(scenario)
    kept = {column: {plain(value) for of, value in named if of == column} for column in columns}
    only = {column: rows[column].where(rows[column].map(plain).isin(kept[column]), "") for column in columns}
    return marks_of(rows.assign(**only), columns)


def _dimension_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Names under `by` that are no dimension, and dimensions of a firm that has only an industry's mix.

    where : (place of a key) file and line, or flag
    """
    for name in scenario.by:
        if not column_of(name):
            remedy = f"Write some of {', '.join(DIMENSIONS)}."
            close = nearest(name.casefold(), DIMENSIONS)
            yield Problem(f"roles cannot be kept apart by {name!r}", where(("by",)), remedy, nearest=close)
    if dimensions_of(scenario) and not (scenario.roles or scenario.roster):
        what = "an industry's mix of roles has no departments, sites or countries"
        place = where(("by",)) if scenario.by else where(("promises",))
        yield Problem(what, place, "Name a roster or a role table that has them, or leave them out.")


_SHIPPED = "outlooks.toml"
_ROUNDING = 1e-6
_SECTION, _MINIMUM = "outlooks", 2


@cache
def shipped_outlooks() -> tuple[OutlookKeys, ...]:
    """The outlooks that ship, each with the reason why it is plausible."""
    text = files("reallocate.firm.request").joinpath(_SHIPPED).read_text(encoding="utf-8")
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


def _outlook_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Outlooks that are right by themselves and not together.

    scenario : whose every value is within its range
    where : (place of a key) file and line, or flag
    """
    given = scenario.outlooks
    if not given:
        return
    total = sum(one.weight for one in given)
    if len(given) < _MINIMUM:
        what = "outlooks need at least two entries"
        yield Problem(what, where((_SECTION, 0)), "Add another outlook, or leave it out.")
    elif abs(total - 1) > _ROUNDING:
        what = f"the weights of the outlooks add up to {total:g}"
        yield Problem(what, where((_SECTION, len(given) - 1, "weight")), "Write weights that add up to 1.")
    names = [one.name for one in given]
    for number, one in enumerate(given):
        if one.name in names[:number]:
            what = f"two outlooks have the name {one.name!r}"
            yield Problem(what, where((_SECTION, number, "name")), "Give each outlook its own name.")

        def here(place: Place, number: int = number) -> str:
            return where((_SECTION, number, "changes", place[-1]))

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


def contradictions(scenario: Scenario, where: Where) -> list[Problem]:
    """Values that are right by themselves and not together.

    scenario : whose every value is within its range
    where : (place of a key) file and line, or flag
    """
    with in_its_money(scenario.country):
        of_country = [*_country_problems(scenario, where)]
        is_known = scenario.country in countries()
        return [*of_country, *(_contradictions(scenario, where) if is_known else [])]


def _country_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A country that does not ship, and a rate of its own money, in which amounts are shown as they are."""
    try:
        home = country(scenario.country)
    except InputError as error:
        yield replace(error.problems[0], where=where(("country",)))
        return
    stated = {text.partition("=")[0].strip().upper() for text in scenario.reading.rates}
    if home.currency in stated - {DOLLAR}:
        what = f"a rate of {home.currency} is given, the money of {home.name}, in which all amounts are shown"
        yield Problem(what, where(("reading", "rates")), "Leave it out: no amount of the firm is converted.")


def _contradictions(scenario: Scenario, where: Where) -> list[Problem]:
    return [
        *_firm_problems(scenario, where),
        *_figure_problems(scenario, where),
        *promise_problems(scenario, where),
        *_dimension_problems(scenario, where),
        *_outlook_problems(scenario, where),
        *parameter_problems(scenario.parameters, where, Scenario, national_parameters(scenario.country)),
        *_without_effect(scenario, where),
    ]


_WITHOUT_EFFECT = {
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


_FIRM_COMMANDS = ("plan", "cut")


def read_of_a_firm(name: str) -> bool:
    """Whether a plan or a cut reads an assumption.

    name : a declared parameter
    """
    return name not in _WITHOUT_EFFECT and not set(_FIRM_COMMANDS).isdisjoint(readers(name))


def _without_effect(scenario: Scenario, where: Where) -> Iterator[Problem]:
    begins_without = scenario.parameters.get("assisted_today") == 0
    for name, (what, remedy) in _WITHOUT_EFFECT.items():
        if name in scenario.parameters and not (name == "adoption_midpoint" and begins_without):
            yield Problem(what, where(("parameters", name)), remedy)
    others = [name for name in scenario.parameters if name not in _WITHOUT_EFFECT]
    yield from unread(others, _FIRM_COMMANDS, lambda name: where(("parameters", name)))


def _firm_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    is_own, exits, people = bool(scenario.roles or scenario.roster), scenario.exits, scenario.headcount
    if scenario.roles and scenario.roster:
        yield Problem("the scenario has both roles and roster", where(("roster",)), "Leave one of them out.")
    if scenario.roster and people is not None:
        what = f"headcount = {people:g} conflicts with the roster, which gives the headcount"
        yield Problem(what, where(("headcount",)), "Leave headcount out.")
    names = ("roster_review", "roster_abbreviations", "roster_columns")
    name = next((one for one in names if getattr(scenario, one)), "")
    if not scenario.roster and name:
        yield Problem(f"{name} needs a roster", where((name,)), "Name the roster, or leave the key out.")
    yield from _reading_problems(scenario, where)
    if not is_own and not scenario.industries:
        remedy = "Write industries and headcount, or name a table under roles or roster."
        yield Problem("the scenario describes no roles", where(()), remedy)
    elif not is_own and people is None:
        yield Problem("key 'headcount' is missing", where(()), "Write how many people the firm employs.")
    if exits is None:
        return
    if exits.size == "occupations" and exits.from_ == "plan":
        what = "which occupations stay smaller is known only once the plan has chosen who leaves"
        yield Problem(what, where(("exits", "size")), 'Write size = "firm", or from = "pro rata".')
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


_NAMES = ("header_row", "date", "rates", "rates_date", "skip_rows", "read_on")


def _reading_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    # A saved scenario writes every key, also those that say nothing.
    usual = Reading()
    given = [
        name for name, value in scenario.reading if name != "date" and value != getattr(usual, name)
    ]  # fmt: skip
    if scenario.reading.without_faulty and scenario.roles and not scenario.roster:
        what, remedy = (
            "without_faulty in [reading] needs a roster",
            "Leave it out: a role table needs it not.",
        )
        yield Problem(what, where(("reading", "without_faulty")), remedy)
    if given and not (scenario.roles or scenario.roster):
        what = f"{', '.join(given)} in [reading] needs a roster or a role table"
        remedy = "Name the table, or leave the key out."
        yield Problem(what, where(("reading", given[0])), remedy)
    if scenario.reading.unrecognised == "industry" and not scenario.industries:
        what = "people whose title is not recognised are to work as their industry's do, and none is named"
        remedy = "Name the industry, such as 524100."
        yield Problem(what, where(("reading", "unrecognised")), remedy)
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
    places = {name: where(("reading", name)) for name in _NAMES}
    rates = keys.rates, keys.rates_date or ""
    return read_options(keys.header_row, keys.date or "", *rates, places, keys.skip_rows, keys.read_on or "")


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
