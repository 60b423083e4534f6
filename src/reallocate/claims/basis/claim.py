"""A claim: statement, readings, measure, rule and verdict; sources of reach as witnesses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from reallocate.claims.basis.context import ClaimContext, free
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.market.forecast.rules import PANDEMIC
from reallocate.work.reach import enough_agree

_FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "people": ("people", "people-direct"),
        "language models": ("gpt4", "gpt4-second-rubric", "gpt4-second-automation", "gpt4-direct"),
        "usage": ("copilot-usage", "claude-usage"),
    }
)
"""Who judged exposure. What can be automated rests on GPT-4's labels in all of them."""


def family_values(values: Array, sources: Sequence[str]) -> dict[str, float]:
    """The middle of each family's sources; (family) [unit of the values].

    values : (source)
    sources : their names; one that belongs to no family stands for itself
    """
    family_of = {name: family for family, names in _FAMILIES.items() for name in names}
    families = np.array([family_of.get(name, name) for name in sources])
    return {name: float(np.median(values[families == name])) for name in dict.fromkeys(families.tolist())}


def independent_sources(scores: Array) -> float:
    """As how many independent sources several count, the participation ratio of their correlations.

    scores : (source, occupation) [any unit]; sources that say the same of every occupation are left out
    (Σλ)² ÷ Σλ², λ the eigenvalues of the correlation matrix: 1 where all agree, their number where none do.
    Source: Bell, Dean 1970, Discussions of the Faraday Society 50:55, DOI 10.1039/DF9705000055 (the ratio,
    in physics).
    """
    varied = scores[scores.std(axis=1) > 0.0]
    if not len(varied):
        return 0.0
    values = np.linalg.eigvalsh(np.atleast_2d(np.corrcoef(varied)))
    return float(values.sum() ** 2 / (values**2).sum())


LIKELY, UNLIKELY = 0.8, 0.2
"""Shares of draws from which a statement is supported, and up to which it is not."""
FEW_BACK, MOST_BACK = 0.2, 0.6
"""Shares of the cut jobs that are back: below the first a cut is permanent, above the second it is not."""


VERDICT_WORDS = {
    "supported": "Data show it",
    "not supported": "Data do not show it",
    "mixed": "Shown in part",
    "cannot be told": "Nobody can tell yet",
    "by definition": "True by definition",
}
"""Code of a verdict, as tables keep it -> words of the reader."""


