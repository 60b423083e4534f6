"""The graph of moves that one worker may try: what each job pays, and what each move takes."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.transition.route_checks import (
    END_COLUMNS,
    NUMBERS,
    column_problems,
    end_problems,
    number_problems,
    pay_problems,
    refuse,
    unknown_numbers,
)

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]


class MoveNumbers(NamedTuple):
    """Moves as arrays, each (move): target, a place among the occupations, and the four numbers.

    odds [probability/year], weeks [weeks], prepare_cost and search_cost [USD]
    """

    target: Codes
    odds: Array
    weeks: Array
    prepare_cost: Array
    search_cost: Array

    def part(self, first: int, last: int) -> MoveNumbers:
        """Those in a range of places.

        first, last : the last one is not included
        """
        here = slice(first, last)
        return MoveNumbers(
            self.target[here],
            self.odds[here],
            self.weeks[here],
            self.prepare_cost[here],
            self.search_cost[here],
        )


class Layout(NamedTuple):
    """Where each move starts and ends, made once for a set of moves; origins do not decrease.

    origin, target : (move) places among the occupations
    """

    origin: Codes
    target: Codes


@dataclass(frozen=True, eq=False)
class MoveGraph:
    """Occupations with their pay, and the moves between them that may be tried; kept sorted by label.

    occupations : (occupation) labels, in any order
    entry_pay, later_pay : (occupation) [USD/year] on entry and once settled, under the same labels
    moves : (move) origin, target, odds [probability/year] if one tries, weeks [weeks] of training,
        prepare_cost [USD] in the year one starts (fees, pay lost while training, the first year's search),
        search_cost [USD] in each later year of search
    numbers : not given; the moves as arrays, sorted by origin and target
    layout : not given; where each move starts and ends
    known_layout : for `redrawn`, so that many draws share one
    Raises `ValueError` with everything that does not hold. A move of more than 104 weeks of training does
    not hold: preparation is followed for two years.
    """

    occupations: pd.Index
    entry_pay: pd.Series[float]
    later_pay: pd.Series[float]
    moves: pd.DataFrame
    known_layout: InitVar[Layout | None] = None
    layout: Layout = field(init=False)
    numbers: MoveNumbers = field(init=False)

    def __post_init__(self, known_layout: Layout | None) -> None:
        lacking = column_problems(self.moves)
        problems = pay_problems(self.occupations, {"entry_pay": self.entry_pay, "later_pay": self.later_pay})
        problems += lacking or number_problems(self.moves)
        if known_layout is None and not lacking:
            problems += end_problems(self.moves, self.occupations)
        refuse(problems)
        layout = known_layout
        if layout is None:
            occupations = self.occupations.sort_values()
            moves = self.moves.sort_values(list(END_COLUMNS), ignore_index=True)
            layout = Layout(*(_places(occupations, moves[end]) for end in END_COLUMNS))
            for name, value in (
                ("occupations", occupations),
                ("entry_pay", self.entry_pay.loc[occupations]),
                ("later_pay", self.later_pay.loc[occupations]),
                ("moves", moves),
            ):
                object.__setattr__(self, name, value)
        object.__setattr__(self, "layout", layout)
        object.__setattr__(self, "numbers", MoveNumbers(layout.target, *_columns(self.moves)))

    def redrawn(
        self, entry_pay: Array | None = None, later_pay: Array | None = None, **numbers: Array
    ) -> MoveGraph:
        """The same occupations and moves with other numbers.

        entry_pay, later_pay : (occupation) [USD/year], in the order of `occupations`
        numbers : (move) odds, weeks, prepare_cost or search_cost, in the row order of `moves`
        Raises `ValueError` as the class does.
        """
        refuse(unknown_numbers(numbers))
        entry, later = (
            old if new is None else pd.Series(new, index=self.occupations)
            for old, new in ((self.entry_pay, entry_pay), (self.later_pay, later_pay))
        )
        return MoveGraph(self.occupations, entry, later, self.moves.assign(**numbers), self.layout)

    @property
    def pays(self) -> tuple[Array, Array]:
        """Entry and later pay, each (occupation) [USD/year]."""
        entry, later = (
            np.asarray(pay.to_numpy(), dtype=np.float64) for pay in (self.entry_pay, self.later_pay)
        )
        return entry, later

    def numbers_of(self, place: int) -> MoveNumbers:
        """The moves out of one occupation, sorted by target.

        place : of the occupation in `occupations`
        """
        first, last = np.searchsorted(self.layout.origin, [place, place + 1])
        return self.numbers.part(int(first), int(last))

    def numbers_from(self, moves: pd.DataFrame) -> MoveNumbers:
        """Moves out of a job that is no row of the graph, sorted by target.

        moves : (move) target and the four numbers
        Raises `ValueError` as the class does.
        """
        ends = ("target",)
        lacking = column_problems(moves, ends)
        refuse(lacking or number_problems(moves, ends) + end_problems(moves, self.occupations, ends))
        known = moves.sort_values("target", ignore_index=True)
        return MoveNumbers(_places(self.occupations, known["target"]), *_columns(known))

    def __repr__(self) -> str:
        return f"MoveGraph: {len(self.occupations)} occupations, {len(self.moves)} moves"


def _places(occupations: pd.Index, labels: pd.Series[str]) -> Codes:
    return np.asarray(occupations.get_indexer(pd.Index(labels)), dtype=np.intp)


def _columns(moves: pd.DataFrame) -> list[Array]:
    return [moves[name].to_numpy(float) for name in NUMBERS]
