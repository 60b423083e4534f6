"""What a paper published, stated before it is computed, and what a replication of it found."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from reallocate.kernel.errors import DataError, Problem

_ROUNDED, _EXACT, _EXACTLY = 6, 16, 1e-9
"""Digits that are shown of a figure, and of one whose tolerance is smaller than the last."""

_LAST_DIGIT = 1.0 + 1e-9
"""Half of a printed digit is met exactly where a figure was rounded from its middle."""


class FigureKind(StrEnum):
    """What a figure is computed from.

    data : the paper's own public data; simulation, plan : this project's lenses; out-of-sample : years that
    nothing was fitted to; identity : arithmetic on stated inputs, shown and never counted as evidence
    """

    DATA = "data"
    SIMULATION = "simulation"
    PLAN = "plan"
    OUT_OF_SAMPLE = "out-of-sample"
    IDENTITY = "identity"


class Verdict(StrEnum):
    """What came of it."""

    REPRODUCED = "reproduced"
    MISSED = "missed"
    IDENTITY = "identity"
    NOT_AVAILABLE = "not available"


class Paper(BaseModel):
    """A published work.

    id, authors, year, title, reference : how it is cited
    version : which version the figures are from
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    authors: str
    year: int
    title: str
    reference: str
    version: str = ""


class Target(BaseModel):
    """One published figure.

    statement : what the figure is, in words
    kind : what it is computed from here
    value : the figure; or low and high, where a band was published; or one of them, at 0, where a sign is
        claimed
    tolerance : how far the figure obtained may be from it, same unit
    tolerance_set : before anything was computed; printed: half of the last digit printed, which is no choice;
        after: when what is obtained had been seen
    unit, place : of the figure; its page or table, where it was looked up
    tag : V read in the source, S quoted word for word elsewhere, R computed again from the public data
        named, I an identity; several where several hold
    needs : files that it is computed from and that do not ship, as they lie under the sources' folder
    tables : shipped tables that it is computed from
    fitted : which input was fitted to it, if any; it is then an identity
    test : the independent test that it belongs to; figures of one test are counted as one. Empty where the
        figure is a test of its own
    equation : in words or symbols
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    statement: str
    kind: FigureKind
    value: float | None = None
    low: float | None = None
    high: float | None = None
    tolerance: float = Field(default=0.0, ge=0.0)
    tolerance_set: Literal["before", "printed", "after"] = "before"
    unit: str
    place: str = ""
    tag: str = Field(pattern=r"^[VSRI](, [VSRI])*$")
    needs: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    fitted: str = ""
    test: str = ""
    equation: str = ""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Target:
        band = self.low is not None or self.high is not None
        if (self.value is None) == (not band):
            raise ValueError(f"{self.id}: give value with tolerance, or low and high, not both")
        return self

    def holds(self, obtained: float, interval: tuple[float, float] | None = None) -> bool:
        """Whether a figure is within what was published.

        obtained : in the target's unit
        interval : of the figure, where it has one; a sign is then that of both ends
        """
        if self.is_sign and interval is not None:
            return all(self.holds(end) for end in interval)
        if self.value is not None:
            return abs(obtained - self.value) <= self.tolerance * _LAST_DIGIT
        if self.is_sign:
            return obtained > 0 if self.low is not None else obtained < 0
        low = self.low if self.low is not None else float("-inf")
        high = self.high if self.high is not None else float("inf")
        return low <= obtained <= high

    @property
    def is_identity(self) -> bool:
        """Whether it could not miss, and so counts for nothing."""
        return self.kind is FigureKind.IDENTITY or "I" in self.tag or bool(self.fitted)

    @property
    def is_sign(self) -> bool:
        """Whether only a sign is claimed: one end, at 0, and 0 itself has none."""
        return self.value is None and (self.low, self.high) in ((0.0, None), (None, 0.0))

    @property
    def published(self) -> str:
        """The published figure in words."""
        if self.value is not None:
            value = f"{self.value:.{_EXACT if 0 < self.tolerance < _EXACTLY else _ROUNDED}g}"
            return f"{value} ± {self.tolerance:g}" if self.tolerance else value
        if self.is_sign:
            return "above 0" if self.low is not None else "below 0"
        if self.low is None:
            return f"at most {self.high:g}"
        return f"at least {self.low:g}" if self.high is None else f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Published:
    """A paper with its figures."""

    paper: Paper
    targets: tuple[Target, ...]


@cache
def published() -> tuple[Published, ...]:
    """All papers with their figures, in the order of the files.

    Raises `DataError` with everything that is wrong in them.
    """
    found, problems = [], []
    folder = files("reallocate.claims.evidence").joinpath("targets")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".toml"):
            continue
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        try:
            paper = Paper(id=file.name.removesuffix(".toml"), **raw["paper"])
            targets = tuple(Target(id=f"{paper.id}.{name}", **rest) for name, rest in raw["target"].items())
            found.append(Published(paper, targets))
        except (ValidationError, KeyError) as error:
            problems.append(Problem(str(error), f"evidence/targets/{file.name}"))
    if problems:
        raise DataError(problems)
    return tuple(found)


Found = dict[str, "Obtained"]


@dataclass(frozen=True)
class Obtained:
    """What a replication found.

    value : in the target's unit; nothing where it could not be computed
    says : how it came about, its sizes and denominators
    cause : why it misses, said only where it does
    missing : what would have to be at hand, where it is not
    other_figures : (name) that belong to it [the target's unit, or as named]
    interval : 10% and 90%, where chance leaves some [the target's unit]
    """

    value: float | None
    says: str = ""
    cause: str = ""
    missing: str = ""
    other_figures: Mapping[str, float] = field(default_factory=dict)
    interval: tuple[float, float] | None = None
