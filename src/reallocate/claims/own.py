"""A claim of the user's own: a statement, a named result, a comparison and thresholds, in a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reallocate.claims.basis.claim import Claim, Measured, Rule, Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.economy_context import HEADLINE_SOURCE
from reallocate.claims.basis.history_gate import INSTEAD, history_gate
from reallocate.claims.basis.plan_context import MOST_DRAWS
from reallocate.claims.basis.sampling import samples
from reallocate.claims.measures import MEASURES, Choice, NamedMeasure
from reallocate.errors import InputError, Problem, nearest
from reallocate.measure.number import say_band, sentence
from reallocate.measure.quantiles import interval
from reallocate.scenario.toml_file import parsed
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]

FIGURES = 3
"""Significant figures of a finding."""

EXAMPLE = (
    'statement = "AI ends one job in twenty within ten years"; measure = "jobs_ended"; years = 10; '
    'comparison = "at least"; supported = 5.0; not_supported = 2.5'
)


class ClaimFile(BaseModel):
    """A claim as its file says it.

    statement, reading : in words; without a reading the measure's own is taken
    measure : one of `MEASURES`
    comparison : whether a large or a small figure supports the statement
    supported, not_supported : thresholds [the measure's unit]
    judged_by : the median of the draws, or the end of the interval that speaks least for the verdict
    years, occupation : what the measure is asked for
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


class OwnClaim(Claim):
    """A claim of the user's own.

    file : as read
    name : of the file
    """

    row = "own"

    def __init__(self, file: ClaimFile, name: str) -> None:
        self._file = file
        self._measure: NamedMeasure = MEASURES[file.measure]
        self._choice = Choice(file.years, file.occupation)
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
        figures = say_band(middle, low, high, self.unit, FIGURES)
        finding = f"{sentence(self._measure.meaning)}: {figures}."
        by_rule = self._judged(middle, low, high)
        if not self._measure.by_jobs_law:
            return Measured(middle, low, high, by_rule, finding)
        gate = history_gate(context, parameters)
        whole = f"{finding} {gate.sentence}"
        return Measured(middle, low, high, gate.judged(by_rule), whole, {}, gate.reason, by_rule)

    def verdict_at(self, figure: float) -> Verdict:
        """The file's thresholds on one figure.

        figure : of the measure [its unit]
        """
        return self._judged(figure, figure, figure)

    def _judged(self, middle: float, low: float, high: float) -> Verdict:
        file = self._file
        sign = 1.0 if file.comparison == "at least" else -1.0
        ends = sorted((sign * low, sign * high)) if file.judged_by == "interval" else [sign * middle] * 2
        if ends[0] >= sign * file.supported:
            return Verdict.SUPPORTED
        return Verdict.NOT_SUPPORTED if ends[1] <= sign * file.not_supported else Verdict.MIXED

    def _values(self, context: ClaimContext, parameters: Parameters) -> Array:
        sources = context.world.sources
        of, choice = self._measure.of, self._choice
        if not self._measure.drivers:
            return np.array([of(context, parameters, source, choice) for source in sources])
        each = samples(parameters, self.drivers, min(context.draws, MOST_DRAWS), context.seed)
        return np.array(
            [of(context, one, sources[place % len(sources)], choice) for place, one in enumerate(each)]
        )


def own_claim(path: Path, context: ClaimContext) -> OwnClaim:
    """The claim that a file states.

    path : of the file, TOML
    context : whose world knows the occupations
    Raises `InputError` with everything that is wrong in it.
    """
    if not path.is_file():
        raise InputError(
            Problem("there is no such file", str(path), f"Write one such as: {EXAMPLE}. One key a line.")
        )
    shown = path.name
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(Problem("this is not text in UTF-8", shown)) from None
    data = parsed(text, shown)
    try:
        file = ClaimFile.model_validate(data)
    except ValidationError as error:
        raise InputError([_problem(dict(one), shown) for one in error.errors()]) from None
    if problems := _contradictions(file, shown, context):
        raise InputError(problems)
    return OwnClaim(file, path.stem)


def own_claims(paths: Sequence[Path], context: ClaimContext) -> list[OwnClaim]:
    """The claims that files state.

    paths, context : as for `own_claim`
    Raises `InputError` also where two files have one name, by which their claims are known.
    """
    names = [path.stem for path in paths]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(
            Problem(f"two files are named {name!r}", "claims add", "Rename one: the name is the claim's id.")
            for name in twice
        )
    return [own_claim(path, context) for path in paths]


def _problem(error: dict[str, Any], shown: str) -> Problem:
    key = ".".join(str(part) for part in error["loc"])
    known = tuple(ClaimFile.model_fields)
    if error["type"] == "extra_forbidden":
        return Problem(
            f"there is no key {key!r}", shown, f"Keys: {', '.join(known)}.", nearest=nearest(key, known)
        )
    if error["type"] == "missing":
        return Problem(f"the key {key!r} is missing", shown, f"For example: {EXAMPLE}.")
    return Problem(f"{key} is {error['input']!r}: {error['msg']}", shown)


def _contradictions(file: ClaimFile, shown: str, context: ClaimContext) -> list[Problem]:
    """What each value allows and all of them together do not."""
    found = []
    measure = MEASURES.get(file.measure)
    if measure is None:
        listed = "; ".join(f"{name}: {one.meaning} [{one.unit}]" for name, one in MEASURES.items())
        found.append(
            Problem(
                f"there is no measure {file.measure!r}",
                f"{shown}, measure",
                f"Measures: {listed}.",
                nearest=nearest(file.measure, MEASURES),
            )
        )
    sign = 1.0 if file.comparison == "at least" else -1.0
    if sign * file.not_supported > sign * file.supported:
        found.append(
            Problem(
                f"a figure between {file.supported:g} and {file.not_supported:g} would support the "
                "claim and speak against it",
                f"{shown}, supported and not_supported",
                f"With {file.comparison!r}, not_supported lies on the other side of supported, or on it.",
            )
        )
    codes = context.world.occupations.index.astype(str)
    if (
        measure is not None
        and "occupation" in measure.needs
        and not codes.str.startswith(file.occupation or "?").any()
    ):
        found.append(
            Problem(
                f"no occupation begins with {file.occupation!r}",
                f"{shown}, occupation",
                "Give a code of SOC 2018 or its beginning, such as 43- or 13-1111.",
                nearest=nearest(file.occupation, codes) if file.occupation else (),
            )
        )
    known = tuple(Parameters.default())
    found += [
        Problem(
            f"there is no parameter {name!r}",
            f"{shown}, drivers",
            "`reallocate data --params` lists them.",
            nearest=nearest(name, known),
        )
        for name in file.drivers
        if name not in known
    ]
    if measure is not None and file.drivers and not measure.drivers:
        found.append(
            Problem(
                f"{file.measure} is a measurement: no parameter enters",
                f"{shown}, drivers",
                "Leave drivers out.",
            )
        )
    return found
