"""What is wrong with a scenario and where in the file it stands: all of it at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from reallocate.kernel.errors import Problem, nearest
from reallocate.kernel.parameters import LIST, Parameters, value_problems
from reallocate.kernel.schema import extra

Place = tuple[str | int, ...]
Line = TypeVar("Line")

Where = Callable[[Place], str]
"""From a key's place to how it is shown: file and line, or flag."""

def dotted(place: Place) -> str:
    """A key's place as TOML writes it, such as `levers.ai`."""
    return ".".join(map(str, place))


_TABLE = re.compile(r"^\s*+(\[\[?)([^\[\]]++)\]\]?\s*+(#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)


def line_numbers(text: str) -> Mapping[Place, int]:
    """The line on which each table and key begins.

    text : of a TOML file that can be read
    A table in an array of tables is named by its number: `("past", 0, "year")`. Keys inside an
    inline table have no line of their own.
    """
    found: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    fence = ""
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if fence:
            fence = "" if fence in line else fence
            continue
        if depth == 0 and (header := _TABLE.match(line)):
            table = _placed(_parts(header[2]), counts, many=header[1] == "[[")
            found.setdefault(table, number)
            continue
        if depth == 0 and (written := _KEY.match(line)):
            place: Place = (*table, *_parts(written[1]))
            found.setdefault(place, number)
        fence = next((mark for mark in ('"""', "'''") if line.count(mark) == 1), "")
        depth = max(0, depth + _opened(line)) if not fence else depth
    return found


def line_of(place: Place, lines: Mapping[Place, Line]) -> Line | None:
    """The line of a key, or of the innermost part around it that has one.

    place : keys and numbers from the top
    lines : as from `line_numbers`, or anything else that is known by place
    """
    around = (place[:length] for length in range(len(place), 0, -1))
    return next((lines[part] for part in around if part in lines), None)


def _placed(parts: tuple[str, ...], counts: dict[Place, int], many: bool) -> Place:
    """The place of a table, with a number after each part that is an array of tables."""
    place: Place = ()
    for position, part in enumerate(parts):
        place = (*place, part)
        last = position == len(parts) - 1
        if last and many:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.\s]+", dotted))


def _opened(line: str) -> int:
    """How many more brackets a line opens than it closes, outside of texts and comments."""
    bare = re.sub(r"\"(\\.|[^\"\\])*\"|'[^']*'", "", line).split("#")[0]
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")


_TYPES = {
    "bool_type": "true or false, without quotes",
    **dict.fromkeys(("float_type", "float_parsing"), "a number, without quotes; 5% is 0.05"),
    "finite_number": "a finite number",
    **dict.fromkeys(("int_type", "int_parsing"), "a whole number, without quotes"),
    "int_from_float": "a whole number",
    "string_type": "text in quotes",
    "tuple_type": "a list in square brackets",
    "dict_type": "a section of keys",
    "model_type": "a section of keys",
    "model_attributes_type": "a section of keys",
}
BOUNDS = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
_LARGEST = sys.float_info.max
_MOST_TOLD, _LONGEST = 200, 80
"""Problems that are told one by one; characters of a name or value that are shown."""
_PATTERNS = {
    "start": 'the first month of a quarter, such as "2027-01"',
    "name": "at most 80 letters, digits, spaces, dots and hyphens, starting with a letter or digit",
    "no_layoffs_before": 'a month, such as "2027-03"',
    "date": 'a date, such as "2026-05-20"',
    "exits.date": 'a quarter or a month, such as "2027 Q1" or "2027-01"',
    "rates_date": 'a date, such as "2026-05-20"',
}
_DAY_OF_PLAN = (
    "It is the day of the plan and of the roster; the quarter of a cut is [exits] date, or --exits-date."
)


def schema_problems(error: ValidationError, where: Where, root: type[BaseModel]) -> list[Problem]:
    """Every finding of the schema as a problem.

    error : as raised by pydantic
    where : (place of a key) file and line, or flag
    root : the schema of the whole file
    Of very many the first are told, and how many more there are.
    """
    found = error.errors(include_url=False)
    told = [_problem(finding, where, root) for finding in found[:_MOST_TOLD]]
    return told + _more(len(found) - _MOST_TOLD, where(()))


