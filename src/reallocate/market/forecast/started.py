"""The nation's labour market started from a past month, with what was known then, and what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import Say
from reallocate.kernel.table import Tables
from reallocate.kernel.units import PERCENT
from reallocate.market.calibration.model import begun_at
from reallocate.market.flow.engine import Flows, State, survey_series
from reallocate.market.forecast.methods import carried_on, minnesota
from reallocate.market.forecast.rules import PANDEMIC
from reallocate.market.nation.economy import FIRST, LAST, National, at_last_observed, observed_months
from reallocate.market.nation.fit import fit, modelled, rates_of
from reallocate.market.nation.observed import COLUMNS, cycle_of, demand_scale, year_of
from reallocate.market.nation.rest import NormalSlack, SteadyState, continue_from, follow, steady_state
from reallocate.market.simulate.runs import market_of_months, shipped_market
from reallocate.market.state.market import SERIES, STEPS_PER_MONTH, Market, Rates, by_month
from reallocate.work.world import World

EARLIEST = "2005-01"
"""The first month to start from: the survey of openings then has four years to fit to."""
MARKET, TOLD, NO_CHANGE, VAR = "market", "told", "no_change", "var"
"""Who forecasts: the market with a cycle that fades; told output; no change; a vector autoregression."""
MEASURES = (*SERIES, "separations", "job_finding")
_ANCHORED = MEASURES[len(SERIES) :]
"""Their first months are set to the mean of the months last seen, since the market counts them otherwise."""
_MONTHS_OF_ANCHOR = 3
_REDESIGN = 1.1
"""Short-term unemployed as counted until 1993, when all were asked for their weeks anew, to those since.
Source: Shimer 2012, Review of Economic Dynamics 15:127, appendix A, DOI 10.1016/j.red.2012.02.001."""
_SHIPPED_FROM = "2020-01"
"""First month from which everything that ships was fitted to earlier months alone."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """The market fitted to the months before a start.

    nation : at the slack that was normal in these months
    values : (parameter) as `fit.FITTED`
    amplitude : how far demand moves with output [ratio]
    known : last month fitted to
    """

    nation: National
    values: Array
    amplitude: float
    known: str

    @property
    def rates(self) -> Rates:
        """Speeds of flows."""
        return rates_of(self.values, self.nation.normal.outside)


def before(tables: Tables, month: str) -> dict[str, pd.DataFrame]:
    """The tables, with nothing in their series that is dated after the start.

    month : the first of the run; quarters of output are kept that end before it
    """
    series, output = tables["market_series"], tables["output_series"]
    quarter = pd.PeriodIndex(output["quarter"].str.replace("-", ""), freq="Q")
    ended = quarter.end_time < pd.Timestamp(f"{month}-01")
    months = tables["national_months"]
    return {
        **tables,
        "market_series": series[series["month"] < month],
        "output_series": output[ended],
        "national_months": months[months["month"] < month],
    }


def fitted_before(world: World, month: str, say: Say | None = None) -> Fitted:
    """The market fitted to the months before a start, and to none after 2019.

    world : with all tables of moves
    month : the first of the run
    say : is told each step
    """
    if month >= _SHIPPED_FROM:
        nation, values = shipped_market(world)
        return Fitted(nation, values.array, values.amplitude, LAST)
    last = _month(month, -1)
    seen = observed_months(before(world.tables, month), FIRST, last, last)
    nation = market_of_months(world, seen)
    found = fit(modelled(nation.market, nation.normal, seen), seen, say=say, precision=1e-5)
    return Fitted(nation, found.values, found.amplitude, last)


def job_finding(unemployed: Array, short: Array) -> Array:
    """Share of the unemployed who are so no longer a month later; (month) [share], missing in the last.

    unemployed : (month) [persons]
    short : (month) of them those for less than five weeks [persons]
    f_t = max(1 − (u_{t+1} − 1.1·s_{t+1})/u_t, 0); 1.1 makes up for the survey's change of 1994, and only
    March 2020 is below 0.
    Source: Shimer 2012, Review of Economic Dynamics 15:127, equation 4 and appendix A, DOI
    10.1016/j.red.2012.02.001; Elsby, Hobijn, Şahin 2013, Review of Economics and Statistics 95:530, equation
    4, DOI 10.1162/REST_a_00277.
    """
    stayed = (unemployed[1:] - _REDESIGN * short[1:]) / unemployed[:-1]
    return np.append(np.maximum(1.0 - stayed, 0.0), np.nan)


def seen_by_month(tables: Tables) -> pd.DataFrame:
    """Every measure as published; (month) by measure [share], missing where there is none.

    separations : all of them, quits too [share of employment/month]
    Source: BLS CPS and JOLTS.
    """
    rows = tables["market_series"].set_index("month")
    made = rows[list(COLUMNS)].set_axis(list(SERIES), axis=1)
    months = tables["national_months"].pivot(index="month", columns="series", values="value")
    counts = months[["unemployed", "unemployed_under_5_weeks"]].dropna()
    finding = pd.Series(job_finding(*counts.to_numpy(dtype=float).T), counts.index)
    return made.assign(separations=rows["separations"], job_finding=finding)


@dataclass(frozen=True, eq=False)
class Start:
    """A month to start from, and the market as it was fitted to the months before.

    world : with all tables of moves
    month : the first of the run
    months : how many
    fitted : to what was known
    output : (quarter) as the told path is told it
    """

    world: World
    month: str
    months: int
    fitted: Fitted
    output: pd.DataFrame

    @cached_property
    def calendar(self) -> tuple[str, ...]:
        """Every month of the run."""
        return tuple(_month(self.month, ahead) for ahead in range(self.months))

    @cached_property
    def known(self) -> Mapping[str, pd.DataFrame]:
        """The tables up to the start."""
        return before(self.world.tables, self.month)

    @cached_property
    def last_seen(self) -> pd.Series:
        """The last figure of each measure before the start [share]."""
        return seen_by_month(self.known).ffill().iloc[-1]

    @cached_property
    def _begun(self) -> tuple[SteadyState, State]:
        """What demand is counted from, and the state at the start."""
        nation, rates = self.fitted.nation, [self.fitted.rates]
        scale = demand_scale(self.fitted.amplitude, self._cycle_before)
        past, at_rest = follow(nation.market, nation.normal, rates, scale)
        seen = self.last_seen
        state = begun_at(past.end, float(seen["unemployment"]), float(seen["openings"]))
        return at_rest, state

    @cached_property
    def _past(self) -> tuple[Array, float]:
        moments = [year_of(month) for month in _span(FIRST, _month(self.month, -1))]
        return cycle_of(self.known["output_series"], self.fitted.known, np.array(moments))

    @property
    def _cycle_before(self) -> Array:
        return self._past[0]

    @property
    def fading(self) -> Array:
        """The cycle as known at the start, fading from there; (step) [ratio]."""
        cycle, left = self._past
        ahead = np.arange(1, self.months * STEPS_PER_MONTH + 1)
        faded: Array = cycle[-1] * left**ahead
        return faded

    @property
    def told(self) -> Array:
        """The cycle as output had it; (step) [ratio]; missing after its last quarter."""
        moments = np.array([year_of(month) for month in self.calendar])
        cycle, _ = cycle_of(self.output, self.fitted.known, moments)
        last = str(self.output["quarter"].iloc[-1])
        end = year_of(f"{last[:4]}-01") + int(last[-1]) / 4.0
        known: Array = np.where(np.repeat(moments, STEPS_PER_MONTH) < end - 1e-9, cycle, np.nan)
        return known

    def path(self, cycle: Array) -> Array:
        """The market from the start on; (month, measure) [share], measures as `MEASURES`.

        cycle : (step) [ratio]; months from its first missing step on are missing
        """
        at_rest, state = self._begun
        result = np.full((self.months, len(MEASURES)), np.nan)
        steps = int(np.isfinite(cycle).sum()) // STEPS_PER_MONTH * STEPS_PER_MONTH
        if steps:
            scale = demand_scale(self.fitted.amplitude, cycle[:steps])
            flows = continue_from(self.fitted.nation.market, at_rest, state, [self.fitted.rates], scale)
            result[: steps // STEPS_PER_MONTH] = _measured(flows)
            for name in _ANCHORED:
                place = MEASURES.index(name)
                result[:, place] *= self._anchor[name] / result[:_MONTHS_OF_ANCHOR, place].mean()
        return result

    @cached_property
    def _anchor(self) -> pd.Series:
        seen = seen_by_month(self.known)
        return pd.Series({one: seen[one].dropna().tail(_MONTHS_OF_ANCHOR).mean() for one in _ANCHORED})

    @property
    def no_change(self) -> Array:
        """Every measure as last seen; (month, measure) [share]."""
        still = self.last_seen[list(MEASURES)].to_numpy(dtype=float)
        return np.repeat(still[None, :], self.months, axis=0)

    @property
    def autoregression(self) -> Array:
        """A vector autoregression of the logarithms of the four series, which stay above 0, learnt from all
        months before but the pandemic's; (month, measure) [share], missing for the others."""
        rows = seen_by_month(self.known)[list(SERIES)].loc[FIRST:].dropna()
        late = (pd.Period(self.month, "M") - pd.Period(str(rows.index[-1]), "M")).n - 1
        values, months = PERCENT * np.log(rows.to_numpy(dtype=float)), rows.index.to_numpy(dtype=str)
        usable = ~((months >= PANDEMIC[0]) & (months <= PANDEMIC[1]))
        ahead = carried_on(minnesota(values, usable.astype(float)), values, late + self.months)[late:]
        result = np.full((self.months, len(MEASURES)), np.nan)
        result[:, : len(SERIES)] = np.exp(ahead / PERCENT)
        return result

    @property
    def at_rest(self) -> Array:
        """The market at rest where it was last seen, as `simulate nation` without AI is; as `path`."""
        nation, values = shipped_market(self.world)
        found = at_last_observed(nation.market, values.rates, self.known["market_series"])
        return _measured(rested(nation.market, found.normal, found.rates(values.rates), self.months))

    @cached_property
    def paths(self) -> Mapping[str, Array]:
        """The paths beside each other; (month, measure) [share]."""
        return {
            MARKET: self.path(self.fading),
            TOLD: self.path(self.told),
            NO_CHANGE: self.no_change,
            VAR: self.autoregression,
        }

    @cached_property
    def came(self) -> Array:
        """What came; (month, measure) [share], missing where no figure ships."""
        seen = seen_by_month(self.world.tables).reindex(list(self.calendar))
        return seen[list(MEASURES)].to_numpy(dtype=float)


