"""What is wrong with a scenario, said so that the reader can mend it: all of it at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from reallocate.errors import Problem, nearest
from reallocate.study.lines import Place, Where
from reallocate.study.promises import promise_problems
from reallocate.study.schema import Scenario
from reallocate.work.parameters import Parameters

TYPES = {
    "bool_type": "true or false, without quotes",
    "float_type": "a number, without quotes; 5% is 0.05",
    "finite_number": "a number that is not infinite",
    "int_type": "a whole number, without quotes",
    "int_from_float": "a whole number",
    "string_type": "a text in quotes",
    "tuple_type": "a list in square brackets",
    "dict_type": "a section of keys",
    "model_type": "a section of keys",
    "model_attributes_type": "a section of keys",
}
BOUNDS = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
LARGEST = 1e300  # whole numbers above it are shown as endless
PATTERNS = {
    "start": 'the first month of a quarter, such as "2026-07"',
    "name": "letters, digits, spaces, dots and hyphens, beginning with a letter or digit, at most 80",
    "no_layoffs_before": 'a month, such as "2027-03"',
    "date": 'a date, such as "2026-05-20"',
}


def schema_problems(error: ValidationError, where: Where) -> list[Problem]:
    """Every finding of the schema as a problem.

    error : as raised by pydantic
    where : (place of a key) file and line, or flag
    """
    return [_problem(finding, where) for finding in error.errors(include_url=False)]


def contradictions(scenario: Scenario, where: Where) -> list[Problem]:
    """Values that are right by themselves and not together.

    scenario : whose every value is within its range
    where : (place of a key) file and line, or flag
    """
    return [
        *_firm_problems(scenario, where),
        *_figure_problems(scenario, where),
        *promise_problems(scenario, where),
        *parameter_problems(scenario.parameters, where),
    ]


def _firm_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    own = [name for name in ("roles", "roster") if getattr(scenario, name)]
    if len(own) > 1:
        yield Problem(
            "roles and roster both say who works there", where(("roster",)), "Leave one of them out."
        )
    if scenario.roster and scenario.headcount is not None:
        what = f"headcount = {scenario.headcount:g} beside a roster, which says how many people there are"
        yield Problem(what, where(("headcount",)), "Leave headcount out.")
    if not scenario.roster and (scenario.roster_review or scenario.roster_columns):
        name = "roster_review" if scenario.roster_review else "roster_columns"
        yield Problem(
            f"{name} is of use only with a roster", where((name,)), "Name the roster, or leave it out."
        )
    if not own and not scenario.industries:
        yield Problem(
            "the scenario says of no roles what the firm consists of",
            where(()),
            "Write industries and headcount, or roles or roster, the name of a table.",
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
            f"{exits.count:g} exits from {scenario.headcount:g} people leave nobody",
            where(("exits", "count")),
            "Write fewer exits, or a share such as 0.10.",
        )
    if exits is not None and not scenario.levers.layoffs:
        yield Problem(
            "[exits] forces compulsory exits, and layoffs = false forbids them",
            where(("levers", "layoffs")),
            "Leave one of them out.",
        )


def _figure_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    funding = scenario.funding
    if funding is not None:
        for name in ("severance_range", "capex_range"):
            low, high = getattr(funding, name)
            if not 0 < low <= high:
                yield Problem(
                    f"{name} = [{low:g}, {high:g}] is not a range",
                    where(("funding", name)),
                    "Write the low end first; both above 0.",
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
                "Put its figures together.",
            )
        yield from _evidence_problems(("past", number), past, where)
    yield from _evidence_problems((), scenario, where)


def _evidence_problems(place: Place, section: Any, where: Where) -> Iterator[Problem]:
    known = [name for name in keys_of(type(section)) if name != "evidence"]
    known += Parameters.default().names if isinstance(section, Scenario) else ()
    for name in section.evidence:
        if name not in known:
            yield Problem(
                f"evidence for {name!r}, which is no key of this section",
                where((*place, "evidence", name)),
                nearest=nearest(name, known),
            )


def parameter_problems(values: Mapping[str, Any], where: Where) -> list[Problem]:
    """Assumptions that are not declared, or that cannot be what they are said to be.

    values : (name) [the parameter's own unit]
    where : (place of a key) file and line, or flag
    A value outside of the plausible range is the user's to choose; a negative amount or a share
    above 1 is a slip of the pen.
    """
    declared, problems = Parameters.default(), []
    for name, value in values.items():
        place = where(("parameters", name))
        if name not in declared:
            homes = _homes(name)
            advice = f"It belongs under {homes}." if homes else "`reallocate data --params` lists them."
            close = () if homes else nearest(name, declared.names)
            problems.append(Problem(f"there is no parameter {name!r}", place, advice, nearest=close))
            continue
        if not isinstance(value, int | float) or isinstance(value, bool):
            continue
        about = declared.about(name)
        plausible = f"Plausible is {about.low:g} to {about.high:g} {about.unit}"
        value = float(value) if abs(value) < LARGEST else math.copysign(math.inf, value)
        if about.low >= 0 and value < 0:
            problems.append(Problem(f"{name} = {value:g} is negative", place, f"{plausible}."))
        elif about.unit.startswith(("share", "probability")) and abs(value) > 1:
            what = f"{name} = {value:g} is a share above 1"
            problems.append(Problem(what, place, f"{plausible}; write 5% as 0.05."))
    return problems


def _problem(finding: ErrorDetails, where: Where) -> Problem:
    place: Place = tuple(finding["loc"])
    kind, value, limits = finding["type"], finding["input"], finding.get("ctx", {})
    name = str(place[-1]) if place else "the scenario"
    if kind == "extra_forbidden":
        return _unknown_key(place, where(place))
    if kind == "missing":
        return Problem(f"key {name!r} is missing", where(place[:-1]), f"Write it: {_says(place)}.")
    shown = f"{name} = {value!r}" if isinstance(value, str | int | float | bool) else f"{name}"
    bound = next((f"{word} {limits[limit]:g}" for limit, word in BOUNDS.items() if limit in limits), "")
    if bound:
        unit = _unit(place)
        if unit.startswith("share"):
            return Problem(f"{shown} must be {bound}", where(place), "It is a share: 10% is 0.10.")
        return Problem(f"{shown} must be {bound}{' ' + unit if unit else ''}", where(place))
    if kind in ("literal_error", "enum"):
        options = [
            option.strip("' ") for option in str(limits.get("expected", "")).replace(" or ", ", ").split(", ")
        ]
        if place[-1:] == ("grade",) and value == "D":
            return Problem(
                "grade D is unverified and never used", where(place), "Leave the figure out, or verify it."
            )
        return Problem(
            f"{shown} is not one of {', '.join(options)}", where(place), nearest=nearest(str(value), options)
        )
    if kind == "string_pattern_mismatch":
        return Problem(f"{shown} must be {PATTERNS.get(name, 'as it should be')}", where(place))
    if kind in TYPES:
        return Problem(f"{shown} must be {TYPES[kind]}", where(place))
    return Problem(f"{shown}: {finding['msg']}", where(place))


def _unknown_key(place: Place, where: str) -> Problem:
    name = str(place[-1])
    homes = _homes(name)
    section = ".".join(str(part) for part in place[:-1] if not isinstance(part, int))
    return Problem(
        f"unknown key {name!r}" + (f" in [{section}]" if section else ""),
        where,
        f"It belongs under {homes}." if homes else "",
        nearest=() if homes else nearest(name, keys_of(section_at(place[:-1]) or Scenario)),
    )


def _homes(name: str) -> str:
    """Where a key that stands in the wrong place belongs; nothing where it is no key at all."""
    homes = [
        f"[{key}]"
        for key in Scenario.model_fields
        if (part := section_at((key,))) is not None and name in keys_of(part)
    ]
    homes += ["the top of the file, before the first [section]"] if name in keys_of(Scenario) else []
    homes += ["[parameters]"] if name in Parameters.default() else []
    return " or ".join(homes)


def section_at(place: Place) -> type[BaseModel] | None:
    """The schema of the section at a place, or nothing where there is none.

    place : keys and numbers from the top
    """
    model: type[BaseModel] = Scenario
    for part in place:
        if isinstance(part, int):
            continue
        field = fields_of(model).get(part)
        found = model_in(field.annotation) if field is not None else None
        if found is None:
            return None
        model = found
    return model


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The schema that a key's type holds, or nothing where it is a plain value.

    annotation : the type
    """
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    found = (model_in(part) for part in get_args(annotation))
    return next((model for model in found if model is not None), None)


def fields_of(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """The keys of a section as a file writes them.

    model : the section's schema
    """
    return {field.alias or name: field for name, field in model.model_fields.items()}


def keys_of(model: type[BaseModel]) -> list[str]:
    """The names of a section's keys.

    model : the section's schema
    """
    return list(fields_of(model))


def _unit(place: Place) -> str:
    field = _field(place)
    return str((field.json_schema_extra or {}).get("unit", "")) if field is not None else ""


def _says(place: Place) -> str:
    field = _field(place)
    return str(field.description) if field is not None else "it is needed"


def _field(place: Place) -> Any:
    names = [part for part in place if not isinstance(part, int)]
    section = section_at(tuple(names[:-1])) if names else None
    return fields_of(section).get(str(names[-1])) if section is not None and names else None
