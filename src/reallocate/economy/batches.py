"""Many runs of the extended market, some at a time, and each beside the same run without further AI."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from reallocate.economy.run_assumptions import Economy, RunAssumptions
from reallocate.economy.trajectory import ByQuarter, Trajectory, simulate
from reallocate.executor import Say

Simulate = Callable[[Economy, Sequence[RunAssumptions], int, Say, str], Trajectory]
"""As `simulate_in_batches`, wherever the runs are made."""
BATCH = 32
"""Runs that are made side by side."""
OF_AI = ("diffusion", "use_now", "saved", "compute", "new_tasks", "renewed", "renewal_lag", "path")
"""Assumptions that a run without further AI does not read: use stays at `use_now`, and only what is beyond it
counts."""


def simulate_in_batches(
    economy: Economy,
    runs: Sequence[RunAssumptions],
    quarters: int,
    say: Say | None = None,
    what: str = "Runs",
) -> Trajectory:
    """As `simulate`, some runs at a time.

    economy, runs, quarters : as there
    say : told each batch
    what : the runs are, for what is told
    """
    made = []
    for first in range(0, len(runs), BATCH):
        some = runs[first : first + BATCH]
        if say is not None:
            say(f"{what} {first + 1} to {first + len(some)} of {len(runs)}, {quarters} quarters each")
        made.append(simulate(economy, some, quarters))
    return side_by_side(made)


def side_by_side(parts: Sequence[Trajectory]) -> Trajectory:
    """All runs of several trajectories, in their order; a single one as it is."""
    if len(parts) == 1:
        return parts[0]
    names = Trajectory.__dataclass_fields__
    return Trajectory(
        **{name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names}
    )


def without_ai(run: RunAssumptions) -> RunAssumptions:
    """The same run without further AI: same values, same policy, nobody adopts more than today.

    run : what it assumes
    """
    return replace(run, laws=replace(run.laws, adoption=False))


def simulate_without_ai(
    economy: Economy,
    runs: Sequence[RunAssumptions],
    quarters: int,
    say: Say | None = None,
    simulated: Simulate | None = None,
) -> Trajectory:
    """Each run without further AI, in the same order.

    economy, quarters, say : as for `simulate_in_batches`
    simulated : makes the runs; `simulate_in_batches` where none is given
    Runs that differ only in what AI does are the same without it, and are made once.
    """
    places: dict[Hashable, int] = {}
    of_run = [places.setdefault(read_without_ai(run), len(places)) for run in runs]
    firsts = [of_run.index(place) for place in range(len(places))]
    each = [without_ai(runs[first]) for first in firsts]
    what = "Without AI, runs"
    if simulated is not None:
        made = simulated(economy, each, quarters, say or (lambda _: None), what)
    else:
        made = simulate_in_batches(economy, each, quarters, say, what)
    return _as_today(select_runs(made, of_run), runs)


class RunsWithoutAI:
    """As `simulate_without_ai`, with the last runs kept for ensembles that differ in nothing they read."""

    def __init__(self) -> None:
        self._made: tuple[Economy, int, dict[Hashable, int], Trajectory] | None = None

    def __call__(
        self,
        economy: Economy,
        runs: Sequence[RunAssumptions],
        quarters: int,
        say: Say | None = None,
        simulated: Simulate | None = None,
    ) -> Trajectory:
        """The runs without further AI, in the same order.

        economy, runs, quarters, say, simulated : as there
        """
        keys = [read_without_ai(run) for run in runs]
        known = self._made
        if known is None or known[0] is not economy or known[1] != quarters or not known[2].keys() >= {*keys}:
            made = simulate_without_ai(economy, runs, quarters, say, simulated)
            known = self._made = economy, quarters, {key: place for place, key in enumerate(keys)}, made
        return _as_today(select_runs(known[3], [known[2][key] for key in keys]), runs)


def select_runs(extended: Trajectory, places: Sequence[int]) -> Trajectory:
    """Some of the runs, in the order given.

    places : of the runs that are wanted
    """
    if list(places) == list(range(extended.prices.shape[-1])):
        return extended
    names = Trajectory.__dataclass_fields__
    return Trajectory(**{name: _of_runs(getattr(extended, name), list(places)) for name in names})


def _of_runs(values: ByQuarter, places: list[int]) -> Any:
    if not isinstance(values, np.ndarray):
        return values.of_runs(places)
    first, last = places[0], places[-1] + 1
    return values[..., first:last] if places == list(range(first, last)) else values[..., places]


def _as_today(without: Trajectory, runs: Sequence[RunAssumptions]) -> Trajectory:
    """Runs without further AI, each with the use of AI that it has today."""
    use = np.stack([run.use_now for run in runs], axis=-1)
    return replace(without, adopted=np.broadcast_to(use, (len(without.prices), *use.shape)))


def read_without_ai(run: RunAssumptions) -> Hashable:
    """Everything that a run without further AI reads, but for the use of AI today; runs for which it is the
    same are otherwise the same without AI.

    run : what it assumes
    Nothing is saved, of which something could be kept, and nobody displaced, for whom jobs could be missing.
    """
    without = replace(run, adjustment=replace(run.adjustment, saving_kept=0.0, displaced_gap=0.0))
    values = [getattr(without, one.name) for one in fields(run) if one.name not in OF_AI]
    return tuple(value.tobytes() if isinstance(value, np.ndarray) else value for value in values)
