"""Every number the model assumes: unit, range, grade, source, the commands that read it; and draws."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, TypeVar

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, model_validator

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InputError, Problem, UnknownName, nearest
from reallocate.kernel.grade import Grade
from reallocate.kernel.money import DOLLAR, US_DOLLAR, shown_in, shown_money
from reallocate.kernel.number import listed, to_figures
from reallocate.kernel.options import FLAG, Assignments, numbers

_FILE = "parameter_reads.toml"
_CLAIMS = "claims "
"""Begins the commands that compute one claim, before its row."""
_NAMED = 4
"""Commands that an error names at most."""


@cache
def _reads() -> Mapping[str, tuple[str, ...]]:
    text = files("reallocate.kernel").joinpath(_FILE).read_text(encoding="utf-8")
    return MappingProxyType({name: tuple(commands) for name, commands in tomllib.loads(text).items()})


def readers(name: str) -> tuple[str, ...]:
    """Commands that read a parameter, such as `plan`, `simulate nation` or `claims 7`.

    name : a declared name
    """
    return _reads()[name]


def _commands() -> frozenset[str]:
    """Every command whose reads are recorded."""
    return frozenset(command for every in _reads().values() for command in every)


def unread(
    names: Iterable[str], requested: Iterable[str], where: Callable[[str], str], words: str = ""
) -> list[Problem]:
    """Parameters that none of some commands reads, each with those that do.

    names : of parameters that were set; unknown ones are no finding of this
    requested : commands, of which one must read each
    where : (name) file, key or flag that it is from
    words : for the commands; the first of them where there are none
    """
    asked = tuple(requested)
    about = words or f"reallocate {asked[0]}"
    return [
        Problem(
            f"{about} does not read {name}, so that it would do nothing",
            where(name),
            f"Leave it out. It is read by {_in_words(readers(name))}.",
        )
        for name in names
        if name in _reads() and not set(asked) & set(readers(name))
    ]


def _in_words(every: tuple[str, ...]) -> str:
    """Commands for readers: those that compute one thing each, then rows of the claims together."""
    whole = [f"`reallocate {one}`" for one in every if not one.startswith(_CLAIMS)]
    after = [one.removeprefix(_CLAIMS) for one in every if one.startswith(_CLAIMS)]
    rows = [one for one in after if one[:1].isdigit()]
    if len(whole) < _NAMED and rows:
        whole.append(f"`reallocate claims {' '.join(rows[:_NAMED])}`")
    return listed(whole[:_NAMED])


_SHARES = ("share", "probability")
"""How the units of numbers begin that are 1 at most."""

_VALID = {"least", "most"}
LIST = "`reallocate data --params` lists them."


class Parameter(BaseModel):
    """One assumed number.

    value, low, high : the default and the range it may plausibly lie in [unit]
    least, most : what it can be at all [unit], where that does not follow from its range and unit
    unit, grade, vintage, source, says : what it is measured in and where it is from
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", defer_build=True)

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
        share = self.unit.startswith(_SHARES)
        least = 0.0 if self.low >= 0 else -1.0 if share else -math.inf
        most = 1.0 if share else math.inf
        return least if self.least is None else self.least, most if self.most is None else self.most

    @property
    def is_own(self) -> bool:
        """Whether the user gave this number."""
        return self.grade is Grade.OWN


    def in_money(self) -> Parameter:
        """The same with its amounts in the money that is shown, and its unit named in it."""
        shown = shown_money()
        if shown.is_dollar or DOLLAR not in self.unit:
            return self
        factor = shown.factor(self.unit)
        amounts = {name: getattr(self, name) for name in ("value", "low", "high", "least", "most")}
        changed = {name: one if one is None else one * factor for name, one in amounts.items()}
        for name in ("low", "high"):
            changed[name] = to_figures(getattr(self, name) * factor, _FIGURES)
        return self.model_copy(update={**changed, "unit": shown.words(self.unit)})


_FIGURES = 3
"""Significant figures of a range in another money."""


class NationalFigure(NamedTuple):
    """A country's own figure of a parameter, in the parameter's unit."""

    value: float
    low: float
    high: float
    grade: Grade
    source: str


_AMERICAN = "United States figure, range doubled: "
"""Begins the source of a figure that another country does not give."""


