"""What was promised to the people, in the words and keys of the planner, each to be given up by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import field as field_of
from functools import partial
from typing import Any

from reallocate.plan.options import Options, Promises

Named = tuple[tuple[str, float], ...]

KEEP, COVER = "keep_positions", "minimum_cover"


@dataclass(frozen=True)
class Promise:
    """Something asked for that can be given up; the same where words and key are.

    says : in words, with its value
    where : its key in a scenario
    without : options without it
    """

    says: str
    where: str
    without: Callable[[Options], Options] = field_of(compare=False)


def promised(options: Options) -> list[Promise]:
    """Every promise to the people that is made, one for each name that it is made to.

    options : of the plan
    """
    p = options.promises
    result = [
        Promise(says, f"[promises] {key}", partial(_without, key=field))
        for field, key, says in _single(p)
        if getattr(p, field) != getattr(Promises(), field)
    ]
    for name in p.protect:
        text = f"no compulsory exits in {name}"
        result.append(Promise(text, "[promises] protect", partial(_unprotected, name=name)))
    for field, key, words in ((KEEP, "keep_at_least", "in"), (COVER, "minimum_cover", "at the work of")):
        for name, positions in getattr(p, field):
            text = f"at least {positions:,g} positions {words} {name}"
            result.append(Promise(text, f"[promises] {key}", partial(_without_name, field=field, name=name)))
    return result


def with_level(options: Options, field: str, name: str, level: float) -> Options:
    """The options with other positions promised in one name.

    options : of the plan
    field : keep_positions or minimum_cover
    name : of a role, occupation or family
    level : [positions]
    """
    levels = tuple((one, level if one == name else old) for one, old in getattr(options.promises, field))
    return _with(options, **{field: levels})


def _single(p: Promises) -> list[tuple[str, str, str]]:
    """Field, key and words of the promises that are one number."""
    return [
        ("no_layoffs", "no_layoffs_before", f"no compulsory exits in the first {_first(p.no_layoffs)}"),
        (
            "keep_share",
            "keep_at_least",
            f"at least {100 * (p.keep_share or 0):g}% of the positions at the start",
        ),
        (
            "exits_per_month",
            "max_exits_per_month",
            f"at most {p.exits_per_month or 0:,g} exits a month, voluntary ones included",
        ),
        (
            "retrain_share",
            "retrain_before_exit",
            f"{100 * (p.retrain_share or 0):g} people moved before 100 of a role are laid off",
        ),
        ("span_at_most", "span_at_most", f"at most {p.span_at_most or 0:g} people for each manager"),
    ]


def quarters(count: int) -> str:
    """A number of quarters in words.

    count : [quarters]
    """
    return f"{count} quarter" + ("" if count == 1 else "s")


def _first(count: int) -> str:
    return "quarter" if count == 1 else quarters(count)


def _with(options: Options, **fields: Any) -> Options:
    return replace(options, promises=replace(options.promises, **fields))


def _without(options: Options, key: str) -> Options:
    return _with(options, **{key: getattr(Promises(), key)})


def _unprotected(options: Options, name: str) -> Options:
    return _with(options, protect=tuple(one for one in options.promises.protect if one != name))


def _without_name(options: Options, field: str, name: str) -> Options:
    kept: Named = getattr(options.promises, field)
    return _with(options, **{field: tuple(pair for pair in kept if pair[0] != name)})
