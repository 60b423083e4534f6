"""What the simulated economy, a firm's plan and one worker's choice tell each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem, UnknownName, nearest
from reallocate.kernel.number import first_of

PATH_AXES = ("occupation", "year")
_SHOWN = 5


@dataclass(frozen=True, eq=False)
class MarketPath:
    """What an economy tells a worker: where pay and the odds of being hired go from here.

    pay : (occupation, year) [ratio to today, real]; above 0; year 0 is now
    job_finding : (occupation, year) [ratio to today] of the rate at which those who look are hired; 0
        says that nobody is hired
    Raises `InvariantError` with everything that does not hold.
    """

    pay: pd.DataFrame
    job_finding: pd.DataFrame

    def __post_init__(self) -> None:
        named = (("pay", self.pay), ("job_finding", self.job_finding))
        problems = [problem for name, array in named for problem in _path_problems(name, array)]
        if not problems:
            for axis, of_pay, other in zip(PATH_AXES, self.pay.axes, self.job_finding.axes, strict=True):
                if not of_pay.equals(other):
                    what = f"pay and job_finding carry different labels on the axis {axis}"
                    remedy = "Give both the same labels in the same order."
                    problems.append(Problem(what, "market path", remedy))
        if problems:
            raise InvariantError(problems)

    @classmethod
    def still(cls, occupations: Iterable[str], years: int) -> MarketPath:
        """A market that stays as it is today: every ratio is 1.

        occupations : labels
        years : how many, year 0 included
        """
        labels = pd.Index(list(occupations), name="occupation")
        flat = pd.DataFrame(1.0, labels, pd.RangeIndex(years, name="year"))
        return cls(flat, flat)

    @property
    def occupations(self) -> pd.Index:
        """The labels of the first axis."""
        return self.pay.index

    @property
    def years(self) -> int:
        """How many years the path covers, year 0 included."""
        return len(self.pay.columns)

    def ratios(self, occupations: pd.Index, years: int) -> tuple[Array, Array]:
        """Pay and job finding in the order asked for.

        occupations : (occupation) labels
        years : from now
        Returns (year, occupation) [ratio to today] of each. Raises `UnknownName` where occupations are
        missing, `InvariantError` where the path is too short: neither is taken to stay as it is.
        """
        known = self.occupations
        rows = known.get_indexer(occupations)
        if (rows < 0).any():
            raise UnknownName(_unknown([str(code) for code in occupations[rows < 0]], known))
        if years > self.years:
            what = f"it covers {self.years} years and {years} are asked for"
            remedy = "Give a longer path or ask for fewer years."
            why = "Nothing is assumed for the years after it ends."
            raise InvariantError(Problem(what, "market path", remedy, why))
        pay, finding = (
            np.ascontiguousarray(array.to_numpy()[rows, :years].T, dtype=float)
            for array in (self.pay, self.job_finding)
        )
        return pay, finding

    def __repr__(self) -> str:
        last = self.pay.iloc[:, -1].to_numpy(), self.job_finding.iloc[:, -1].to_numpy()
        pay, finding = (f"{np.min(x):.2f} to {np.max(x):.2f}" for x in last)
        return (
            f"MarketPath: {len(self.occupations)} occupations, {self.years} years; "
            f"in the last, pay {pay} and job finding {finding} of today's"
        )


@dataclass(frozen=True, eq=False)
class DemandShock:
    """What a firm's plan tells an economy: how much labour a unit of its work needs, and what compute costs.

    change : (occupation) positions per unit of work at the end, plan against baseline [share]; −0.2 is a
        fifth fewer, −1 none left
    compute : spent on compute at the end, for a dollar of the baseline's payroll [USD/USD]; not below 0
    path : (quarter) of the change that is there [share], 0 at the start, 1 at the end
    industries : codes of the firm's industries, as OEWS publishes them
    Raises `InvariantError` with everything that does not hold.
    """

    change: pd.Series
    compute: float
    path: Array
    industries: tuple[str, ...]

    def __post_init__(self) -> None:
        problems = _shock_problems(self)
        if problems:
            raise InvariantError(problems)

    @property
    def occupations(self) -> pd.Index:
        """The labels of the change."""
        return self.change.index

    @property
    def quarters(self) -> int:
        """How many quarters the plan has."""
        return len(self.path) - 1

    def __repr__(self) -> str:
        least, most = (f"{100 * end:+.0f}%" for end in (float(self.change.min()), float(self.change.max())))
        return (
            f"DemandShock: {len(self.occupations)} occupations, {least} to {most} positions per unit of work "
            f"after {self.quarters} quarters; {self.compute:.3f} USD of compute per USD of payroll"
        )


def _shock_problems(shock: DemandShock) -> list[Problem]:
    """What does not hold of a shock."""
    where, change, problems = "demand shock", shock.change, []
    if change.index.name != PATH_AXES[0] or not change.size:
        remedy = "Give one index, named occupation, that is not empty."
        problems.append(Problem(f"its index is named {change.index.name}, of {change.size}", where, remedy))
    else:
        labels, values = change.index, change.to_numpy(float)
        problems += _twice(labels, where)
        unfit = ~np.isfinite(values) | (values < -1.0)
        if unfit.any():
            result = [str(label) for label in labels[unfit]]
            what = f"a change is missing, infinite or below −1 for {first_of(result, _SHOWN)}"
            problems.append(Problem(what, where, why="A missing change is not taken as 0."))
    if not (np.isfinite(shock.compute) and shock.compute >= 0):
        problems.append(Problem(f"compute is {shock.compute} USD per USD of payroll", where))
    path = shock.path
    ends = len(path) > 1 and path[0] == 0.0 and path[-1] == 1.0
    if not (ends and np.isfinite(path).all() and path.min() >= 0.0 and path.max() <= 1.0):
        problems.append(Problem("its path is not from 0 to 1 over one quarter or more", where))
    if not shock.industries:
        problems.append(Problem("it names no industry", where, "Name the industry that follows the plan."))
    return problems


def _path_problems(name: str, array: pd.DataFrame) -> list[Problem]:
    """What does not hold of one of the two arrays."""
    where = f"market path, {name}"
    names = tuple(axis.name for axis in array.axes)
    if names != PATH_AXES or not array.size:
        what = f"its axes are {' and '.join(map(str, names))} of sizes {array.shape}"
        remedy = "Name its rows occupation and its columns year, and leave neither empty."
        return [Problem(what, where, remedy)]
    labels, years = array.index, array.columns
    problems = _twice(labels, where)
    if not years.equals(pd.RangeIndex(len(years))):
        what = f"its years are {first_of(list(years), _SHOWN)}"
        problems.append(Problem(what, where, "Count years from 0, which is now."))
    values = array.to_numpy(float)
    unfit = ~np.isfinite(values) | ((values <= 0) if name == "pay" else (values < 0))
    if unfit.any():
        result = sorted({str(label) for label in labels[unfit.any(axis=1)]})
        least = "not above" if name == "pay" else "below"
        what = f"a ratio is missing, infinite or {least} 0 for {first_of(result, _SHOWN)}"
        problems.append(Problem(what, where, why="A missing ratio is not taken as 1."))
    return problems


def _twice(labels: pd.Index, where: str) -> list[Problem]:
    twice = sorted({str(label) for label in labels[labels.duplicated()]})
    return [Problem(f"occupations stand more than once: {first_of(twice, _SHOWN)}", where)] if twice else []


def _unknown(missing: list[str], known: pd.Index) -> list[Problem]:
    names = [str(label) for label in known]
    problems = [
        Problem(f"there is no {code!r}", where="market path", nearest=nearest(code, names))
        for code in missing[:_SHOWN]
    ]
    if len(missing) > _SHOWN:
        problems.append(Problem(f"{len(missing) - _SHOWN} more are missing", where="market path"))
    return problems
