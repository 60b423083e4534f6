"""A lever: a number or choice that limits a plan, declared once beside the rule that keeps it.

`program.LEVERS` lists them. From the list come the table of limits, the text of a conflict, the step from a
key of the scenario to an option of the plan, the flags of the command line, and what `make confirm` plans.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from reallocate.plan.options import Levers, Limits, Options, Promises

PERCENT = (0.0, 100.0)

PARTS = {"levers": Levers, "limits": Limits, "promises": Promises}
"""Parts of the options whose fields have a default that asks for nothing."""


@dataclass(frozen=True, kw_only=True)
class Lever:
    """A number or choice that limits a plan.

    part, field : of `Options`; `parameters` and the name of one for an assumption that limits the plan
    section : of a scenario; empty where no scenario sets the lever
    key : in the section, where it is not the field; the option is then made from it by hand
    flag : argument of `reallocate.plan`, and option of the command line; empty where there is none
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
    leaves_work : may leave work that nobody can do, so that work may be dropped
    """

    part: str
    field: str
    section: str = ""
    key: str | None = None
    flag: str = ""
    text: str = ""
    limit: str = ""
    unit: str = ""
    one: float = 1.0
    ends: tuple[float, float] = (0.0, math.inf)
    whole: bool = False
    by_name: bool = False
    always: bool = False
    opened_by: str = ""
    leaves_work: bool = False

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
        asks_nothing = None if self.part not in PARTS else getattr(PARTS[self.part](), self.field)
        return [] if value == asks_nothing else [("", value)]

    def in_words(self, name: str, value: Any) -> str:
        """One request in words.

        name, value : as in `requests`
        """
        number = value or 0
        in_quarters = quarters(int(number))
        return self.text.format(
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
        if self.part not in PARTS:
            nothing: Any = None
            return replace(options, **{self.part: nothing})
        if self.by_name:
            kept = (one for one in self.value(options) if name != (one if isinstance(one, str) else one[0]))
            return self._with(options, tuple(kept))
        return self._with(options, getattr(PARTS[self.part](), self.field))

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


def quarters(count: int) -> str:
    """A number of quarters in words.

    count : [quarters]
    """
    return f"{count} quarter" + ("" if count == 1 else "s")
