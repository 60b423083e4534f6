"""Demand without the flows of people: how industries adopt AI, and jobs ended and made."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.number import with_minus
from reallocate.kernel.parameters import Parameters, Reuse
from reallocate.market.laws.closures import HEADLINE, Closure
from reallocate.market.laws.money_held import PARTS, Demand, alone
from reallocate.market.nation.assumptions import BRIEF, assumed
from reallocate.market.nation.batches import (
    read_without_ai,
    simulate_in_batches,
    simulate_without_ai,
    without_ai,
)
from reallocate.market.nation.run import Economy, Laws, RunAssumptions
from reallocate.market.nation.trajectory import ClosedDemand, Trajectory
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import Rates
from reallocate.work.world import World


def adoption_path(run: RunAssumptions, accounts: Accounts, quarters: int) -> Array:
    """Work done by adopters; (quarter, industry) [share], quarter 0 is the start.

    run : what it assumes
    accounts : for the industries' jobs
    quarters : how many
    """
    path = [run.use_now]
    for quarter in range(1, quarters + 1):
        path.append(run.adopted_after(accounts, path[-1], quarter))
    return np.array(path)


def net_ended(run: RunAssumptions, accounts: Accounts, path: Array, first: int = 0) -> Array:
    """Jobs that AI ends, net of new tasks, at unchanged output; (quarter) [share of jobs at the start].

    path : (quarter, industry) work done by adopters, as from `adoption_path`
    first : quarter from which on it is wanted
    Σ_k a_k·Σ_o jobs_ko·s_o·(1 − ν) ÷ Σ jobs, by quarter: what the law of missing jobs reads.
    """
    jobs, ended = accounts.jobs_by_industry_and_occupation, []
    for quarter in range(first, len(path)):
        use = run.use_at(accounts, path[: quarter + 1], quarter)
        ended.append((1.0 - use.renewed) * float(use.adopted @ (jobs @ use.saved)))
    return np.array(ended) / float(jobs.sum())


def demand_at(run: RunAssumptions, accounts: Accounts, quarters: int) -> Demand:
    """Jobs wanted at the end, at the pay of the start: what the flows of people do not change much.

    run : what it assumes
    quarters : until the end
    """
    return alone(demands_at([run], accounts, quarters))


def demands_at(runs: Sequence[RunAssumptions], accounts: Accounts, quarters: int) -> Demand:
    """`demand_at` of several runs side by side; (run, …).

    runs, accounts, quarters : as there
    """
    paths = [adoption_path(run, accounts, quarters) for run in runs]
    closed, each = ClosedDemand(accounts, runs), list(zip(runs, paths, strict=True))
    if any(run.closure is Closure.PAY_CLEARS for run in runs):
        for ended in np.stack([net_ended(run, accounts, path) for run, path in each])[:, :quarters].T:
            closed.advance(ended)
    uses = [run.use_at(accounts, path, quarters) for run, path in each]
    return closed.at(uses, np.ones((len(runs), len(runs[0].new_tasks))))


_ELASTICITIES = (0.3, 0.7, 1.0, 1.5, 2.0)
_PASSED_THROUGH = (0.2, 0.6, 1.0)
_SPENT_OF_PROFITS = (0.1, 0.5, 1.0)

PART_LABELS = {
    "ended": "Work that AI does",
    "renewed": "New tasks",
    "built": "Compute built and run",
    "cheaper": "Lower prices",
    "spent": "Changed incomes and pay",
    "net": "All together",
}
"""The parts of `money_held.PARTS` and their sum, in words."""


def job_parts(extended: Trajectory, without: Trajectory) -> Array:
    """The effect of AI by part: jobs against the same quarters without further AI.

    (quarter, part, run) [share of all jobs at the start], parts as `money_held.PARTS`
    extended : what the runs gave
    without : the same runs without further AI
    """
    both = zip(extended.parts, without.parts, strict=True)
    return np.stack([(here - there).sum(axis=1) for here, there in both])


def net_jobs(extended: Trajectory, without: Trajectory) -> Array:
    """The effect of AI on all jobs wanted; (quarter, run) [share of all jobs at the start].

    extended : what the runs gave
    without : the same runs without further AI
    """
    net: Array = job_parts(extended, without).sum(axis=1)
    return net


def ended_jobs(extended: Trajectory, accounts: Accounts) -> Array:
    """Jobs whose work AI does at unchanged output; (quarter, occupation, run) [persons].

    extended : what the runs gave
    accounts : for all jobs at the start
    """
    return np.stack([ended_in_quarter(parts, accounts) for parts in extended.parts])


def ended_in_quarter(parts: Array, accounts: Accounts) -> Array:
    """The same by the end of one quarter; (occupation, run) [persons].

    parts : (part, occupation, run) as `Trajectory.parts`
    accounts : for all jobs at the start
    """
    ended: Array = -parts[PARTS.index("ended")] * float(accounts.jobs.sum())
    return ended


def jobs_surface(
    economy: Economy,
    base: RunAssumptions,
    quarters: int,
    elasticities: Sequence[float] = _ELASTICITIES,
    passed_through: Sequence[float] = _PASSED_THROUGH,
    spent_of_profits: Sequence[float] = _SPENT_OF_PROFITS,
) -> pd.DataFrame:
    """Jobs ended, made and net over elasticity, pass-through and spending of profits.

    base : everything else
    quarters : until the end
    elasticities, passed_through, spent_of_profits : the axes [ratio, share, share]
    Returns one row a run: elasticity, pass_through, spent_of_profits, the parts of `money_held.PARTS`,
    made [persons] (all but ended that bring jobs), lost [persons] (all that take them), net [persons] and
    net_share of all jobs at the start.
    """
    axes = list(product(elasticities, passed_through, spent_of_profits))
    runs = [_closed_by(base, *values) for values in axes]
    result = simulate_in_batches(economy, runs, quarters)
    parts = job_parts(result, simulate_without_ai(economy, runs, quarters))[-1].T
    jobs = float(economy.accounts.jobs.sum())
    table = pd.DataFrame(axes, columns=["elasticity", "pass_through", "spent_of_profits"])
    table[list(PARTS)] = parts * jobs
    table["made"] = np.maximum(parts, 0.0).sum(axis=1) * jobs
    table["lost"] = np.minimum(parts, 0.0).sum(axis=1) * jobs
    table["net"] = parts.sum(axis=1) * jobs
    table["net_share"] = parts.sum(axis=1)
    return table


def _closed_by(
    run: RunAssumptions, price_elasticity: float, pass_through: float, spent_of_profits: float
) -> RunAssumptions:
    """The same run with other spending.

    price_elasticity : [ratio]
    pass_through, spent_of_profits : [share]
    """
    own = {"price_elasticity": price_elasticity, "pass_through": pass_through}
    return replace(run, spending=replace(run.spending, spent_of_profits=spent_of_profits, **own))


def effect_at(run: RunAssumptions, accounts: Accounts, quarters: int) -> Array:
    """Jobs by part at the end, against no further AI; (part, occupation) [persons], at the pay of the start.

    run, accounts, quarters : as for `demand_at`
    """
    return effects_at([run], accounts, quarters)[0]


def effects_at(runs: Sequence[RunAssumptions], accounts: Accounts, quarters: int) -> list[Array]:
    """`effect_at` of several runs side by side; (run).

    runs, accounts, quarters : as there
    Runs that are the same without further AI stand against the same one.
    """
    keys = [read_without_ai(run) for run in runs]
    firsts = list(dict.fromkeys(keys))
    beside = [without_ai(runs[keys.index(key)]) for key in firsts]
    parts = demands_at([*runs, *beside], accounts, quarters).parts
    return [parts[at] - parts[len(runs) + firsts.index(key)] for at, key in enumerate(keys)]


@dataclass(frozen=True)
class Corners:
    """Jobs at the corners of what is not known, by the middle source of reach, pay as at the start.

    world : content, reach, pay and use of AI
    rates : of flows, as fitted
    quarters : until the end
    sources : of reach
    closure : what closes the accounts
    capability : trend, plateau, fast or reversal
    """

    world: World
    parameters: Parameters
    accounts: Accounts
    rates: Rates
    quarters: int
    sources: Sequence[str]
    closure: Closure = HEADLINE
    capability: str = "trend"
    laws: Laws = field(default_factory=Laws)

    def surface(self) -> pd.DataFrame:
        """Jobs wanted over price elasticity, pass-through and spending of profits.

        Returns elasticity [ratio], pass_through, spent_of_profits [share], net [share of jobs at the start].
        """
        rows = []
        for values in product(_ELASTICITIES, _PASSED_THROUGH, _SPENT_OF_PROFITS):
            each = [self._net(_closed_by(run, *values)) for run in self._runs.values()]
            rows.append((*values, float(np.median(each))))
        return pd.DataFrame(rows, columns=["elasticity", "pass_through", "spent_of_profits", "net"])

    def swings(self, names: Sequence[str]) -> pd.DataFrame:
        """Jobs wanted with one parameter at either end of its range, all others as in force.

        Returns parameter, says, label, low, high, unit, net_low, net_high [share of jobs at the start],
        swing, the widest first; a row `source` goes over the sources of reach where there are several.
        """
        rows = []
        for name in names:
            about = self.parameters.about(name)
            changed = [self.parameters.replace(**{name: end}) for end in (about.low, about.high)]
            ends = [self._net(self._run(one, self.middle)) for one in changed]
            words, scale, unit = BRIEF.get(name, (about.says, 1.0, f" {about.unit}"))
            label = with_minus(f"{words}: {scale * about.low:g} to {scale * about.high:g}{unit}")
            rows.append((name, about.says, label, about.low, about.high, about.unit, *ends))
        if len(self.sources) > 1:
            each = sorted(self._net(run) for run in self._runs.values())
            says = "what AI can do: the published source that says least, and most"
            label = f"what AI can do: {len(self.sources)} published sources"
            rows.append(("source", says, label, np.nan, np.nan, "", each[-1], each[0]))
        columns = ["parameter", "says", "label", "low", "high", "unit", "net_low", "net_high"]
        table = pd.DataFrame(rows, columns=columns)
        table["swing"] = (table["net_high"] - table["net_low"]).abs()
        return table.sort_values("swing", ascending=False, kind="stable").reset_index(drop=True)

    @cached_property
    def middle(self) -> str:
        """The source of reach that lies in the middle."""
        order = sorted(self._runs, key=lambda source: self._net(self._runs[source]))
        return order[len(order) // 2]

    @cached_property
    def _runs(self) -> dict[str, RunAssumptions]:
        """What is assumed under each source of reach."""
        return {source: self._run(self.parameters, source) for source in self.sources}

    def _net(self, run: RunAssumptions) -> float:
        """Jobs wanted at the end, against no further AI [share of all jobs at the start]."""
        key = read_without_ai(run)
        if key not in self._without:
            self._without[key] = self._parts(without_ai(run))
        parts = self._parts(run) - self._without[key]
        return float(parts[run.counted_parts].sum() / self.accounts.jobs.sum())

    def _parts(self, run: RunAssumptions) -> Array:
        return demand_at(run, self.accounts, self.quarters).parts

    @cached_property
    def _without(self) -> dict[Hashable, Array]:
        """Jobs wanted without further AI, by what decides them."""
        return {}

    @cached_property
    def _reuse(self) -> Reuse:
        """Hours freed and firms with AI, which most of the parameters do not move."""
        return Reuse()

    def _run(self, parameters: Parameters, source: str) -> RunAssumptions:
        return assumed(
            self.world, parameters, self.accounts, self.rates, self.quarters, source, self.capability,
            self.laws, self._reuse, self.closure,
        )  # fmt: skip