@cache
def _of_nations() -> frozenset[str]:
    """Parameters whose figure belongs to the United States, and that another country may replace."""
    text = files("reallocate.kernel").joinpath("national_parameters.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["names"])


def _national(parameter: Parameter, figures: Mapping[str, NationalFigure]) -> Parameter:
    """A default as it stands in another country: its own figure, or that of the United States.

    figures : (name) that the country gives
    The range of a figure that is not the country's own is doubled about its centre, as far as it can be.
    """
    if (own := figures.get(parameter.name)) is not None:
        return parameter.model_copy(update=own._asdict())
    if parameter.name not in _of_nations():
        return parameter
    (least, most), reach = parameter.valid, (parameter.high - parameter.low) / 2
    wide = {"low": max(parameter.low - reach, least), "high": min(parameter.high + reach, most)}
    says = parameter.says.replace("O*NET lists", "are listed")
    return parameter.model_copy(update={**wide, "says": says, "source": f"{_AMERICAN}{parameter.source}"})


@cache
def _declared() -> Mapping[str, Parameter]:
    text = files("reallocate.kernel").joinpath("parameters.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    return MappingProxyType({name: Parameter(name=name, **fields) for name, fields in raw.items()})


class Parameters(Mapping[str, float]):
    """The values in force: the declared defaults, or the user's own where given.

    own : (name) [the parameter's own unit] values that replace the defaults
    why : (name) where they are from
    typical : (name) value and source of a default for firms like this one; its grade is the default's
    national : (name) figures of another country, which stand for those of the United States; none for these
    Raises `UnknownName` for names that are not declared, with the nearest that are, and `InputError` for
    values that are not numbers or that the parameter cannot have; all problems at once.
    """

    def __init__(
        self,
        own: Mapping[str, float] | None = None,
        why: Mapping[str, str] | None = None,
        typical: Mapping[str, tuple[float, str]] | None = None,
        national: Mapping[str, NationalFigure] | None = None,
    ) -> None:
        own, why, self._typical = dict(own or {}), dict(why or {}), dict(typical or {})
        declared, self._figures = _declared(), None if national is None else dict(national)
        with shown_in(US_DOLLAR):
            problems = parameter_problems(own)
        if problems:
            raise (UnknownName if all(name not in declared for name in own) else InputError)(problems)
        self._table: Mapping[str, Parameter] = MappingProxyType(
            {
                name: _owned(self._usual(parameter), own, why) for name, parameter in declared.items()
            }
        )

    def _usual(self, parameter: Parameter) -> Parameter:
        """A default of firms like this one in its country; the country's own goes before an industry's."""
        figures = self._figures
        usual = parameter if figures and parameter.name in figures else _typical(parameter, self._typical)
        return usual if figures is None else _national(usual, figures)

    def __reduce__(self) -> tuple[Any, ...]:
        return Parameters, (*self._own(), self._typical, self._figures)

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
        with shown_in(US_DOLLAR):
            problems = parameter_problems(values)
        if problems:
            return Parameters(own | values, why, self._typical, self._figures)
        anew = {name: _owned(self._table[name], values, why) for name in values}
        changed = Parameters.__new__(Parameters)
        changed._typical, changed._figures = self._typical, self._figures
        changed._table = MappingProxyType({**self._table, **anew})
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

    def own(self, names: Iterable[str]) -> tuple[tuple[str, float], ...]:
        """Name and value of those among some names that are the user's own, as a key for a cache."""
        return tuple((name, self[name]) for name in names if self.about(name).is_own)

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
    An amount is in the money that is shown.
    """
    about = about.in_money()
    least, most = about.valid
    share = about.unit.startswith(_SHARES) and most == 1
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
    source = why.get(parameter.name, f"your scenario; the default is {parameter.in_money().value:g}")
    changed = {"value": float(own[parameter.name]), "grade": Grade.OWN, "source": source}
    return parameter.model_copy(update=changed)


def parameter_table(parameters: Parameters | None = None, names: Sequence[str] | None = None) -> pd.DataFrame:
    """Parameters as a table: name, value, low, high, unit, grade, vintage, source, says, own.

    parameters : those in force; the declared defaults where none are given
    names : of those wanted; all where none are given
    """
    parameters = parameters or Parameters.default()
    return _rows(tuple(map(parameters.about, parameters.names if names is None else names))).copy()


@lru_cache(maxsize=8)
def _rows(numbers: tuple[Parameter, ...]) -> pd.DataFrame:
    """Made once for all results that rest on the same numbers."""
    rows = [{**one.model_dump(mode="json", exclude=_VALID), "own": one.is_own} for one in numbers]
    return pd.DataFrame(rows)


_T = TypeVar("_T")


class Reuse:
    """The last result of each kind, with the parameters that it read.

    A parameter that a computation does not read cannot change it: no list of names has to be kept for that.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[dict[str, float], Any]] = {}

    def of(
        self, kind: Hashable, parameters: Mapping[str, float], compute: Callable[[Mapping[str, float]], _T]
    ) -> _T:
        """A result for these parameters, computed only where the last of its kind read other values.

        kind : of the result, with all that decides it beside the parameters
        parameters : in force
        compute : the result; reads parameters from what it is given alone
        """
        if kind in self._kept:
            values, result = self._kept[kind]
            if all(parameters[name] == value for name, value in values.items()):
                return result  # type: ignore[no-any-return]
        read = _Recorded(parameters)
        made = compute(read)
        self._kept[kind] = read.values_read, made
        return made


class _Recorded(Mapping[str, float]):
    """Parameters that record which of them are read."""

    def __init__(self, parameters: Mapping[str, float]) -> None:
        self._parameters = parameters
        self.values_read: dict[str, float] = {}

    def __getitem__(self, name: str) -> float:
        value = self.values_read[name] = self._parameters[name]
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)


