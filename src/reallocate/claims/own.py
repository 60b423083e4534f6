"""A claim of the user's own, in a file, about a named measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reallocate.claims.basis.claim import Claim, Measured, Rule, Verdict
from reallocate.claims.basis.context import (
    HEADLINE_SOURCE,
    ClaimContext,
    accounts_of,
    assumed_by,
    samples,
    with_and_without,
)
from reallocate.claims.basis.gates import INSTEAD, history_gate
from reallocate.claims.basis.plan_basis import DECIDING, MOST_DRAWS, Figures, figures_of, in_force
from reallocate.claims.rows.industry_standard import CLAIM as STANDARD
from reallocate.claims.rows.net_jobs import CLAIM as NET_JOBS
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.kernel.faults import schema_problems
from reallocate.kernel.number import say_band, sentence
from reallocate.kernel.parameters import Parameters, parameter_problems
from reallocate.kernel.toml import parsed
from reallocate.kernel.units import PERCENT, QUARTERS_A_YEAR
from reallocate.market.laws.money_held import PARTS
from reallocate.market.nation.demand import effect_at
from reallocate.market.state.market import unemployment_rate
from reallocate.roster.file.rows import read_text
from reallocate.work.panel import middle_ranks
from reallocate.work.time_saved import automatable_hours

_BILLION = 1e3


@dataclass(frozen=True)
class _Choice:
    """What is chosen of a measure.

    years : ahead, for measures of the economy [years]
    occupation : a code of SOC 2018 or how codes begin, such as 43- for office work
    """

    years: int = 10
    occupation: str = ""


_Measure = Callable[[ClaimContext, Parameters, str, _Choice], float]


@dataclass(frozen=True)
class _NamedMeasure:
    """One measure.

    of : at one set of parameters and one source of reach [unit]
    drivers : parameters that may decide it; none where it is a measurement
    sources : what it is computed from, with grades
    needs : which of `_Choice` it needs
    by_jobs_law : whether the law behind jobs and openings decides it
    """

    meaning: str
    unit: str
    of: _Measure
    drivers: tuple[str, ...]
    sources: tuple[str, ...]
    needs: tuple[str, ...] = ()
    by_jobs_law: bool = False


def _jobs(context: ClaimContext, parameters: Parameters, source: str, choice: _Choice) -> Array:
    accounts = accounts_of(context, parameters)
    quarters = QUARTERS_A_YEAR * choice.years
    effect = effect_at(assumed_by(context, parameters, quarters, source), accounts, quarters)
    return np.asarray(PERCENT * effect.sum(axis=1) / accounts.jobs.sum())


def _unemployment(context: ClaimContext, parameters: Parameters, source: str, choice: _Choice) -> float:
    """At the end, against the same market without further AI."""
    quarters = QUARTERS_A_YEAR * choice.years
    runs = [assumed_by(context, parameters, quarters, source)]
    with_ai, without = (
        unemployment_rate(*each.people[-1, :2, :, 0].sum(axis=1))
        for each in with_and_without(context, parameters, runs, quarters)
    )
    return PERCENT * float(with_ai - without)


def _plan(measure: Callable[[Figures], float]) -> _Measure:
    return lambda context, parameters, source, choice: measure(
        figures_of(context, in_force(context, parameters), source)
    )


def _reach(of: Callable[[Array, Array], Array]) -> _Measure:
    """The mean, over jobs in the chosen occupations, of what is made of automatable hours and jobs."""

    def measure(context: ClaimContext, parameters: Parameters, source: str, choice: _Choice) -> float:
        jobs = context.world.occupations["employment"].to_numpy(dtype=float)
        codes = context.world.occupations.index.astype(str)
        weight = codes.str.startswith(choice.occupation) * jobs
        content = context.world.content.to_numpy()
        reach = (content * automatable_hours(context.world, source)).sum(axis=1)
        return PERCENT * float(weight @ of(reach, jobs) / weight.sum())

    return measure


_PLAN_SOURCES = ("the study's plan: O*NET 30.1, OEWS May 2025 (A), capture and adoption (J)",)
_WORLD_SOURCES = ("O*NET 30.1 (A)", "BLS OEWS May 2025 (A)", "eight sources of reach (A)")
_YEARS = ("years",)

MEASURES: dict[str, _NamedMeasure] = {
    "net_jobs": _NamedMeasure(
        "jobs wanted at the end against the same economy without further AI",
        "% of jobs", lambda *given: float(_jobs(*given).sum()),
        NET_JOBS.drivers, NET_JOBS.sources, _YEARS, True,
    ),
    "jobs_ended": _NamedMeasure(
        "jobs whose work AI does at the end, at unchanged output, before any are made",
        "% of jobs", lambda *given: -float(_jobs(*given)[PARTS.index("ended")]),
        NET_JOBS.drivers, NET_JOBS.sources, _YEARS,
    ),
    "unemployment_change": _NamedMeasure(
        "unemployment at the end against the same market without further AI",
        "percentage points", _unemployment, NET_JOBS.drivers, NET_JOBS.sources, _YEARS, True,
    ),
    "tech_adoption": _NamedMeasure(
        "tech work, counted in jobs, at firms that have put AI to all the work that it reaches, in eight "
        "years",
        "% of tech employment", lambda context, parameters, *_: STANDARD.centre(context, parameters),
        STANDARD.drivers, STANDARD.sources,
    ),
    "plan_positions": _NamedMeasure(
        "positions of the worked example's plan at the end, against its baseline",
        "% of positions", _plan(lambda one: PERCENT * (one.positions / one.base_positions - 1.0)),
        DECIDING, _PLAN_SOURCES,
    ),
    "plan_freed": _NamedMeasure(
        "payroll that the worked example's plan frees in three years, less what exits cost",
        "USD billion", _plan(lambda one: (one.freed - one.exits) / _BILLION), DECIDING, _PLAN_SOURCES,
    ),
    "plan_work_per_position": _NamedMeasure(
        "work delivered per position at the end of the plan, coordination left out, over the baseline's",
        "ratio", _plan(lambda one: one.work_each), DECIDING, _PLAN_SOURCES,
    ),
    "reach_share": _NamedMeasure(
        "hours of an occupation, or of all that begin so, that can be automated",
        "% of hours", _reach(lambda reach, jobs: reach), (), _WORLD_SOURCES, ("occupation",),
    ),
    "reach_place": _NamedMeasure(
        "place of an occupation, or of all that begin so, among US jobs by the hours that can be automated",
        "percentile of US jobs", _reach(lambda reach, jobs: middle_ranks(reach, jobs) / jobs.sum()), (),
        _WORLD_SOURCES, ("occupation",),
    ),
}  # fmt: skip
"""(name) what `measure` of a claim's file may be."""


