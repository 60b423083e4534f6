"""Demand of the extended market without the flows of people: quick enough for every corner of a range."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd

from reallocate.economy.assumptions import BRIEF, assumed
from reallocate.economy.batches import read_without_ai, without_ai
from reallocate.economy.industry_adoption import demand_at, demands_at
from reallocate.economy.job_effects import ELASTICITIES, PASSED_THROUGH, SPENT_OF_PROFITS, closed_by
from reallocate.economy.laws.closures import HEADLINE, Closure
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.run_assumptions import Laws, RunAssumptions
from reallocate.measure.arrays import Array
from reallocate.measure.number import with_minus
from reallocate.work.parameters import Parameters
from reallocate.work.world import World


def effect_at(run: RunAssumptions, accounts: Accounts, quarters: int, unemployment: float) -> Array:
    """Jobs by part at the end, against no further AI; (part, occupation) [persons], at the pay of the start.

    run, accounts, quarters, unemployment : as for `demand_at`
    """
    return effects_at([run], accounts, quarters, unemployment)[0]


def effects_at(
    runs: Sequence[RunAssumptions], accounts: Accounts, quarters: int, unemployment: float
) -> list[Array]:
    """`effect_at` of several runs side by side; (run).

    runs, accounts, quarters, unemployment : as there
    Runs that are the same without further AI stand against the same one.
    """
    keys = [read_without_ai(run) for run in runs]
    firsts = list(dict.fromkeys(keys))
    beside = [without_ai(runs[keys.index(key)]) for key in firsts]
    parts = demands_at([*runs, *beside], accounts, quarters, unemployment).parts
    return [parts[at] - parts[len(runs) + firsts.index(key)] for at, key in enumerate(keys)]


@dataclass(frozen=True)
class Corners:
    """Jobs at the corners of what is not known, by the middle source of reach, pay as at the start.

    world : content, reach, pay and use of AI
    accounts : of the nation
    rates : of flows, as fitted
    quarters : until the end
    sources : of reach
    unemployment : at the start [share of the labour force]
    closure : what closes the accounts
    capability : trend, plateau, fast or reversal
    """

    world: World
    parameters: Parameters
    accounts: Accounts
    rates: Rates
    quarters: int
    sources: Sequence[str]
    unemployment: float
    closure: Closure = HEADLINE
    capability: str = "trend"
    laws: Laws = field(default_factory=Laws)

    def surface(self) -> pd.DataFrame:
        """Jobs wanted over price elasticity, pass-through and spending of profits.

        Returns elasticity [ratio], pass_through, spent_of_profits [share], net [share of jobs at the start].
        """
        rows = []
        for values in product(ELASTICITIES, PASSED_THROUGH, SPENT_OF_PROFITS):
            each = [self._net(closed_by(run, *values)) for run in self._runs.values()]
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
        return demand_at(run, self.accounts, self.quarters, self.unemployment).parts

    @cached_property
    def _without(self) -> dict[Hashable, Array]:
        """Jobs wanted without further AI, by what decides them."""
        return {}

    def _run(self, parameters: Parameters, source: str) -> RunAssumptions:
        return assumed(
            self.world, parameters, self.accounts, self.rates, self.quarters, source, self.capability,
            self.laws, closure=self.closure,
        )  # fmt: skip
