"""A claim of the user's own: a statement, a named result, a comparison and thresholds, in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reallocate.claims.basis.claim import Claim, Measured, Rule, Verdict
from reallocate.claims.basis.context import ClaimGround
from reallocate.claims.basis.economy_context import HEADLINE_SOURCE
from reallocate.claims.basis.history_gate import INSTEAD, history_gate
from reallocate.claims.basis.plan_context import MOST_DRAWS
from reallocate.claims.basis.sampling import drawn
from reallocate.claims.results import RESULTS, About, NamedResult
from reallocate.errors import InputError, Problem, nearest
from reallocate.measure.quantiles import interval
from reallocate.scenario.toml_file import parsed
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]

EXAMPLE = (
    'statement = "AI ends one job in twenty within ten years"; measure = "jobs_ended"; years = 10; '
    'comparison = "at least"; supported = 5.0; not_supported = 2.5'
)


class Written(BaseModel):
    """A claim as its file says it.

    statement, reading : in words; without a reading the measure's own is taken
    measure : one of `RESULTS`
    comparison : whether a large or a small figure supports the statement
    supported, not_supported : thresholds [the measure's unit]
    judged_by : the middle of the draws, or the end of the interval that speaks least for the verdict
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

    written : as its file says it
    name : of the file
    """

    row = "own"

    def __init__(self, written: Written, name: str) -> None:
        self._written = written
        self._result: NamedResult = RESULTS[written.measure]
        self._about = About(written.years, written.occupation)
        self.id = name
        self.statement = written.statement
        asked = {"years": f"in {written.years} years", "occupation": f"occupation {written.occupation}"}
        said = ", ".join([self._result.says, *(asked[key] for key in self._result.asks)])
        self.reading = f"{written.reading} ({said})" if written.reading else said
        self.unit = self._result.unit
        self.drivers = written.drivers or self._result.drivers
        self.sources = self._result.sources
        by = "the middle is" if written.judged_by == "middle" else "nine of ten draws are"
        other = "at most" if written.comparison == "at least" else "at least"
        self.rule = Rule(
            f"{by} {written.comparison} {written.supported:g} {self.unit}",
            f"{by} {other} {written.not_supported:g} {self.unit}, and not as for supported",
            Verdict.MIXED,
            tuple(dict.fromkeys((written.supported, written.not_supported))),
            instead=INSTEAD if self._result.by_jobs_law else "",
        )

    def centre(self, ground: ClaimGround, parameters: Parameters) -> float:
        """The measure at one set of parameters and the headline source.

        ground, parameters : as `Claim.measure`
        """
        if not self._result.drivers:
            return float(np.median(self._values(ground, parameters)))
        return self._result.of(ground, parameters, HEADLINE_SOURCE, self._about)

    def measure(self, ground: ClaimGround, parameters: Parameters) -> Measured:
        """The measure over draws and sources, judged by the file's thresholds.

        ground, parameters : as `Claim.measure`
        """
        middle, low, high = interval(self._values(ground, parameters))
        words = self._result.says[:1].upper() + self._result.says[1:]
        sign = "%" if self.unit.startswith("%") else ""
        ends = f"{low:.3g} to {high:.3g}{sign}"
        says = f"{words}: {middle:.3g}{sign} ({ends}) {self.unit.removeprefix('%').strip()}."
        by_rule = self._judged(middle, low, high)
        if not self._result.by_jobs_law:
            return Measured(middle, low, high, by_rule, says)
        gate = history_gate(ground, parameters)
        said = f"{says} {gate.sentence}"
        return Measured(middle, low, high, gate.judged(by_rule), said, {}, gate.reason, by_rule)

    def verdict_at(self, figure: float) -> Verdict:
        """The file's thresholds on one figure.

        figure : of the measure [its unit]
        """
        return self._judged(figure, figure, figure)

    def _judged(self, middle: float, low: float, high: float) -> Verdict:
        written = self._written
        sign = 1.0 if written.comparison == "at least" else -1.0
        ends = sorted((sign * low, sign * high)) if written.judged_by == "interval" else [sign * middle] * 2
        if ends[0] >= sign * written.supported:
            return Verdict.SUPPORTED
        return Verdict.NOT_SUPPORTED if ends[1] <= sign * written.not_supported else Verdict.MIXED

    def _values(self, ground: ClaimGround, parameters: Parameters) -> Array:
        sources = ground.world.sources
        of, about = self._result.of, self._about
        if not self._result.drivers:
            return np.array([of(ground, parameters, source, about) for source in sources])
        each = drawn(parameters, self.drivers, min(ground.draws, MOST_DRAWS), ground.seed)
        return np.array(
            [of(ground, one, sources[place % len(sources)], about) for place, one in enumerate(each)]
        )


def own_claim(path: Path, ground: ClaimGround) -> OwnClaim:
    """The claim that a file states.

    path : of the file, TOML
    ground : whose world knows the occupations
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
        written = Written.model_validate(data)
    except ValidationError as error:
        raise InputError([_problem(dict(one), shown) for one in error.errors()]) from None
    if problems := _contradictions(written, shown, ground):
        raise InputError(problems)
    return OwnClaim(written, path.stem)


def _problem(error: dict[str, Any], shown: str) -> Problem:
    key = ".".join(str(part) for part in error["loc"])
    known = tuple(Written.model_fields)
    if error["type"] == "extra_forbidden":
        return Problem(
            f"there is no key {key!r}", shown, f"Keys: {', '.join(known)}.", nearest=nearest(key, known)
        )
    if error["type"] == "missing":
        return Problem(f"the key {key!r} is missing", shown, f"For example: {EXAMPLE}.")
    return Problem(f"{key} is {error['input']!r}: {error['msg']}", shown)


def _contradictions(written: Written, shown: str, ground: ClaimGround) -> list[Problem]:
    """What each value allows and all of them together do not."""
    found = []
    result = RESULTS.get(written.measure)
    if result is None:
        said = "; ".join(f"{name}: {one.says} [{one.unit}]" for name, one in RESULTS.items())
        found.append(
            Problem(
                f"there is no result {written.measure!r}",
                f"{shown}, measure",
                f"Results: {said}.",
                nearest=nearest(written.measure, RESULTS),
            )
        )
    sign = 1.0 if written.comparison == "at least" else -1.0
    if sign * written.not_supported > sign * written.supported:
        found.append(
            Problem(
                f"a figure between {written.supported:g} and {written.not_supported:g} would support the "
                "claim and speak against it",
                f"{shown}, supported and not_supported",
                f"With {written.comparison!r}, not_supported lies on the other side of supported, or on it.",
            )
        )
    codes = ground.world.occupations.index.astype(str)
    if (
        result is not None
        and "occupation" in result.asks
        and not codes.str.startswith(written.occupation or "?").any()
    ):
        found.append(
            Problem(
                f"no occupation begins with {written.occupation!r}",
                f"{shown}, occupation",
                "Give a code of SOC 2018 or its beginning, such as 43- or 13-1111.",
                nearest=nearest(written.occupation, codes) if written.occupation else (),
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
        for name in written.drivers
        if name not in known
    ]
    if result is not None and written.drivers and not result.drivers:
        found.append(
            Problem(
                f"{written.measure} is a measurement: no parameter enters",
                f"{shown}, drivers",
                "Leave drivers out.",
            )
        )
    return found