_WIDE = 20.0
"""A range of so many times its low end is drawn on the scale of ratios: on its own scale nearly every draw
would lie far above the value in force."""


def draw(parameters: Parameters, names: Sequence[str], count: int, seed: int = 0) -> pd.DataFrame:
    """Draws of several parameters at once.

    parameters : the numbers in force, with their ranges
    count : how many draws; a power of 2 fills the ranges evenly
    seed : of the scrambling
    Returns (draw, name) [each parameter's own unit]: scrambled Sobol points, mapped to a triangular law
    between low and high with its peak at the value in force, of logarithms where the range is wide.
    Source: Owen 1998, J. Complexity 14:466, DOI 10.1006/jcom.1998.0487.
    """
    chances = points(len(names), count, seed)
    columns = {}
    for place, name in enumerate(names):
        about = parameters.about(name)
        low, high = min(about.low, about.value), max(about.high, about.value)
        if low > 0 and high >= _WIDE * low:
            logs = triangular(chances[:, place], np.log(low), np.log(about.value), np.log(high))
            columns[name] = np.exp(logs)
        else:
            columns[name] = triangular(chances[:, place], low, about.value, high)
    return pd.DataFrame(columns)


def points(axes: int, count: int, seed: int = 0) -> Array:
    """Chances that fill the unit cube evenly; (draw, axis) [probability].

    axes : how many numbers a draw has
    count : of draws; a power of 2 fills the cube evenly
    seed : of the scrambling
    """
    # Loaded only here: it takes a third of a second, and few runs ask for it.
    from scipy.stats import qmc

    return np.asarray(qmc.Sobol(axes, scramble=True, rng=np.random.default_rng(seed)).random(count))


def triangular(chance: Array, low: float, peak: float, high: float) -> Array:
    """The value below which a triangular law has a given chance.

    chance : [probability]
    low, peak, high : of the law, in its own unit; all equal give that value
    low + √(c·(high − low)·(peak − low)) below the peak, high − √((1 − c)·(high − low)·(high − peak)) above
    """
    if high == low:
        return np.full(chance.shape, low)
    turn = (peak - low) / (high - low)
    below = low + np.sqrt(chance * (high - low) * (peak - low))
    above = high - np.sqrt((1.0 - chance) * (high - low) * (high - peak))
    return np.where(chance < turn, below, above)


@dataclass(frozen=True, eq=False)
class Design:
    """Draws of which the first are laid out so that it can be told what each number contributes.

    points : (draw, axis) chances [probability]
    base : n; draws 0 to n are A, n to 2n are B, then for each axis A with that axis from B; 0 where there
        are too few draws for two of each
    """

    points: Array
    base: int

    def parts(self, values: Array) -> tuple[Array, Array, Array]:
        """Results of the draws of A, of B, and of A with each axis from B: (n), (n), (axis, n).

        values : (draw)
        """
        count, axes = self.base, self.points.shape[1]
        mixed = values[2 * count : (axes + 2) * count].reshape(axes, count)
        return values[:count], values[count : 2 * count], mixed


def design(axes: int, count: int, seed: int = 0) -> Design:
    """Chances for medians and intervals, and, among them, those that indices of Sobol' need.

    axes : how many numbers a draw has
    count : of draws
    seed : of the scrambling
    n is the largest power of 2 with n·(axes + 2) ≤ count; what is left is filled with further points, so
    that every draw follows the same law.
    Source: Saltelli et al. 2010, Comput. Phys. Commun. 181:259, section 2, DOI 10.1016/j.cpc.2009.09.018.
    """
    room = count // (axes + 2)
    base = 2 ** (room.bit_length() - 1) if room > 1 else 0
    left = count - base * (axes + 2)
    both = points(2 * axes, 2 ** max(base + left - 1, 0).bit_length(), seed)
    first, second = both[:base, :axes], both[:base, axes:]
    mixed = [np.where(np.arange(axes) == axis, second, first) for axis in range(axes)]
    return Design(np.concatenate([first, second, *mixed, both[base : base + left, :axes]]), base)


def own_parameters(given: Assignments | None, commands: Sequence[str], words: str = "") -> Parameters:
    """The parameters in force where a user sets some.

    commands : that run, of which one must read each
    words : for the commands, in an error
    Raises `InputError` with everything that is no assumption, cannot have its value or would do nothing.
    """
    values = numbers(given)
    problems = [*parameter_problems(values, FLAG), *unread(values, commands, lambda _: FLAG, words)]
    if problems:
        raise InputError(problems)
    return Parameters(values)