def started(world: World, month: str, years: int, say: Say | None = None) -> Start:
    """The market of the United States from a past month.

    month : the first of the run, such as 2008-01
    years : how long [years]
    say : is told what is under way
    Raises `InputError` before there are data, and after them.
    """
    must_be_past(world.tables, month)
    if say is not None:
        say(f"Fitting the market to the months before {month}")
    return Start(world, month, 12 * years, fitted_before(world, month, say), world.tables["output_series"])


def must_be_past(tables: Tables, month: str) -> None:
    """Raise `InputError` where a run cannot start in a month.

    month : as it was given
    """
    known = tables["market_series"].dropna(subset=["unemployment"])["month"]
    latest = _month(str(known.iloc[-1]), 1)
    try:
        written = str(pd.Period(month, "M"))
    except ValueError:
        written = ""
    if written != month:
        remedy = f"Write a month from {EARLIEST} to {latest}, such as --from 2008-01."
        raise InputError(Problem(f"{month!r} is no month", "--from", remedy))
    if month < EARLIEST:
        why = "Openings, hires and quits are counted from December 2000, and the market is fitted to them."
        remedy = f"Start in {EARLIEST} or later."
        raise InputError(Problem(f"{month} lies before there are data to start from", "--from", remedy, why))
    if month > latest:
        why = f"The last figure of unemployment is that of {known.iloc[-1]}."
        remedy = f"Start in {latest} or before, or leave --from out: a run begins where the figures end."
        raise InputError(Problem(f"{month} lies after the figures that ship", "--from", remedy, why))


