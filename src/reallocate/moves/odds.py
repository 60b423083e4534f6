"""Chances of a hire for somebody who tries, over a year and several, and what jobs pay in a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameter, Parameters
from reallocate.moves.distance import Requirements
from reallocate.work.world import World

_Singles = npt.NDArray[np.floating[Any]]
"""Single precision is enough for chances, and twice as fast."""

SEARCHING, _SIMILARITY, _COMPETITION, _CEILING = (
    "move_searching_share", "move_odds_similarity", "move_odds_pay", "move_odds_ceiling",
)  # fmt: skip
_STEPS = 40
_CLOSE = 1e-3
_LEAST = 1e-9
_HIGHEST = 60.0
"""log of the level at which every chance is the ceiling."""


@dataclass(frozen=True, eq=False)
class OddsInputs:
    """What chances rest on.

    flow : f, (move) [persons/year]
    near : log of how much likelier the move is than openings alone would make it, net of pay
    raised : log⁺ of the pay ratio
    people : [persons] employed, of whom a share looks for other work
    pay_up : rise of the likelihood of a move with log pay, from `choice`
    """

    flow: _Singles
    near: _Singles
    raised: _Singles
    people: float
    pay_up: float


class OddsCase(NamedTuple):
    """What is assumed of those who look for other work.

    searching : s, [share of the employed] who look for other work in a year
    similarity : φ, how the chance rises with nearness
    competition : ε, rise of applicants with log pay
    ceiling : [probability] that no chance exceeds
    """

    searching: float
    similarity: float
    competition: float
    ceiling: float


def odds(inputs: OddsInputs, case: OddsCase, level: float) -> Array:
    """The chance a year that somebody who tries for a target is hired; (move) [probability].

    inputs : flows and what lies between two jobs
    level : e^c, as from `odds_level` of all moves
    p = ceiling·(1 − exp(−e^(c+z))), z = φ·near − (ε − pay_up)·raised, c such that Σ f/p = s·people: those who
    try are as many as those who look. Where so few look that even at the ceiling the flows need more, every
    chance is the ceiling.
    Source: Marinescu, Wolthoff 2020, J. Labor Econ. 38:535, DOI 10.1086/705903 (pay +10%, applicants +7.7%),
    for ε; the rest is a judgement.
    """
    return np.asarray(-case.ceiling * np.expm1(-level * _steep(inputs, case)))


def _steep(inputs: OddsInputs, case: OddsCase) -> _Singles:
    """e^z; (move)."""
    steep = case.similarity * inputs.near - (case.competition - inputs.pay_up) * inputs.raised
    return np.asarray(np.exp(steep))


def odds_level(inputs: OddsInputs, case: OddsCase) -> float:
    """e^c by the secant rule on logarithms: the higher, the fewer tries explain the flows.

    inputs : of all moves
    """
    flow, steep = inputs.flow, _steep(inputs, case)
    tries, ceiling = case.searching * inputs.people, case.ceiling

    def excess(place: float) -> float:
        chance = -ceiling * np.expm1(-float(np.exp(place)) * steep)
        explained = float((flow / np.maximum(chance, _LEAST)).sum(dtype=np.float64))
        return float(np.log(explained / tries))

    one = float(np.log(flow.sum(dtype=np.float64) / tries / ceiling))
    first = excess(one)
    other = one + first
    for _ in range(_STEPS):
        second = excess(other)
        if abs(second) < _CLOSE or other == one:
            break
        # Tries fall with the level, by less than it rises: a slope outside of that is a slip of rounding.
        slope = min(max((second - first) / (other - one), -1.0), -0.05)
        one, first, other = other, second, min(other - second / slope, _HIGHEST)
    return float(np.exp(other))


def odds_bands(
    inputs: OddsInputs, cases: Sequence[OddsCase], levels: Sequence[float]
) -> tuple[Array, Array, Array]:
    """The chance with its band over what is not known; (move) middle, low, high.

    inputs : flows and what lies between two jobs
    cases : as from `odds_cases`, the middle first
    levels : (case) as from `odds_level`
    """
    middle, *others = (odds(inputs, case, level) for case, level in zip(cases, levels, strict=True))
    low, high = middle.copy(), middle.copy()
    for chance in others:
        np.minimum(low, chance, out=low)
        np.maximum(high, chance, out=high)
    return middle, low, high


def odds_cases(parameters: Parameters) -> list[OddsCase]:
    """The numbers in force, then every end of the first three's ranges with every other's.

    parameters : share who look, similarity, competition and ceiling; a number of the user's own has no range
    """
    names = (SEARCHING, _SIMILARITY, _COMPETITION)
    middle = tuple(parameters[name] for name in names)
    ends = product(*(_ends(parameters.about(name)) for name in names))
    return [OddsCase._make((*case, parameters[_CEILING])) for case in (middle, *ends)]


def _ends(about: Parameter) -> tuple[float, ...]:
    """What a number may be: the ends of its range, or the user's own figure."""
    return (about.value,) if about.is_own else (about.low, about.high)


_DRAWS = 4_000
_STAY = 2


