"""Jobs under every draw of AI and every draw of the law, for which no market has to be run; and the worst."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.parameters import Parameters, Reuse
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.missing_jobs import left_after_decade
from reallocate.market.nation.assumptions import BRIEF, assumed, assumed_draws
from reallocate.market.nation.demand import adoption_path, net_ended
from reallocate.market.nation.jobs_law import (
    AREA_GAP,
    DISPLACING,
    GAP,
    HALF_LIFE,
    NATION_SHARE,
    OF_LAW,
    JobsLaw,
    jobs_law,
)
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import Rates
from reallocate.work.world import World

PER_DRAW = 8
"""Draws of AI for each run of the market: 256 beside 32."""
FEWER = -0.5
"""What counts as fewer jobs [% of jobs] (J): the size of a large yearly revision of payrolls."""
SUPPLY = 0.25
"""Elasticity of labour supply to real pay, for the reading in which more jobs can come out.
Source: Chetty, Guren, Manoli, Weber 2011, American Economic Review 101:471, DOI 10.1257/aer.101.3.471: 0.25
on the extensive margin (abstract)."""


@dataclass(frozen=True, eq=False)
class JobsDrawn:
    """Every draw of AI under every draw of the law.

    ended : (draw, quarter) jobs that AI ends, net of new tasks, at unchanged output [share of jobs]
    law : draws of how many of them are missing, and for how long
    """

    ended: Array
    law: JobsLaw

    def change(self, quarter: int) -> Array:
        """Jobs wanted against no further AI; (draw, law) [% of jobs at the start].

        quarter : since the start
        """
        change: Array = 0.0 - 100.0 * self.law.missing(self.ended, quarter)
        return change

    def under(self, law: JobsLaw) -> JobsDrawn:
        """The same draws of AI under other draws of the law."""
        return replace(self, law=law)

    @cached_property
    def at_end(self) -> Array:
        """Jobs wanted at the end against no further AI; (draw, law) [% of jobs at the start]."""
        return self.change(self.ended.shape[1] - 1)


def clears(request: EconomyRun) -> bool:
    """Whether the law of missing jobs decides the number of jobs in what is asked for."""
    return request.closure is Closure.PAY_CLEARS and request.laws.demand


def jobs_drawn(
    world: World,
    accounts: Accounts,
    rates: Rates,
    request: EconomyRun,
    per_draw: int = PER_DRAW,
    kept: Sequence[Reuse] = (),
) -> JobsDrawn:
    """Every draw of AI under every draw of the law.

    world, accounts, rates : as for `assumed_draws`
    request : years, draws, sources, laws, parameters, seed
    per_draw : draws of AI for each of the request's; its own are among them
    kept : (draw) hours freed under the draws of another ensemble
    In a run of the market the number of jobs reads AI by the jobs that it ends and by nothing else, so that
    no run has to be made.
    """
    quarters = 4 * request.years
    runs, _ = assumed_draws(
        world, request.parameters, accounts, rates, quarters, per_draw * request.draws, request.drawn,
        request.sources, request.capability, request.seed, request.laws, request.closure, kept,
    )  # fmt: skip
    ended = np.stack([net_ended(run, accounts, adoption_path(run, accounts, quarters)) for run in runs])
    return JobsDrawn(ended, jobs_law(world.table("output_series"), request.parameters, request.seed))


def share_fewer(change: Array, mark: float = FEWER) -> float:
    """Of all draws, those with fewer jobs [share].

    change : (draw, law) [% of jobs]
    mark : below which jobs are fewer [% of jobs]
    """
    return float((change < mark).mean())


_AREAS_OWN = float(left_after_decade(np.array(15.0)))
"""Of the jobs missing in areas, what is left at a decade's end where half of a gap there closes in 15 years
(J): between 5.3 after the slump and no recovery seen after imports."""
_LAW_READINGS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("twice", "if gaps had not begun to heal at the decade's end: ψ = λ·φ", {"healed": 1.0}),
    ("later", "if 0.86 is what is missing nine years after the decade's end (imports to 2010, seen in 2019)",
     {"years_later": 9.0}),
    ("areas", "if areas heal by themselves: half of a gap in 15 years", {"healed": _AREAS_OWN}),
    ("high_area", "if 1.30 jobs are missing in an area for each displaced (imports 1990–2007)",
     {AREA_GAP: (0.92, 1.68)}),
    ("low_area", "if 0.51 are (imports 2000–07)", {AREA_GAP: (0.18, 0.84)}),
    ("low_nation", "if the nation misses 1/3 to 0.55 of what its areas miss", {NATION_SHARE: (1 / 3, 0.55)}),
    ("high_nation", "if it misses 1 to 2 times as many (trade)", {NATION_SHARE: (1.0, 2.0)}),
    ("slump", "if gaps close as after the slump of 2007–09: half in 2.2 to 8.8 years",
     {HALF_LIFE: (2.2, 8.8)}),
    ("lasting", "if they hardly close: half in 10 to 1,000 years", {HALF_LIFE: (10.0, 1000.0)}),
    ("all_displaced", "if all of a decade's growth of output per job displaced people",
     {DISPLACING: (1.0, 1.0)}),
    ("no_record", "if the record of countries is not used", {"weighed": False}),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class JobsReading:
    """Jobs under other numbers of the law.

    name, words : of the reading; words follow "jobs"
    change : (draw, law) [% of jobs]
    """

    name: str
    words: str
    change: Array
    law: JobsLaw


def law_readings(drawn: JobsDrawn, series: pd.DataFrame, request: EconomyRun) -> list[JobsReading]:
    """The same draws of AI under other draws of the law, one number at a time.

    series : the shipped table output_series
    request : parameters and seed
    """
    found = []
    for name, words, other in _LAW_READINGS:
        ends = {key: value for key, value in other.items() if isinstance(value, tuple)}
        named = {key: value for key, value in other.items() if key not in ends}
        law = jobs_law(series, request.parameters, request.seed, ends=ends, **named)
        found.append(JobsReading(name, words, drawn.under(law).at_end, law))
    return found


def with_supply(change: Array, real_pay: Array) -> Array:
    """Jobs where people start or stop work as real pay changes; (draw, law) [% of jobs].

    change : (draw, law) [% of jobs], as from `JobsDrawn`
    real_pay : (draw) change of real pay [%]
    (1 + change)·(1 + real pay)^0.25 − 1, `SUPPLY`
    """
    more = (1.0 + real_pay / 100.0) ** SUPPLY
    return 100.0 * ((1.0 + change / 100.0) * more[:, None] - 1.0)


_SETTLED = 1e-6
"""Jobs ended [share] by which a turn has to raise them for another to be tried."""


@dataclass(frozen=True, eq=False)
class Worst:
    """Assumptions about AI at which most jobs end, all of them within their ranges.

    values : (parameter) [its own unit], where it is not the one in force
    ended : (case, quarter) jobs that AI ends, net of new tasks [share of jobs], cases as `labels`
    """

    values: Mapping[str, float]
    labels: tuple[str, ...]
    ended: Array

    def table(self, law: JobsLaw, hardest: JobsLaw) -> pd.DataFrame:
        """A row a case: ended, and jobs under the law as drawn and at its own worst end [% of jobs].

        law, hardest : draws of the law, and the one at the bad ends of its ranges
        """
        change = JobsDrawn(self.ended, law).at_end
        worst = JobsDrawn(self.ended, hardest).at_end[:, 0]
        rows = [
            (label, 100.0 * gone[-1], *interval(some), float(last))
            for label, gone, some, last in zip(self.labels, self.ended, change, worst, strict=True)
        ]
        return pd.DataFrame(rows, columns=["case", "ended", "jobs", "jobs_low", "jobs_high", "jobs_worst"])


def _searched(
    names: Sequence[str], parameters: Parameters, ended: Callable[[Mapping[str, float]], float]
) -> dict[str, float]:
    """Values at which most jobs end.

    ended : jobs ended with some values in place of those in force [share]
    """
    bad, most = dict[str, float](), ended({})
    while True:
        before = most
        for name in names:
            about = parameters.about(name)
            for value in (about.low, about.high, about.value):
                if value != bad.get(name, about.value) and (found := ended({**bad, name: value})) > most:
                    bad, most = {**bad, name: value}, found
        if most - before < _SETTLED:
            return bad


def hardest_law(parameters: Parameters) -> JobsLaw:
    """The law at the ends of its ranges at which most jobs are missing.

    parameters : in force
    """
    return JobsLaw.known(*(parameters.about(name).high for name in (GAP, HALF_LIFE)))


def worst_ends(world: World, accounts: Accounts, rates: Rates, request: EconomyRun, source: str) -> Worst:
    """Searched: each number by turns at the end of its range at which most jobs end beside the others as they
    stand, until none moves.

    world, accounts, rates : as for `assumed`
    request : years, laws and parameters; a number that the user gave is held
    source : of reach, for the numbers in force and for the search; then the one that reaches most is taken
    """
    quarters, reuse = 4 * request.years, Reuse()

    def ended(
        own: Mapping[str, float], capability: str = request.capability, by: str = source, first: int = 0
    ) -> Array:
        run = assumed(
            world, request.parameters.replace(**own), accounts, rates, quarters, by, capability,
            request.laws, reuse, request.closure, first=first,
        )  # fmt: skip
        return net_ended(run, accounts, adoption_path(run, accounts, quarters), first)

    def at_end(own: Mapping[str, float], by: str = source) -> float:
        return float(ended(own, by=by, first=quarters)[0])

    names = [name for name in BRIEF if name in request.drawn and name not in OF_LAW]
    bad = _searched(names, request.parameters, at_end)
    widest = max(request.sources or world.sources, key=lambda one: at_end(bad, one))
    cases = {
        "AI's numbers in force": ended({}),
        "AI's numbers in force, capability fast": ended({}, "fast"),
        "each at its bad end": ended(bad, by=widest),
        "each at its bad end, capability fast": ended(bad, "fast", widest),
    }
    return Worst(bad, tuple(cases), np.stack(list(cases.values())))
