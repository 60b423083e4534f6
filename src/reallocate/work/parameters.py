"""Every number the model assumes, with unit, range, grade and source, in one table."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, model_validator

from reallocate.errors import InputError, Problem, UnknownName, nearest
from reallocate.measure.source import Grade

SHARES = ("share", "probability")
"""How the units of numbers begin that are 1 at most."""

VALID = {"least", "most"}
LIST = "`reallocate data --params` lists them."


class Parameter(BaseModel):
    """One assumed number.

    value, low, high : the default and the range it may plausibly lie in [unit]
    least, most : what it can be at all [unit], where that does not follow from its range and unit
    unit, grade, vintage, source, says : what it is measured in and where it is from
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    value: float
    low: float
    high: float
    unit: str
    grade: Grade
    vintage: str
    source: str
    says: str
    least: float | None = None
    most: float | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Parameter:
        if not self.low <= self.high:
            raise ValueError(f"{self.name}: low {self.low} lies above high {self.high}")
        least, most = self.valid
        if not (least <= min(self.low, self.value) and max(self.high, self.value) <= most):
            raise ValueError(f"{self.name}: its range leaves {least} to {most}, which it can be")
        return self

    @property
    def valid(self) -> tuple[float, float]:
        """What the number can be at all, however unlikely: least and most [unit].

        A share or a probability is 1 at most. What is not below 0 in its plausible range cannot be below 0;
        of others a share is −1 at least.
        """
        share = self.unit.startswith(SHARES)
        least = 0.0 if self.low >= 0 else -1.0 if share else -math.inf
        most = 1.0 if share else math.inf
        return least if self.least is None else self.least, most if self.most is None else self.most

    @property
    def is_own(self) -> bool:
        """Whether the user gave this number."""
        return self.grade is Grade.OWN


@cache
def _declared() -> Mapping[str, Parameter]:
    text = files("reallocate.work").joinpath("parameters.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    return MappingProxyType({name: Parameter(name=name, **fields) for name, fields in raw.items()})


class Parameters(Mapping[str, float]):
    """The values in force: the declared defaults, or the user's own where given.

    own : (name) [the parameter's own unit] values that replace the defaults
    why : (name) where they are from
    typical : (name) value and source of a default for firms like this one; its grade is the default's
    Raises `UnknownName` for names that are not declared, with the nearest that are, and `InputError` for
    values that are not numbers or that the parameter cannot have; all problems at once.
    """

    def __init__(
        self,
        own: Mapping[str, float] | None = None,
        why: Mapping[str, str] | None = None,
        typical: Mapping[str, tuple[float, str]] | None = None,
    ) -> None:
        own, why, self._typical = dict(own or {}), dict(why or {}), dict(typical or {})
        declared = _declared()
        problems = parameter_problems(own)
        if problems:
            raise (UnknownName if all(name not in declared for name in own) else InputError)(problems)
        self._table: Mapping[str, Parameter] = MappingProxyType(
            {
                name: _owned(_typical(parameter, self._typical), own, why)
                for name, parameter in declared.items()
            }
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return Parameters, (*self._own(), self._typical)

    def _own(self) -> tuple[dict[str, float], dict[str, str]]:
        own = [p for p in self._table.values() if p.is_own]
        return {p.name: p.value for p in own}, {p.name: p.source for p in own}

    @classmethod
    def default(cls) -> Parameters:
        """The declared defaults."""
        return cls()

    def replace(self, **values: float) -> Parameters:
        """The same parameters with some values changed.

        values : (name) [the parameter's own unit]
        """
        own, why = self._own()
        if parameter_problems(values):
            return Parameters(own | values, why, self._typical)
        anew = {name: _owned(self._table[name], values, why) for name in values}
        changed = Parameters.__new__(Parameters)
        changed._typical, changed._table = self._typical, MappingProxyType({**self._table, **anew})
        return changed

    @property
    def names(self) -> tuple[str, ...]:
        """All declared names, in the order of the table."""
        return tuple(self._table)

    def about(self, name: str) -> Parameter:
        """One parameter with its unit, range, grade and source.

        name : a declared name
        """
        return self._table[name]

    def __getitem__(self, name: str) -> float:
        return self._table[name].value

    def __contains__(self, name: object) -> bool:
        """Whether it is declared."""
        return name in self._table

    def __eq__(self, other: object) -> bool:
        """Whether the values are the same, wherever they are from."""
        if not isinstance(other, Parameters):
            return NotImplemented
        return all(one.value == other._table[name].value for name, one in self._table.items())

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


def parameter_problems(values: Mapping[str, Any], where: str = "[parameters]") -> list[Problem]:
    """Everything that is wrong with values given to parameters.

    values : (name) [the parameter's own unit]
    where : file, key or flag they are from
    """
    declared, problems = _declared(), []
    for name, value in values.items():
        if name in declared:
            problems += value_problems(declared[name], value, where)
        else:
            close = nearest(str(name), declared)
            problems.append(Problem(f"there is no parameter {name!r}", where, LIST, nearest=close))
    return problems


def value_problems(about: Parameter, value: object, where: str) -> list[Problem]:
    """Why a parameter cannot have a value; nothing where it can.

    where : file, key or flag it is from
    A value outside of the plausible range is the user's to choose; what the number cannot be is a slip.
    """
    least, most = about.valid
    share = about.unit.startswith(SHARES) and most == 1
    remedy = f"Plausible is {about.low:g} to {about.high:g} {about.unit}."
    if not isinstance(value, int | float | np.number) or isinstance(value, bool):
        return [Problem(f"{about.name} = {value!r} is not a number", where, remedy)]
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        what = "is not a finite number"
    elif number > most:
        what = "is a share above 1" if share else f"is above {most:g} {about.unit}, the most it can be"
        remedy = remedy.removesuffix(".") + "; write 5% as 0.05." if share else remedy
    elif number < least:
        low = f"is below {least:g} {about.unit}, the least it can be"
        what = "is negative" if number < 0 <= least else low
    else:
        return []
    return [Problem(f"{about.name} = {number:g} {what}", where, remedy)]


def _typical(parameter: Parameter, typical: Mapping[str, tuple[float, str]]) -> Parameter:
    if parameter.name not in typical:
        return parameter
    value, source = typical[parameter.name]
    ends = {"low": min(parameter.low, value), "high": max(parameter.high, value)}
    return parameter.model_copy(update={"value": value, "source": source, **ends})


def _owned(parameter: Parameter, own: Mapping[str, float], why: Mapping[str, str]) -> Parameter:
    if parameter.name not in own:
        return parameter
    source = why.get(parameter.name, f"your scenario; the default is {parameter.value:g}")
    changed = {"value": float(own[parameter.name]), "grade": Grade.OWN, "source": source}
    return parameter.model_copy(update=changed)


def parameter_table(
    parameters: Parameters | None = None, names: Sequence[str] | None = None
) -> pd.DataFrame:
    """Parameters as a table: name, value, low, high, unit, grade, vintage, source, says, own.

    parameters : those in force; the declared defaults where none are given
    names : of those wanted; all where none are given
    """
    parameters = parameters or Parameters.default()
    return _rows(tuple(map(parameters.about, parameters.names if names is None else names))).copy()


@lru_cache(maxsize=8)
def _rows(numbers: tuple[Parameter, ...]) -> pd.DataFrame:
    """Made once for all results that rest on the same numbers."""
    rows = [{**one.model_dump(mode="json", exclude=VALID), "own": one.is_own} for one in numbers]
    return pd.DataFrame(rows)