def within(chance: float | Array, years: int, spread: float) -> Array:
    """The chance to be hired within some years of trying once a year; [probability].

    chance : p, [probability] of a try, mean over persons
    years : T, tries
    spread : M, how alike persons are: the sum of the beta law's two shapes
    1 − Π_{t<T} (M(1 − p) + t)/(M + t): persons' own chances follow Beta(Mp, M(1 − p)), so who failed before
    is likelier to fail again.
    Source: Heckman, Willis 1977, J. Political Economy 85:27, DOI 10.1086/260545 (beta-logistic); M from the
    share of displaced workers still unemployed at the survey (BLS Displaced Worker Supplement).
    """
    p = np.asarray(chance, dtype=np.float64)
    missed = np.ones_like(p)
    for year in range(years):
        missed = missed * (spread * (1.0 - p) + year) / (spread + year)
    return np.asarray(1.0 - missed)


def two_steps(first: float, second: float, years: int, spread: float) -> tuple[float, float]:
    """The chance of two moves within some years, the second tried two years after the first; low, high.

    first, second : [probability] of a try for either move, means over persons
    years, spread : as in `within`
    Low: how good somebody is at the first says nothing of the second; high: the same person-quantile in both.
    P = E[Σ_{t,u: t + 2 + u ≤ T} a(1 − a)^(t−1)·b(1 − b)^(u−1)], a and b the person's own chances.
    """
    own = [_persons(chance, spread) for chance in (first, second)]
    together = _both(own[0], own[1], years)
    apart = float(np.mean([_both(own[0], np.roll(own[1], shift), years) for shift in _shifts()]))
    low, high = sorted((apart, together))
    return low, high


def _persons(chance: float, spread: float) -> Array:
    """Chances of persons at equal steps of the beta law, the least able first."""
    from scipy.special import betaincinv

    place = (np.arange(_DRAWS) + 0.5) / _DRAWS
    return np.asarray(betaincinv(spread * chance, spread * (1.0 - chance), place))


def _shifts() -> range:
    """Shifts that pair each person-quantile of the first with many of the second."""
    return range(0, _DRAWS, _DRAWS // 100)


def _both(first: Array, second: Array, years: int) -> float:
    total = np.zeros_like(first)
    for wait in range(1, years - _STAY):
        left = years - _STAY - wait
        total += first * (1.0 - first) ** (wait - 1) * (1.0 - (1.0 - second) ** left)
    return float(total.mean())


_PERCENTILES = (10, 25, 50, 75, 90)


@dataclass(frozen=True, eq=False)
class LocalPay:
    """Pay of every occupation in one place.

    table : (occupation) p10 to p90 [USD/year]; a percentile that is top-coded stands at its limit
    local : (occupation) whether the place published the occupation's pay
    level : [ratio] of the place's pay to the nation's, at the same jobs
    """

    table: pd.DataFrame
    local: pd.Series[bool]
    level: float

    def rank_of(self, occupation: str, pay: float) -> float:
        """Where somebody's pay stands among those in the same occupation [0–1], from 0.1 to 0.9.

        occupation : a label
        pay : [USD/year]
        """
        known = self.table.loc[occupation].to_numpy(float)
        return float(np.interp(pay, known, np.array(_PERCENTILES) / 100))


def local_pay(world: World, area: str | None = None) -> LocalPay:
    """Pay of every occupation in an area, or in the nation.

    world : with the table area_employment
    area : a code of the table areas; the nation where none is given
    Where the area published no pay for an occupation, the nation's is taken at the area's level:
    Σ_o employment·p50 there ÷ Σ_o employment·p50 of the nation, over occupations with both.
    Source: BLS OEWS May 2025.
    """
    columns = {f"wage_p{one}": f"p{one}" for one in _PERCENTILES}
    nation = _in_order(world.occupations[list(columns)].astype(float).rename(columns=columns))
    if area is None:
        return LocalPay(nation, pd.Series(True, index=nation.index), 1.0)
    rows = world.table("area_employment")
    rows = rows[rows["area"] == area].set_index("occupation")
    here = rows[list(columns)].astype(float).rename(columns=columns).reindex(nation.index)
    known = here["p50"].notna() & nation["p50"].notna()
    people = rows["employment"].reindex(nation.index).fillna(0.0)[known]
    level = 1.0
    if people.sum() > 0:
        level = float((people * here["p50"][known]).sum() / (people * nation["p50"][known]).sum())
    filled = here.where(known, nation * level)
    return LocalPay(_in_order(filled.where(filled.notna(), nation * level)), known, level)


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Percentiles that do not fall; one that is missing above known ones stands at the last known."""
    filled = table.ffill(axis=1).bfill(axis=1)
    return filled.cummax(axis=1)


LAST_WORKING_AGE = 67
"""Full retirement age of those born since 1960 (Social Security Act, 42 U.S.C. 416(l))."""


@dataclass(frozen=True)
class Worker:
    """One worker; what is not given is as usual for the occupation.

    occupation : SOC 2018 code
    age : [years]; shortens the horizon where retirement comes first
    skills : O*NET elements, skills or fields of knowledge, held at any level that is asked
    """

    occupation: str
    age: float | None = None
    skills: tuple[str, ...] = ()

    def years(self, horizon: int) -> int:
        """How many years are looked at, at least one.

        horizon : [years] at most
        """
        if self.age is None:
            return horizon
        return int(max(1, min(horizon, LAST_WORKING_AGE - np.floor(self.age))))

    def levels(self, needs: Requirements) -> Array:
        """Levels of skills and knowledge: the occupation's, the highest where more is held; (element) [0–7].

        needs : of all occupations
        """
        held = needs.elements.isin(list(self.skills))
        usual = needs.level[needs.occupations.get_loc(self.occupation)]
        return np.where(held, needs.level.max(axis=0), usual)