_FIGURES = 3
"""Significant figures of a finding."""

_EXAMPLE = (
    'statement = "AI ends one job in twenty within ten years"; measure = "jobs_ended"; years = 10; '
    'comparison = "at least"; supported = 5.0; not_supported = 2.5'
)


class _ClaimFile(BaseModel):
    """A claim as its file states it.

    statement, reading : in words; without a reading the measure's own is taken
    measure : one of `MEASURES`
    comparison : whether a large or a small figure supports the statement
    supported, not_supported : thresholds [the measure's unit]
    judged_by : the median of the draws, or the end of the interval that speaks least for the verdict
    years, occupation : what is chosen of the measure
    drivers : parameters to draw and to move; the measure's own where none are named
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    statement: str = Field(min_length=1)
    reading: str = ""
    measure: str
    comparison: Literal["at least", "at most"]
    supported: float = Field(allow_inf_nan=False)
    not_supported: float = Field(allow_inf_nan=False)
    judged_by: Literal["middle", "interval"] = "middle"
    years: int = Field(10, ge=1, le=20)
    occupation: str = ""
    drivers: tuple[str, ...] = ()

    @property
    def sign(self) -> float:
        """1 where a large figure supports the statement, −1 where a small one does."""
        return 1.0 if self.comparison == "at least" else -1.0


class _OwnClaim(Claim):
    """A claim of the user's own.

    file : as read
    name : of the file
    """

    row = "own"

    def __init__(self, file: _ClaimFile, name: str) -> None:
        self._file = file
        self._measure: _NamedMeasure = MEASURES[file.measure]
        self._choice = _Choice(file.years, file.occupation)
        self.id = name
        self.statement = file.statement
        choices = {"years": f"in {file.years} years", "occupation": f"occupation {file.occupation}"}
        meaning = ", ".join([self._measure.meaning, *(choices[key] for key in self._measure.needs)])
        self.reading = f"{file.reading} ({meaning})" if file.reading else meaning
        self.unit = self._measure.unit
        self.drivers = file.drivers or self._measure.drivers
        self.sources = self._measure.sources
        other = "at most" if file.comparison == "at least" else "at least"
        judged = {"at least": "the 10th percentile is", "at most": "the 90th percentile is"}
        if file.judged_by == "middle":
            judged = dict.fromkeys(judged, "the median is")
        self.rule = Rule(
            f"{judged[file.comparison]} {file.comparison} {file.supported:g} {self.unit}",
            f"{judged[other]} {other} {file.not_supported:g} {self.unit}, and not as for supported",
            Verdict.MIXED,
            tuple(dict.fromkeys((file.supported, file.not_supported))),
            instead=INSTEAD if self._measure.by_jobs_law else "",
        )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The measure at one set of parameters and the headline source.

        context, parameters : as `Claim.measure`
        """
        if not self._measure.drivers:
            return float(np.median(self._values(context, parameters)))
        return self._measure.of(context, parameters, HEADLINE_SOURCE, self._choice)

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The measure over draws and sources, judged by the file's thresholds.

        context, parameters : as `Claim.measure`
        """
        middle, low, high = interval(self._values(context, parameters))
        figures = say_band(middle, low, high, self.unit, _FIGURES)
        finding = f"{sentence(self._measure.meaning)}: {figures}."
        by_rule = self._judged(middle, low, high)
        if self._measure.by_jobs_law:
            return history_gate(context, parameters).measured(middle, low, high, by_rule, finding)
        return Measured(middle, low, high, by_rule, finding)

    def verdict_at(self, figure: float) -> Verdict:
        """The file's thresholds on one figure.

        figure : of the measure [its unit]
        """
        return self._judged(figure, figure, figure)

    def _judged(self, middle: float, low: float, high: float) -> Verdict:
        file, sign = self._file, self._file.sign
        least, most = sorted((sign * low, sign * high))
        if file.judged_by == "middle":
            least = most = sign * middle
        return Verdict.of(least >= sign * file.supported, most <= sign * file.not_supported)

    def _values(self, context: ClaimContext, parameters: Parameters) -> Array:
        sources, draws = context.world.sources, [parameters] * len(context.world.sources)
        if self._measure.drivers:
            draws = samples(parameters, self.drivers, min(context.draws, MOST_DRAWS), context.seed)
        each = zip(draws, cycle(sources), strict=False)
        return np.array([self._measure.of(context, *one, self._choice) for one in each])


def _own_claim(path: Path, context: ClaimContext) -> _OwnClaim:
    """The claim that a file states.

    path : of the file, TOML
    context : whose world knows the occupations
    Raises `InputError` with everything that is wrong in it.
    """
    if not path.is_file():
        remedy = f"Write one such as: {_EXAMPLE}. One key a line."
        raise InputError(Problem("there is no such file", str(path), remedy))
    name = path.name
    try:
        data = parsed(read_text(path, "Save it as UTF-8."), name)
        file = _ClaimFile.model_validate(data)
    except ValidationError as error:
        remedy = f"Keys: {', '.join(_ClaimFile.model_fields)}. For example: {_EXAMPLE}."
        problems = schema_problems(error, lambda place: name, _ClaimFile)
        *others, last = problems
        raise InputError([*others, replace(last, remedy=remedy)]) from None
    if problems := _contradictions(file, name, context):
        raise InputError(problems)
    return _OwnClaim(file, path.stem)


def own_claims(paths: Sequence[Path], context: ClaimContext) -> list[_OwnClaim]:
    """The claims that files state.

    paths, context : as for `_own_claim`
    Raises `InputError` also where two files have one name, by which their claims are known.
    """
    names = Counter(path.stem for path in paths)
    if twice := sorted(name for name, count in names.items() if count > 1):
        raise InputError(
            Problem(f"two files are named {name!r}", "claims add", "Rename one: the name is the claim's id.")
            for name in twice
        )
    return [_own_claim(path, context) for path in paths]


def _contradictions(file: _ClaimFile, name: str, context: ClaimContext) -> list[Problem]:
    """What each value allows and all of them together do not."""
    default = Parameters.default()
    problems = parameter_problems({one: default.get(one, 0.0) for one in file.drivers}, f"{name}, drivers")
    measure = MEASURES.get(file.measure)
    if measure is None:
        listed = "; ".join(f"{key}: {one.meaning} [{one.unit}]" for key, one in MEASURES.items())
        what, close = f"there is no measure {file.measure!r}", nearest(file.measure, MEASURES)
        problems.append(Problem(what, f"{name}, measure", f"Measures: {listed}.", nearest=close))
    elif file.drivers and not measure.drivers:
        what = f"{file.measure} is a measurement: no parameter enters"
        problems.append(Problem(what, f"{name}, drivers", "Leave drivers out."))
    if file.sign * file.not_supported > file.sign * file.supported:
        between = f"a figure between {file.supported:g} and {file.not_supported:g}"
        what = f"{between} would support the claim and speak against it"
        remedy = f"With {file.comparison!r}, not_supported lies on the other side of supported, or on it."
        problems.append(Problem(what, f"{name}, supported and not_supported", remedy))
    codes = context.world.occupations.index.astype(str)
    needed = measure is not None and "occupation" in measure.needs
    if needed and not codes.str.startswith(file.occupation or "?").any():
        what = f"no occupation begins with {file.occupation!r}"
        remedy = "Give a code of SOC 2018 or its beginning, such as 43- or 13-1111."
        close = nearest(file.occupation, codes) if file.occupation else ()
        problems.append(Problem(what, f"{name}, occupation", remedy, nearest=close))
    return problems
