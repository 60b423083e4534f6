"""Monthly flows of the 22 major groups on exposure, before and after November 2022; and bounds on layoffs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.claims.estimates.exposure import Exposure
from reallocate.claims.estimates.regression import (
    ONE_SIDED_95,
    Estimate,
    GroupPanel,
    group_panel,
    standardised,
)
from reallocate.kernel.arrays import Array, Integers
from reallocate.work.world import World

INTO_UNEMPLOYMENT, OUT, OTHER_GROUP, FROM_UNEMPLOYMENT, FROM_OUTSIDE = OUTCOMES = (
    "into_unemployment", "out", "other_group", "from_unemployment", "from_outside",
)  # fmt: skip
"""Moves of a month, as a share of the people in the group."""
POST = "2022-12", "2024-03"
PLACEBO = "2021-12", "2022-11"
"""Months after and before the release of the first chat system that everybody could use."""
_YEAR_2019, _RECENT = ("2019-01", "2019-12"), ("2021-07", "2022-11")
MAIN = "2019 and 2021-12 to 2022-11"
BEFORE = {
    MAIN: (_YEAR_2019, PLACEBO),
    "2021-07 to 2022-11": (_RECENT,),
    "2019-01 to 2022-11 without 2020-03 to 2021-06": (("2019-01", "2020-02"), _RECENT),
}
"""Name of a window -> its spans of months before."""
_REASSIGNED, _SEED = 1_999, 1
_LOWEST = 0.25
"""Share of workers, the least exposed, who are taken as not hit."""
POST_MONTHS = 16
HORIZON = 60
"""Five years [months]."""


def flow_rates(moves: pd.DataFrame) -> pd.DataFrame:
    """Moves of a month as a share of the people in the group, each group and month one row.

    moves : month, origin, destination, people [persons], the shipped table `transitions`
    Returns month, group (its place in the order of codes), people, and `OUTCOMES` [% a month].
    """
    working = [moves[end].str.endswith("-0000") for end in ("origin", "destination")]
    keys = ["month", "origin"]
    stock = moves[working[0]].groupby(keys)["people"].sum()
    elsewhere = working[0] & working[1] & (moves["origin"] != moves["destination"])
    to = moves["destination"]
    found = {
        INTO_UNEMPLOYMENT: moves[working[0] & to.eq("unemployed")].set_index(keys)["people"],
        OUT: moves[working[0] & to.eq("outside")].set_index(keys)["people"],
        OTHER_GROUP: moves[elsewhere].groupby(keys)["people"].sum(),
    }
    for name, origin in ((FROM_UNEMPLOYMENT, "unemployed"), (FROM_OUTSIDE, "outside")):
        hires = moves[working[1] & moves["origin"].eq(origin)].drop(columns="origin")
        found[name] = hires.rename(columns={"destination": "origin"}).set_index(keys)["people"]
    rates = pd.DataFrame({name: 100.0 * each.reindex(stock.index) / stock for name, each in found.items()})
    table = rates.fillna(0.0).assign(people=stock).reset_index()
    table["group"] = pd.factorize(table["origin"], sort=True)[0]
    return table.drop(columns="origin")


@dataclass(frozen=True, eq=False)
class Flow:
    """One outcome under every measure.

    level : mean of the months after [% a month]
    after : (window, measure) estimates [points a month per standard deviation]
    trend : (measure) of years times exposure before the break
    placebo : (measure) with a false break
    p_of_all : share of reassignments whose largest coefficient of all measures is as large, in its spread
    """

    level: float
    after: dict[tuple[str, str], Estimate]
    trend: dict[str, Estimate]
    placebo: dict[str, Estimate]
    p_of_all: float

    @property
    def main(self) -> dict[str, Estimate]:
        """The estimates of the main window by measure."""
        return {measure: one for (window, measure), one in self.after.items() if window == MAIN}


def flows(world: World, exposure: Exposure) -> dict[str, Flow]:
    """Every outcome under every measure and window.

    world : with the table transitions
    """
    rates = flow_rates(world.table("transitions"))
    draws = reassignments(len(exposure.workers))
    panels = {name: before_after(rates, spans, POST) for name, spans in BEFORE.items()}
    recent = rates[rates["month"].between(*_RECENT)]
    years = recent["month"].str[:4].astype(float) + recent["month"].str[5:].astype(float) / 12.0
    trend = group_panel(recent, OUTCOMES, years.to_numpy(float) - 2022.0, by_season=False)
    placebo = before_after(rates, (_YEAR_2019,), PLACEBO)
    z = {name: group_exposure(exposure, name) for name in exposure.measures}
    after = rates[rates["month"].between(*POST)]
    made = {}
    for place, outcome in enumerate(OUTCOMES):
        made[outcome] = Flow(
            float(np.average(after[outcome], weights=after["people"])),
            {
                (window, name): panel.fit(place, one, draws if window == MAIN else None)
                for window, panel in panels.items()
                for name, one in z.items()
            },
            {name: trend.fit(place, one) for name, one in z.items()},
            {name: placebo.fit(place, one) for name, one in z.items()},
            _largest(panels[MAIN], place, list(z.values()), draws),
        )
    return made


def reassignments(groups: int) -> Integers:
    """Orders of the groups, the same in every run; (draw, group)."""
    rng = np.random.default_rng(_SEED)
    return np.array([rng.permutation(groups) for _ in range(_REASSIGNED)])


def group_exposure(exposure: Exposure, measure: str) -> Array:
    """A measure by major group; (group) [standard deviations over workers]."""
    return standardised(exposure.groups[measure].to_numpy(), exposure.workers.to_numpy())


def in_spans(months: pd.Series, spans: Iterable[tuple[str, str]]) -> pd.Series:
    """Whether a month lies in one of some spans.

    spans : first and last month of each
    """
    inside = pd.Series(False, index=months.index)
    for span in spans:
        inside |= months.between(*span)
    return inside


def before_after(
    rates: pd.DataFrame, before: tuple[tuple[str, str], ...], after: tuple[str, str]
) -> GroupPanel:
    """Groups by month before and after a break, each with a level for each calendar month.

    rates : as from `flow_rates`
    before : spans of months; after : the treated span
    """
    treated = rates["month"].between(*after)
    kept = treated | in_spans(rates["month"], before)
    return group_panel(rates[kept], OUTCOMES, treated[kept].to_numpy(float), by_season=True)


def _largest(panel: GroupPanel, place: int, exposures: list[Array], draws: Integers) -> float:
    """One p for all measures together."""
    found, drawn = [], []
    for one in exposures:
        values = panel.reassigned(place, one, draws)
        spread = values.std()
        found.append(abs(panel.fit(place, one).value) / spread)
        drawn.append(np.abs(values) / spread)
    return float((np.max(drawn, axis=0) >= max(found)).mean())


@dataclass(frozen=True)
class FlowBound:
    """What a flow leaves open, by one measure and window, at the rate of the months after.

    five_years, upper : people in five years and their 95% bound [% of workers]
    """

    measure: str
    window: str
    five_years: float
    upper: float


def flow_bounds(flow: Flow, exposure: Exposure, sign: float) -> list[FlowBound]:
    """Bounds on people who move more, or less, through AI.

    sign : 1 where more move, as for layoffs from separations; −1 where fewer do, as for people not hired
    sign·β·(mean worker less the least exposed quarter) a month, bound sign·β + 1.645·s.e.; the least exposed
    are taken as not hit
    """
    bounds = []
    for (window, measure), one in flow.after.items():
        lift, moved = HORIZON * above_least_exposed(exposure, measure), sign * one.value
        bounds.append(FlowBound(measure, window, moved * lift, (moved + ONE_SIDED_95 * one.error) * lift))
    return bounds


def medians(bounds: Sequence[FlowBound], name: str) -> list[float]:
    """The median over measures of one field, for each window.

    name : of the field
    """
    return [
        float(np.median([getattr(one, name) for one in bounds if one.window == window]))
        for window in dict.fromkeys(one.window for one in bounds)
    ]


def above_least_exposed(exposure: Exposure, measure: str) -> float:
    """The mean worker's exposure above that of the least exposed quarter [standard deviations]."""
    z, workers = group_exposure(exposure, measure), exposure.workers.to_numpy()
    order = np.argsort(z, kind="stable")
    low = order[np.cumsum(workers[order]) / workers.sum() <= _LOWEST]
    return -float(np.average(z[low], weights=workers[low]))
