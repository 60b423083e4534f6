"""Displaced people by occupation and age, and the tables that are made of them: by group, age, area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array

ALL, OTHER = "all", "other"
FEWEST = 5
"""People below which a group is not shown apart [persons]."""
ANYBODY = 0.5
"""People below which there is nobody [persons]."""
CLOSE = 1e-9
NUMBER, PAID = "_number", "_paid"


@dataclass(frozen=True, eq=False)
class Cells:
    """Displaced people by occupation and age.

    persons : by what is counted, (occupation, age); each adds up over both [persons]
    money : the same of amounts [USD million]
    means : by what is told of one person, (occupation, age)
    number, paid : (occupation, age) people that one person is the mean of [persons], and their pay before
        [USD/year]; means are weighed by pay
    """

    persons: Mapping[str, Array]
    money: Mapping[str, Array]
    means: Mapping[str, Array]
    number: Array
    paid: Array

    def over_occupations(
        self,
        part: Array,
        labels: pd.Index,
        pay: Array | None = None,
        means: Mapping[str, Array] = MappingProxyType({}),
        sums: Mapping[str, Array] = MappingProxyType({}),
    ) -> pd.DataFrame:
        """One row for each part of the occupations, and one for all.

        part : (row, occupation) [share]; rows add up to 1
        labels : (row)
        pay : (row, occupation) pay beside that of all in the occupation [ratio]; alike where none is given
        means : by what is told of one person in a row's part of an occupation, (row, occupation)
        sums : by what is counted of a row as a whole, (row)
        """
        paid = part if pay is None else part * pay
        each = {name: part @ values.sum(axis=1) for name, values in self._of_persons.items()}
        each |= {name: paid @ values.sum(axis=1) for name, values in self._of_pay.items()}
        each |= {name: (paid * values) @ self.paid.sum(axis=1) for name, values in means.items()}
        return self._with_all(pd.DataFrame({**each, **sums}, index=labels), [*self.means, *means])

    def over_ages(self, labels: pd.Index) -> pd.DataFrame:
        """One row for each age, and one for all.

        labels : (age)
        """
        each = {name: values.sum(axis=0) for name, values in {**self._of_persons, **self._of_pay}.items()}
        return self._with_all(pd.DataFrame(each, index=labels), list(self.means))

    @property
    def _of_persons(self) -> dict[str, Array]:
        return {**self.persons, NUMBER: self.number}

    @property
    def _of_pay(self) -> dict[str, Array]:
        means = {name: values * self.paid for name, values in self.means.items()}
        return {**self.money, **means, PAID: self.paid}

    def _with_all(self, rows: pd.DataFrame, means: list[str]) -> pd.DataFrame:
        """Rows, small ones together, a last one that is summed anew from the cells; then means of one
        person."""
        together = small_rows(rows)
        table = rows[~together]
        if together.any():
            table = pd.concat([table, rows[together].sum().to_frame(OTHER).T])
        cells = {name: float(values.sum()) for name, values in {**self._of_persons, **self._of_pay}.items()}
        whole = pd.Series({**rows.sum(), **cells}, name=ALL)
        table = pd.concat([table, whole.to_frame().T])
        weight = table[PAID].where(table[PAID] > 0)
        for name in means:
            table[name] = table[name] / weight
        table.insert(0, "pay", table[PAID] / table[NUMBER].where(table[NUMBER] > 0))
        return table.drop(columns=[NUMBER, PAID]).rename_axis("group").reset_index()


def small_rows(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Rows that are not shown apart: of fewer than five people, and of the next larger ones as many as it
    takes for them together to be five, where there is anybody among them.

    rows : jobs_ended, laid_off and others [persons]
    """
    counted = [name for name in ("jobs_ended", "laid_off") if name in rows]
    size = rows[counted].abs().max(axis=1).to_numpy(dtype=float)
    small = size < FEWEST
    for place in np.argsort(size, kind="stable")[int(small.sum()) :]:
        if not ANYBODY < size[small].sum() < FEWEST:
            break
        small[place] = True
    return small


def must_add_up(table: pd.DataFrame, total: pd.Series, columns: tuple[str, ...], what: str) -> None:
    """End where the rows of a table do not add up to what they are parts of.

    table : its last row is of all
    total : what each column must be in all
    what : the rows are
    Raises `InvariantError` with every column that does not.
    """
    parts, whole = table.iloc[:-1], table.iloc[-1]
    problems = []
    for name in columns:
        expected = float(total[name])
        for result in (float(parts[name].sum()), float(whole[name])):
            if not abs(result - expected) <= CLOSE * max(1.0, float(parts[name].abs().sum())):
                problems.append(
                    Problem(f"{what}, {name}: {result:,.6f} instead of {expected:,.6f}", "worker ledger")
                )
                break
    if problems:
        raise InvariantError(problems)