class Verdict(StrEnum):
    """What the computation makes of a claim."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"
    MIXED = "mixed"
    CANNOT_BE_TOLD = "cannot be told"
    BY_DEFINITION = "by definition"

    @classmethod
    def of(cls, supported: bool, not_supported: bool, otherwise: str = "mixed") -> Verdict:
        """The verdict by which of a rule's two conditions holds.

        otherwise : where neither does
        """
        return cls.SUPPORTED if supported else cls.NOT_SUPPORTED if not_supported else cls(otherwise)


def _by_thresholds(figure: float, thresholds: Sequence[float], otherwise: Verdict) -> Verdict:
    """A verdict on a single figure, as if nothing were uncertain.

    figure, thresholds : [unit of the claim], the threshold for supported first
    otherwise : in between, and where there are no thresholds
    supported where figure ≥ the first threshold, not supported where figure < the last
    """
    if not thresholds:
        return otherwise
    return Verdict.of(figure >= thresholds[0], figure < thresholds[-1], otherwise)


def by_share(share: float, otherwise: Verdict = Verdict.MIXED) -> Verdict:
    """A verdict from a share of draws: at least 80% support it, at most 20% do not.

    share : of draws in which it holds
    otherwise : in between
    supported where share ≥ 0.8, not supported where share ≤ 0.2
    """
    return Verdict.of(share >= LIKELY, share <= UNLIKELY, otherwise)


def by_sources(values: Array, high: float, low: float) -> Verdict:
    """A verdict that needs five of eight sources, or as large a share of however many there are.

    values : (source)
    high, low : figures at or above and at or below which a source supports it and denies it
    supported where enough sources agree that value ≥ high, not supported where that value ≤ low
    """
    return Verdict.of(enough_agree(values >= high), enough_agree(values <= low))


def by_families(values: Array, sources: Sequence[str], high: float, low: float) -> Verdict:
    """A verdict by one vote a family of sources; more than half of the families must agree.

    values : (source)
    sources : their names, as for `claim.family_values`
    high, low : figures at or above and at or below which a family's median supports it and denies it
    """
    each = np.array(list(family_values(values, sources).values()))
    return Verdict.of((each >= high).mean() > 0.5, (each <= low).mean() > 0.5)


def by_share_back(share: float) -> Verdict:
    """The verdict on whether cuts are permanent, by the share of the cut jobs that are back.

    share : [share of the cut jobs]
    supported where share < 0.2, not supported where share > 0.6, else it cannot be told
    """
    return Verdict.of(share < FEW_BACK, share > MOST_BACK, Verdict.CANNOT_BE_TOLD)


def by_draws_back(shares: Array) -> Verdict:
    """The same over draws: four fifths of them must agree.

    shares : (draw) [share of the cut jobs]
    supported where share < 0.2 in at least 80% of the draws, not supported where share > 0.6 in as many, else
    it cannot be told
    """
    few, most = float(np.mean(shares < FEW_BACK)), float(np.mean(shares > MOST_BACK))
    return Verdict.of(few >= LIKELY, most >= LIKELY, Verdict.CANNOT_BE_TOLD)


AFTER_THE_RESULT = "changed after the result was seen"
MADE_EXACT = "made exact when it was first computed"
SET_AFTER = "set after the result was seen"


@dataclass(frozen=True)
class Change:
    """How a rule differs from the rule as first written.

    before : the rule as first written, in words; empty where there was none
    why : the reason for the change
    when : whether the result had been seen by then
    date : of the change, ISO
    """

    before: str
    why: str
    when: str
    date: str


@dataclass(frozen=True)
class Rule:
    """How a claim is judged.

    supported, not_supported : in words, with the figures
    otherwise : the verdict in between
    thresholds : (figure) of the measure, the one for supported first [the measure's unit]
    change : from the rule as first written; none where it stands as first written
    instead : when another verdict stands in their place, in words; empty where none does
    """

    supported: str
    not_supported: str
    otherwise: Verdict = Verdict.MIXED
    thresholds: tuple[float, ...] = ()
    change: Change | None = None
    instead: str = ""


@dataclass(frozen=True)
class Measured:
    """The finding of a claim.

    middle, low, high : median, and 10% and 90% over draws and sources [unit]
    verdict : by the rule
    finding : sentences that state it with its unit; the first, of 40 words at most, can stand alone
    figures : (name) further figures that the sentence or the other readings need [stated in the name]
    reason : why the verdict is not the one that the figure alone would give; empty where it is
    first_verdict : by the rule as first written; none where the rule stands as first written
    rests_on : sentences on what the finding rests on and leaves out, where they are too many for it
    """

    middle: float
    low: float
    high: float
    verdict: Verdict
    finding: str
    figures: dict[str, float] = field(default_factory=dict)
    reason: str = ""
    first_verdict: Verdict | None = None
    rests_on: str = ""


@dataclass(frozen=True)
class Reading:
    """Another defensible reading of the same statement.

    finding : what comes out, with unit
    verdict : by the same rule
    """

    reading: str
    finding: str
    verdict: Verdict


class Claim(ABC):
    """One statement of the story; each file of `rows` holds one.

    id, row : its name, and the row of the story that it belongs to
    statement : in the story's words
    reading : what exactly is computed
    unit : of the measure
    rule : how it is judged
    drivers : parameters that may decide it, to be moved over their declared ranges
    sources : what it is computed from, each with its grade
    together : a name that claims made from the same runs have in common; empty where none are
    centre_unit : of `centre`, where it is not the measure's
    fixed : drivers that decide it, of which it is shown which verdicts their defaults rule out
    effort : what it takes, so that the longest begins first [s of processor]
    """

    id: str
    row: str
    statement: str
    reading: str
    unit: str
    rule: Rule
    drivers: tuple[str, ...]
    sources: tuple[str, ...]
    together: str = ""
    centre_unit: str = ""
    fixed: tuple[str, ...] = ()
    effort: float = 1.0

    @abstractmethod
    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """A quick figure of a single run that moves as the measure does; it tells which drivers sway it most.
        """

    def centres(self, context: ClaimContext, points: Sequence[Parameters]) -> list[float]:
        """`centre` at several sets of parameters.

        context, points : of each; a claim whose runs are cheaper side by side makes them together
        """
        return [self.centre(context, point) for point in points]

    @abstractmethod
    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The measure with its interval over draws and sources, judged."""

    def verdict_at(self, figure: float) -> Verdict:
        """The rule on a single figure, as if nothing were uncertain.

        figure : as of `centre`
        By default `claim._by_thresholds`.
        """
        return _by_thresholds(figure, self.rule.thresholds, self.rule.otherwise)

    def point(self, context: ClaimContext, parameters: Parameters) -> Verdict:
        """The rule where every assumption is known, as in a single run.

        context, parameters : as `centre`
        """
        return self.verdict_at(self.centre(context, parameters))

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """The middle of the measure and its verdict alone, for looking at many sets of parameters.

        context, parameters : as `measure`
        """
        measured = self.measure(context, parameters)
        return measured.middle, measured.verdict

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Other defensible readings, where there are any."""
        return ()

    def ruled_out(self, context: ClaimContext, measured: Measured) -> AttainableRange | None:
        """Verdicts that the figures known today rule out, whatever is assumed; none where there are none.

        measured : the finding
        """
        return None


class ByDraws(Claim):
    """A claim judged by one figure of each draw: higher figures move the verdict one way or leave it.

    So the verdict between two sets of figures that have the same one is known without the draws in between.

    at_once : draws whose figures are made together, where that costs little more than one
    """

    at_once: int = 1

    @abstractmethod
    def draws(self, context: ClaimContext, parameters: Parameters) -> Sequence[tuple[Any, ...]]:
        """What decides the figure of each draw.

        context, parameters : as `measure`
        """

    @abstractmethod
    def figure(self, context: ClaimContext, *draw: Any) -> float:
        """The figure of one draw.

        draw : one of `draws`
        """

    def some_figures(self, context: ClaimContext, draws: Sequence[tuple[Any, ...]]) -> list[float]:
        """The figures of `at_once` draws or fewer.

        draws : some of `draws`
        """
        return [self.figure(context, *draw) for draw in draws]

    @abstractmethod
    def judged(self, figures: Array) -> tuple[float, Verdict]:
        """The middle of the measure and its verdict.

        figures : (draw)
        """

    def figures(self, context: ClaimContext, parameters: Parameters) -> Array:
        """The figure of every draw; (draw).

        context, parameters : as `measure`
        """
        return np.array([self.figure(context, *draw) for draw in self.draws(context, parameters)])

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """As of `Claim`, from the figures of the draws.

        context, parameters : as `measure`
        """
        return self.judged(self.figures(context, parameters))

    def judged_by_median(self, figures: Array) -> tuple[float, Verdict]:
        """`judged` where the rule is on the median.

        figures : (draw)
        """
        middle = interval(figures)[0]
        return middle, self.verdict_at(middle)


Ends = Mapping[str, tuple[float, float]]
"""(parameter) the figure of a single run at the low and at the high end of its range."""
_Corner = tuple[Parameters, float]
"""Parameters at the ends of their ranges, and their figure."""

_EITHER = (Verdict.SUPPORTED, Verdict.NOT_SUPPORTED)


@dataclass(frozen=True)
class AttainableRange:
    """How far the figure of a claim goes, and which verdicts its rule therefore cannot give.

    low, high : least and largest figure of single runs [unit]
    unit : of the figure
    impossible : of supported and not supported, those that no such run gives
    fixed : parameters fixed at their defaults; none where all are moved
    why : in sentences, where data and not assumptions rule them out; else empty
    """

    low: float
    high: float
    unit: str
    impossible: tuple[Verdict, ...]
    fixed: tuple[str, ...] = ()
    why: str = ""


def range_ends(claim: Claim, context: ClaimContext, parameters: Parameters) -> dict[str, tuple[float, float]]:
    """The figure of single runs with each driver at either end of its range.

    claim, context, parameters : as `Claim.centre`
    """
    each = [parameters.about(name) for name in claim.drivers]
    points = [parameters.replace(**{one.name: value}) for one in each for value in (one.low, one.high)]
    figures = iter(claim.centres(context, points))
    return {one.name: (next(figures), next(figures)) for one in each}


def attainable_ranges(
    claim: Claim, context: ClaimContext, parameters: Parameters, ends: Ends
) -> tuple[AttainableRange, ...]:
    """The range of a claim, and once more with some drivers fixed at their defaults; none without drivers.

    parameters : in force; a parameter that the user set keeps its value
    ends : as from `range_ends`
    Every driver goes to the end of its range that raises the figure, all together, and then to the other.
    What the values in force and single drivers at their ends give counts as well. Where a verdict is still
    missing, single drivers are turned round where that takes the figure further.
    """
    moving = {name: ends[name] for name in free(parameters, claim.drivers)}
    if not moving:
        return ()
    ranges = [_range(claim, context, parameters, moving)]
    if set(claim.fixed) & set(moving):
        rest = {name: moving[name] for name in moving if name not in claim.fixed}
        ranges.append(_range(claim, context, parameters, rest, claim.fixed))
    return tuple(ranges)


def _range(
    claim: Claim, context: ClaimContext, parameters: Parameters, ends: Ends, fixed: tuple[str, ...] = ()
) -> AttainableRange:
    points = [parameters, *(_corner(parameters, ends, raised) for raised in (False, True))]
    now, *corners = zip(points, claim.centres(context, points), strict=True)
    singly = {claim.verdict_at(one) for pair in ends.values() for one in pair}
    given = _given(claim, context, [now, *corners]) | singly
    if missing := _missing(given):
        least, most = corners
        corners = [_further(claim, context, least, ends, -1.0), _further(claim, context, most, ends, 1.0)]
        missing = _missing(given | _given(claim, context, corners))
    figures = [figure for _, figure in (now, *corners)] + [end for pair in ends.values() for end in pair]
    return AttainableRange(min(figures), max(figures), claim.centre_unit or claim.unit, missing, fixed)


def _corner(parameters: Parameters, ends: Ends, raised: bool) -> Parameters:
    values = {
        name: parameters.about(name).high if (high >= low) is raised else parameters.about(name).low
        for name, (low, high) in ends.items()
    }
    return parameters.replace(**values)


def _further(
    claim: Claim, context: ClaimContext, corner: _Corner, names: Iterable[str], sign: float
) -> _Corner:
    """The corner after each driver was turned round where that leads further out, upwards by a sign of 1."""
    for name in names:
        about = corner[0].about(name)
        other = corner[0].replace(**{name: about.low if about.value == about.high else about.high})
        corner = max(corner, (other, claim.centre(context, other)), key=lambda one: sign * one[1])
    return corner


def _given(claim: Claim, context: ClaimContext, points: list[_Corner]) -> set[Verdict]:
    return {claim.point(context, there) for there, _ in points}


def _missing(given: set[Verdict]) -> tuple[Verdict, ...]:
    return tuple(one for one in _EITHER if one not in given)


def change_of_mix(history: pd.DataFrame, chosen: pd.Series) -> float:
    """How far the mix of occupations moves a share of jobs in a usual year [share].

    history : occupation, year, employment, the shipped table
    chosen : by occupation, how far it belongs to the share [share]
    mean |s[t] − s[t−1]|, s[t] = Σ_o chosen·jobs[t] ÷ Σ_o jobs[t]
    Source: BLS OEWS 2017 to 2025, bridged to one frame; the survey is not made for comparing years, so part
    of each change is its own noise.
    """
    jobs = history.pivot(index="year", columns="occupation", values="employment").sort_index()
    weight = chosen.astype(float).reindex(jobs.columns).fillna(0.0)
    share = (jobs * weight).sum(axis=1) / jobs.sum(axis=1)
    return float(share.diff().abs().mean())


def change_of_a_year(values: pd.Series) -> float:
    """How far a published series moves from one year to the next, the pandemic's years left out.

    values : by quarter, such as 2025-Q3; logs, or growth over a year
    mean |v[t] − v[t−4]|
    """
    change = values.diff(QUARTERS_A_YEAR)
    year = values.index.astype(str).str[:4]
    first, last = (one[:4] for one in PANDEMIC)
    touched = pd.Series((year >= first) & (year <= last), values.index)
    return float(change[~(touched | touched.shift(QUARTERS_A_YEAR, fill_value=False))].abs().mean())


def noise_of_a_month(values: pd.Series) -> float:
    """How far a published series moves from one month to the next, the pandemic left out [log points].

    values : by month, such as 2025-10
    √ mean (ln v[t] − ln v[t−1])²
    """
    logs = pd.Series(np.log(values.to_numpy(dtype=float)), index=values.index.astype(str))
    change = logs.diff()[(logs.index < PANDEMIC[0]) | (logs.index > PANDEMIC[1])].dropna()
    return float(np.sqrt((change**2).mean()))


def openings_per_job_seeker(market_series: pd.DataFrame) -> pd.Series:
    """Published openings for each person without a job, up to a constant; (month).

    market_series : month, openings, unemployment, employment, the shipped table
    """
    rows = market_series.set_index("month")[["openings", "unemployment", "employment"]].dropna()
    idle = rows["employment"] * rows["unemployment"] / (1.0 - rows["unemployment"])
    return rows["openings"] / idle
