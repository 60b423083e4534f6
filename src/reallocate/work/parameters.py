"""Every number the model assumes, with unit, range, grade and source, in one table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import pandas as pd
from pydantic import BaseModel, ConfigDict, model_validator

from reallocate.errors import Problem, UnknownName, nearest
from reallocate.measure.source import Grade


class Parameter(BaseModel):
    """One assumed number.

    value, low, high : the default and the range it may plausibly lie in [unit]
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

    @model_validator(mode="after")
    def _ordered(self) -> Parameter:
        if not self.low <= self.high:
            raise ValueError(f"{self.name}: low {self.low} lies above high {self.high}")
        return self

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
    Raises `UnknownName` for names that are not declared, with the nearest that are.
    """

    def __init__(self, own: Mapping[str, float] | None = None, why: Mapping[str, str] | None = None) -> None:
        own = dict(own or {})
        why = dict(why or {})
        declared = _declared()
        unknown = [
            Problem(f"there is no parameter {name!r}", where="[parameters]", nearest=nearest(name, declared))
            for name in own
            if name not in declared
        ]
        if unknown:
            raise UnknownName(unknown)
        self._table: Mapping[str, Parameter] = MappingProxyType(
            {name: _owned(parameter, own, why) for name, parameter in declared.items()}
        )

    def __reduce__(self) -> tuple[type[Parameters], tuple[dict[str, float], dict[str, str]]]:
        own = {name: p for name, p in self._table.items() if p.is_own}
        return Parameters, ({n: p.value for n, p in own.items()}, {n: p.source for n, p in own.items()})

    @classmethod
    def default(cls) -> Parameters:
        """The declared defaults."""
        return cls()

    def replace(self, **values: float) -> Parameters:
        """The same parameters with some values changed.

        values : (name) [the parameter's own unit]
        """
        own = {name: p.value for name, p in self._table.items() if p.is_own}
        why = {name: p.source for name, p in self._table.items() if p.is_own}
        return Parameters({**own, **values}, why)

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

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


def _owned(parameter: Parameter, own: Mapping[str, float], why: Mapping[str, str]) -> Parameter:
    if parameter.name not in own:
        return parameter
    source = why.get(parameter.name, f"your scenario; the default is {parameter.value:g}")
    return parameter.model_copy(
        update={"value": float(own[parameter.name]), "grade": Grade.OWN, "source": source}
    )


def parameter_table(parameters: Parameters | None = None) -> pd.DataFrame:
    """All parameters as a table: name, value, low, high, unit, grade, vintage, source, says, own.

    parameters : those in force; the declared defaults where none are given
    """
    parameters = parameters or Parameters.default()
    rows = [
        {**parameters.about(name).model_dump(mode="json"), "own": parameters.about(name).is_own}
        for name in parameters.names
    ]
    return pd.DataFrame(rows)
