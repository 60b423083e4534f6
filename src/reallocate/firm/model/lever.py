"""A lever: a number or choice that limits a plan, and by how much a plan is beyond it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import pandas as pd

from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.options import Levers, Limits, Options, Promises
from reallocate.firm.model.variables import Figures
from reallocate.kernel.arrays import Array
from reallocate.kernel.money import DOLLAR, shown_money

PERCENT = (0.0, 100.0)

_PARTS = {"levers": Levers, "limits": Limits, "promises": Promises}
"""Parts of the options whose fields have a default that asks for nothing."""


class Decisions(Protocol):
    """What a plan decides, as `Outcome` has it."""

    @property
    def inputs(self) -> Inputs:
        """What it was made of."""

    @property
    def headcount(self) -> Array:
        """(role, period) [FTE] at the end of the quarter."""

    @property
    def hires(self) -> Array:
        """(role, period) [FTE]."""

    @property
    def layoffs(self) -> Array:
        """(role, period) [FTE]."""

    @property
    def voluntary(self) -> Array:
        """(role, period) [FTE] who take an offer to leave."""

    @property
    def to_directing(self) -> Array:
        """(role, period) [FTE] who begin to direct AI."""

    @property
    def directing(self) -> Array:
        """(role, period) [thousand hours]."""

    @property
    def automated(self) -> Array:
        """(cell, period) [thousand hours]."""

    @property
    def figures(self) -> Figures:
        """Values of the programme's variables."""

    @property
    def costs(self) -> pd.DataFrame:
        """Every kind of cost; (period, statistic) [USD million]."""

    @property
    def moves_out(self) -> Array:
        """(role, period) [FTE]."""

    @property
    def positions(self) -> Array:
        """(period) [FTE]."""


@dataclass(frozen=True, eq=False)
class Excess:
    """By how much a plan is beyond something.

    each : (period) [unit] too much or too little; not above 0 where it is kept
    adds_up : whether quarters add up; else the worst counts
    quarters : that each figure is about, from its own on
    """

    each: Array
    unit: str
    adds_up: bool = False
    quarters: int = 1


def over(each: Array) -> Array:
    """What is above 0, over all roles; (period).

    each : (role, period) [unit] too much or too little
    """
    result: Array = np.maximum(each, 0.0).sum(axis=0)
    return result


def within_first(each: Array, quarters: int) -> Array:
    """What is made in the first quarters, over all roles; (period).

    each : (role, period) [FTE]
    quarters : that count
    """
    return np.where(np.arange(each.shape[1]) < quarters, each.sum(axis=0), 0.0)


@dataclass(frozen=True, kw_only=True)
class Lever:
    """A number or choice that limits a plan.

    part, field : of `Options`; `parameters` and the name of one for an assumption that limits the plan
    section : of a scenario; empty where no scenario sets the lever
    key : in the section, where it is not the field; the option is then made from it by hand
    text : the request in words, with {value}, {percent}, {quarters}, {first} and {name}; empty where it
        cannot be given up
    limit : name in the table of limits, with {name} where set by name; empty where there is no number to move
    unit : in the table of limits
    one : [unit of the field] size of one more
    ends : [unit of the table] lowest and highest level that means anything
    whole : moves in whole steps, each of its own value
    by_name : set for each role, occupation or family that is named
    always : limits every plan; otherwise only those that are given it
    opened_by : field of `Levers` without which it limits nothing
    excess : by how much a plan is beyond it, of a name and a value as in `requests`; none where a plan's
        decisions cannot break it
    """

    part: str
    field: str
    section: str = ""
    key: str | None = None
    text: str = ""
    limit: str = ""
    unit: str = ""
    one: float = 1.0
    ends: tuple[float, float] = (0.0, math.inf)
    whole: bool = False
    by_name: bool = False
    always: bool = False
    opened_by: str = ""
    excess: Callable[[Decisions, str, Any], Excess] | None = None

    @property
    def place(self) -> str:
        """Key in the scenario's section."""
        return self.field if self.key is None else self.key

    @property
    def where(self) -> str:
        """Section and key as a planner writes them."""
        return f"[{self.section}] {self.place.partition('.')[0]}".rstrip()

    def value(self, options: Options) -> Any:
        """The field as it stands; none where its part was not given."""
        if self.part == "parameters":
            return options.parameters[self.field]
        part = getattr(options, self.part)
        return None if part is None else getattr(part, self.field)

    def requests(self, options: Options) -> list[tuple[str, Any]]:
        """Name and value of each request that the options make; the name is empty where it is made to all."""
        value = self.value(options)
        if self.by_name:
            return [(one, None) if isinstance(one, str) else one for one in value]
        asks_nothing = None if self.part not in _PARTS else getattr(_PARTS[self.part](), self.field)
        return [] if value == asks_nothing else [("", value)]

    def in_words(self, name: str, value: Any) -> str:
        """One request in words.

        name, value : as in `requests`
        """
        number, text = value or 0, self.text
        if self.unit.startswith(DOLLAR):
            number, text = shown_money().of(number), text.replace(f"{DOLLAR} ", shown_money().before)
        in_quarters = _quarters(int(number))
        return text.format(
            name=name,
            value=number,
            percent=100 * number,
            quarters=in_quarters,
            first="quarter" if number == 1 else in_quarters,
        )

    def without(self, options: Options, name: str = "") -> Options:
        """The options without the request.

        name : whose request is given up, where made by name
        """
        if self.part not in _PARTS:
            nothing: Any = None
            return replace(options, **{self.part: nothing})
        if self.by_name:
            kept = (one for one in self.value(options) if name != (one if isinstance(one, str) else one[0]))
            return self._with(options, tuple(kept))
        return self._with(options, getattr(_PARTS[self.part](), self.field))

    def moved(self, options: Options, by: float, name: str = "") -> Options:
        """The options with the limit moved, not below its lowest level.

        by : [unit of the table]
        name : whose limit is moved, where set by name
        """
        value = self.value(options)
        if self.part == "parameters":
            least, most = options.parameters.about(self.field).valid
            level = min(max(value + by * self.one, least), most)
            return replace(options, parameters=options.parameters.replace(**{self.field: level}))
        level = max((dict(value)[name] if name else value) + by * self.one, self.ends[0] * self.one)
        level = round(level) if self.whole else level
        if name:
            return self._with(options, tuple((one, level if one == name else old) for one, old in value))
        return self._with(options, level)

    def _with(self, options: Options, value: Any) -> Options:
        part: Any = getattr(options, self.part)
        return replace(options, **{self.part: replace(part, **{self.field: value})})


def _quarters(count: int) -> str:
    """A number of quarters in words.

    count : [quarters]
    """
    return f"{count} quarter" + ("" if count == 1 else "s")