def rested(market: Market, normal: NormalSlack, rates: Rates, months: int) -> Flows:
    """The market at rest, going on unchanged.

    normal, rates : at which it rests
    months : how long
    """
    still = np.ones((months * STEPS_PER_MONTH, 1))
    at_rest = steady_state(market, normal, [rates], still[0])
    return continue_from(market, at_rest, at_rest.state, [rates], still)


def _measured(flows: Flows) -> Array:
    """The measures of one run; (month, measure) [share]. Job finding is every hire, that of people who change
    jobs too, for each unemployed."""
    series = survey_series(flows)[:, :, 0]
    employed, unemployed = (
        flows.total(name)[:, 0].reshape(-1, STEPS_PER_MONTH)[:, 0] for name in ("employed", "unemployed")
    )
    by = {name: by_month(flows.total(name))[:, 0] for name in ("separations", "quits", "exits", "hires")}
    left = (by["separations"] + by["quits"] + by["exits"]) / employed
    return np.column_stack([series, left, by["hires"] / unemployed])


def _month(month: str, ahead: int) -> str:
    """The month so many months later."""
    return str(pd.Period(month, "M") + ahead)


def _span(first: str, last: str) -> list[str]:
    return [str(month) for month in pd.period_range(first, last, freq="M")]


def with_output(start: Start, output: pd.DataFrame) -> Start:
    """The same start, told other output.

    output : (quarter) as the shipped table output_series
    """
    return replace(start, output=output)
