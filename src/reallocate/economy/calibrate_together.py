"""Several searches at once: each waits until all have asked, and one batch of runs answers them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Condition

import numpy as np

from reallocate.economy.calibrate import Fit, Series
from reallocate.measure.arrays import Array

Task = Callable[[Series], Fit]


def together(series: Series, tasks: Sequence[Task]) -> list[Fit]:
    """What every search finds, in their order; the same as one after another.

    series : as from `modelled`; a run's result does not depend on the runs beside it
    tasks : from the series that they are to ask to a fit
    A market with many runs side by side takes little longer than one with few, so that fourteen searches
    together take a quarter of the time.
    """
    gathered = Gathered(series, len(tasks))

    def search(task: Task) -> Fit:
        try:
            return task(gathered)
        finally:
            gathered.leave()

    if not tasks:
        return []
    with ThreadPoolExecutor(max_workers=len(tasks)) as pool:
        return list(pool.map(search, tasks))


class Gathered:
    """The series, asked by several searches in threads of their own.

    series : as from `modelled`
    searches : how many will ask
    """

    def __init__(self, series: Series, searches: int) -> None:
        self._series, self._searching = series, searches
        self._turn, self._round = Condition(), 0
        self._asked: list[Array] = []
        self._answers: list[Array] = []
        self._failure: BaseException | None = None

    def __call__(self, values: Array) -> Array:
        """The series for some values; (month, series, run) [share].

        values : (run, parameter)
        """
        with self._turn:
            # No later round can begin before this search has read its answer and asked again.
            place, now = len(self._asked), self._round
            self._asked.append(values)
            self._answer_if_all()
            self._turn.wait_for(lambda: self._round != now)
            if self._failure is not None:
                raise self._failure
            return self._answers[place]

    def leave(self) -> None:
        """Ask no more."""
        with self._turn:
            self._searching -= 1
            self._answer_if_all()

    def _answer_if_all(self) -> None:
        if not self._asked or len(self._asked) < self._searching:
            return
        ends = np.cumsum([len(one) for one in self._asked])[:-1]
        try:
            self._answers = np.split(self._series(np.concatenate(self._asked)), ends, axis=2)
        except BaseException as failure:  # every search must hear of it, or the others would wait for ever
            self._failure = failure
        self._asked, self._round = [], self._round + 1
        self._turn.notify_all()