def parameter_problems(
    values: Mapping[str, Any], where: Where, root: type[BaseModel], usual: Parameters | None = None
) -> list[Problem]:
    """Assumptions that are not declared, or that cannot be what they are said to be.

    values : (name) [the parameter's own unit]
    where : (place of a key) file and line, or flag
    root : the schema of the whole file
    usual : the defaults in force; the declared ones where none are given
    A value that is no finite number is the schema's finding, not told twice.
    """
    declared, problems = usual or Parameters.default(), list[Problem]()
    for name, value in values.items():
        if len(problems) >= _MOST_TOLD:
            return problems + _more(len(values) - _MOST_TOLD, where(("parameters",)))
        place = where(("parameters", name))
        if name not in declared:
            name = _shortened(name)
            homes = _homes(name, root)
            advice = f"It belongs under {homes}." if homes else LIST
            close = () if homes else nearest(name, declared.names)
            problems.append(Problem(f"there is no parameter {name!r}", place, advice, nearest=close))
        elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST:
            problems += value_problems(declared.about(name), value, place)
    return problems


def _more(count: int, where: str) -> list[Problem]:
    return [Problem(f"up to {count:,} more keys or values are wrong", where)] if count > 0 else []


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _problem(finding: ErrorDetails, where: Where, root: type[BaseModel]) -> Problem:
    place: Place = tuple(finding["loc"])
    kind, value, limits = finding["type"], finding["input"], finding.get("ctx", {})
    name = _shortened(str(place[-1])) if place else "the scenario"
    if kind == "extra_forbidden":
        return _unknown_key(place, where(place), root)
    section = section_at(place[:-1], root)
    field = fields_of(section).get(name) if section is not None else None
    if kind == "missing":
        about = f"Write it: {field.description}." if field is not None and field.description else ""
        return Problem(f"key {name!r} is missing", where(place[:-1]), about)
    value = _shortened(value) if isinstance(value, str) else value
    shown = f"{name} = {value!r}" if isinstance(value, str | int | float | bool) else name
    what, remedy = in_our_words(shown, finding), ""
    close: tuple[str, ...] = ()
    bound = next((f"{word} {limits[limit]:g}" for limit, word in BOUNDS.items() if limit in limits), "")
    if bound:
        unit = (extra(field, "unit") if field is not None else "") or ""
        is_share = unit.startswith("share")
        what = f"{shown} must be {bound if is_share else f'{bound} {unit}'.strip()}"
        remedy = "It is a share: 10% is 0.10." if is_share else ""
    elif name == "grade" and value == "D":
        what, remedy = "grade D (unverified) is not accepted", "Verify the figure, or leave it out."
    elif kind in ("literal_error", "enum"):
        expected = str(limits.get("expected", "")).replace(" or ", ", ")
        options = [option.strip("' ") for option in expected.split(", ")]
        what, close = f"{shown} is not one of {', '.join(options)}", nearest(str(value), options)
    elif kind == "string_pattern_mismatch":
        form = _PATTERNS.get(dotted(place), _PATTERNS.get(name, "in the expected form"))
        what = f"{shown} must be {form}"
        remedy = _DAY_OF_PLAN if place == ("reading", "date") else ""
    elif kind in _TYPES:
        what = f"{shown} must be {_TYPES[kind]}"
    return Problem(what, where(place), remedy, nearest=close)


def in_our_words(shown: str, finding: ErrorDetails) -> str:
    """A finding that has no sentence of its own.

    shown : key and value
    """
    said = finding["msg"].removeprefix("Value error, ")
    must, should = "must be", "Input should be"
    return f"{shown} {said.replace(should, must)}" if said.startswith(should) else f"{shown}: {said}"


def _unknown_key(place: Place, where: str, root: type[BaseModel]) -> Problem:
    name = _shortened(str(place[-1]))
    homes = _homes(name, root)
    section = ".".join(_shortened(str(part)) for part in place[:-1] if not isinstance(part, int))
    return Problem(
        f"unknown key {name!r}" + (f" in [{section}]" if section else ""),
        where,
        f"It belongs under {homes}." if homes else "",
        nearest=() if homes else nearest(name, fields_of(section_at(place[:-1], root) or root)),
    )


def _homes(name: str, root: type[BaseModel]) -> str:
    """Where a key that stands in the wrong place belongs; nothing where it is no key at all."""
    homes = [
        f"[{key}]"
        for key in root.model_fields
        if (part := section_at((key,), root)) is not None and name in fields_of(part)
    ]
    homes += ["the top of the file, before the first [section]"] if name in fields_of(root) else []
    homes += ["[parameters]"] if "parameters" in root.model_fields and name in Parameters.default() else []
    return " or ".join(homes)


def section_at(place: Place, root: type[BaseModel]) -> type[BaseModel] | None:
    """The schema of the section at a place, or nothing where there is none.

    place : keys and numbers from the top
    root : the schema of the whole file
    """
    model: type[BaseModel] = root
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
