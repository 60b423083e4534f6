"""What a job that AI ends costs, by occupation, age and state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Column
from reallocate.market.laws.policy import Responses
from reallocate.market.laws.unemployment_duration import expected_months_without
from reallocate.market.nation.cohorts import demanded
from reallocate.market.nation.demand import ended_jobs
from reallocate.market.nation.economy import National
from reallocate.market.nation.effects import Areas, Effects, area_quarters, read_areas, relative_pay
from reallocate.market.nation.lost_job import YEARS_SHOWN, Loss, ages_of_runs, loss, slopes
from reallocate.market.nation.lost_pay import finding
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.state.ages import Ages
from reallocate.market.state.market import Rates, in_a_month, ratio
from reallocate.work.world import World

ALL, OTHER = "all", "other"
_FEWEST = 5
"""People below which a group is not shown apart [persons]."""
_ANYBODY = 0.5
"""People below which there is nobody [persons]."""
_CLOSE = 1e-9
_NUMBER, _PAID = "_number", "_paid"


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
        return {**self.persons, _NUMBER: self.number}

    @property
    def _of_pay(self) -> dict[str, Array]:
        means = {name: values * self.paid for name, values in self.means.items()}
        return {**self.money, **means, _PAID: self.paid}

    def _with_all(self, rows: pd.DataFrame, means: list[str]) -> pd.DataFrame:
        """Rows, small ones together, a last one that is summed anew from the cells; then means of one
        person."""
        together = _small_rows(rows)
        table = rows[~together]
        if together.any():
            table = pd.concat([table, rows[together].sum().to_frame(OTHER).T])
        cells = {name: float(values.sum()) for name, values in {**self._of_persons, **self._of_pay}.items()}
        whole = pd.Series({**rows.sum(), **cells}, name=ALL)
        table = pd.concat([table, whole.to_frame().T])
        weight = table[_PAID].where(table[_PAID] > 0)
        for name in means:
            table[name] = table[name] / weight
        table.insert(0, "pay", table[_PAID] / table[_NUMBER].where(table[_NUMBER] > 0))
        return table.drop(columns=[_NUMBER, _PAID]).rename_axis("group").reset_index()


def _small_rows(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Rows that are not shown apart: of fewer than five people, and of the next larger ones as many as it
    takes for them together to be five, where there is anybody among them.

    rows : jobs_ended, laid_off and others [persons]
    """
    counted = [name for name in ("jobs_ended", "laid_off") if name in rows]
    size = rows[counted].abs().max(axis=1).to_numpy(dtype=float)
    small = size < _FEWEST
    for place in np.argsort(size, kind="stable")[int(small.sum()) :]:
        if not _ANYBODY < size[small].sum() < _FEWEST:
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
            if not abs(result - expected) <= _CLOSE * max(1.0, float(parts[name].abs().sum())):
                problems.append(
                    Problem(f"{what}, {name}: {result:,.6f} instead of {expected:,.6f}", "worker ledger")
                )
                break
    if problems:
        raise InvariantError(problems)


@dataclass(frozen=True, eq=False)
class Looking:
    """What people meet who look for work in their area alone.

    months : (occupation, area) without work, expected [months]
    found : (occupation, area) pay of the jobs found beside the occupation's [ratio]
    unemployed : (area) more without work in the first run [person-years over the run]
    """

    months: Array
    found: Array
    unemployed: Array


def _looking_near(nation: National, rates: Rates, areas: Areas, extended: Trajectory, start: int) -> Looking:
    """Two runs in every area by itself, and what somebody meets who loses a job in a quarter of the first.

    nation : the market and its normal slack
    rates : of flows, with laws that are off set to nothing
    areas : who works where
    extended : two runs side by side
    start : the quarter; the market after the run's end is taken to stay as it ends
    The law of geography: an occupation's jobs change everywhere alike, and people apply within their area.
    """
    market, idle = nation.market, []
    chances: list[Array] = []
    result = np.ones_like(areas.employment)
    for run in (0, 1):
        demand, total = demanded(market, nation.normal, rates, extended, run), np.zeros(len(areas.names))
        for quarter, (state, _) in enumerate(area_quarters(market, nation.normal, areas, demand), start=1):
            total += state.people[1].sum(axis=0) / 4.0
            if run == 0 and quarter >= max(start, 1):
                chance, paid = finding(market, rates, state.people[:3])
                result = paid if not chances else result
                chances.append(in_a_month(chance))
        idle.append(total)
    return Looking(expected_months_without(chances), result, idle[0] - idle[1])


def area_rows(
    cells: Cells,
    each: Loss,
    world: World,
    nation: National,
    rates: Rates,
    p: Parameters,
    extended: Trajectory,
    start: int,
) -> pd.DataFrame:
    """The displaced by state, those with most jobs ended first, with a row for all.

    cells : by occupation and age
    each : what one person loses
    world : who works in which state, and pay there
    nation, rates, p, extended, start : as `ages_of_runs`
    An industry's adopters have no place: of each occupation's displaced, every state has its share of the
    occupation's people. Pay, and with it money, is the state's; months and shares of pay are those of the
    run, in which people look anywhere. Beside them stands what they would be if all looked in their state
    alone; the loss then to first order, by how many months longer and for what pay.
    """
    market, table = nation.market, world.table("area_employment")
    areas = read_areas(world.table("areas"), table, market, "state")
    near = _looking_near(nation, rates, areas, extended, start)
    by_month, by_pay = slopes(market, rates, p, extended, start)
    part = (areas.employment / areas.employment.sum(axis=1, keepdims=True)).T
    weight = cells.paid.sum(axis=1)

    def over_ages(values: Array) -> Array:
        sums = (cells.paid * values).sum(axis=1)
        return ratio(sums, weight)

    longer, better = near.months.T - each.months, near.found.T - each.found
    means = {
        "months_in_area": near.months.T,
        "lost_years_in_area": over_ages(each.lost)
        + over_ages(by_month) * longer
        + over_ages(by_pay) * better,
        "pay_found_in_area": near.found.T * over_ages(each.kept[0]),
    }
    more = {"more_unemployed_in_area": near.unemployed}
    pay = relative_pay(areas, table, market).T
    table = cells.over_occupations(part, pd.Index(areas.names["area"]), pay, means, more)
    titles = {**areas.names.set_index("area")["title"].to_dict(), OTHER: "Other states", ALL: "All states"}
    table.insert(1, "title", table["group"].map(titles))
    last = table["group"].isin([OTHER, ALL])
    first = table[~last].sort_values("jobs_ended", ascending=False, kind="stable")
    return pd.concat([first, table[last]], ignore_index=True).rename(columns={"group": "area"})


_COUNTED = ("jobs_ended", "employed", "more_unemployed")
_BORNE = ("benefits_years", "person_years")
"""Who bears what one person loses; they add up to it."""
_EXITS_FROM_55 = (
    "Present value. All from 55 on leave the labour force at one rate, since no published rate for 65 and "
    "over is at hand. People of 65 and over leave sooner, and so lose less than is shown from 55 on."
)
_YEARS_OF_PAY, _SHARE_OF_PAY = "years of the pay before", "share of the pay before"
_OVER_THE_RUN = "person-years over the run"
GROUPS = {ALL: "All together", OTHER: "Others, fewer than five people each"}

PAY_BEFORE = Column("pay", "Pay before", "USD/year", digits=0)
JOBS_ENDED = Column("jobs_ended", "Jobs that end", "persons", digits=0)
MORE_UNEMPLOYED = Column("more_unemployed", "Added time without work", _OVER_THE_RUN, signed=True, digits=0)
MONTHS_WITHOUT = Column("months", "Without work", "months", digits=1)
YEARS_LOST = Column("lost_years", "Pay lost", _YEARS_OF_PAY, digits=2, about=_EXITS_FROM_55)
AFTERWARDS = (
    Column("pay_found", "Pay of job found", _SHARE_OF_PAY, digits=0),
    *(Column(f"pay_after_{year}", f"Pay {year} years on", _SHARE_OF_PAY, digits=0) for year in YEARS_SHOWN),
    Column("with_job", "Have a job", "share", digits=0, about="Mean of the three years after."),
    Column("out_of_labour_force", "Out of labour force", "share", about="Mean of the three years after."),
)
"""What becomes of one person, after months without work and pay lost."""
_ALONE = "If everybody looks for work in their own state alone."
IN_AREA = (
    replace(MONTHS_WITHOUT, name="months_in_area", label="Months, own state only", about=_ALONE),
    replace(YEARS_LOST, name="lost_years_in_area", label="Pay lost, own state", about=_ALONE),
    Column("pay_found_in_area", "Pay found, own state", _SHARE_OF_PAY, digits=0, about=_ALONE),
    replace(MORE_UNEMPLOYED, name="more_unemployed_in_area", label="Time added, own state", about=_ALONE),
)
"""The same for people who look for work in their own state alone; not part of what adds up."""
LOST_JOB = (
    PAY_BEFORE,
    JOBS_ENDED,
    Column("employed", "In work at end", "persons", signed=True, digits=0, about="Against no further AI."),
    MORE_UNEMPLOYED,
    MONTHS_WITHOUT,
    YEARS_LOST,
    Column("benefits_years", "Borne by benefits", _YEARS_OF_PAY, digits=2),
    Column("person_years", "Borne by the person", _YEARS_OF_PAY, digits=2),
    *AFTERWARDS,
)
"""Columns of both tables."""


@dataclass(frozen=True, eq=False)
class LostJobs:
    """What one person loses whose job AI ends, by age and by state, with a row for all.

    effects : one run of the nation's market
    Jobs ended are those where AI does the hours, at unchanged output, at the end of the run; who holds them
    has the ages of the nation, and lives where the occupation works. The loss is that of somebody who loses
    the job in the quarter by which half of them have ended; how many end by a layoff is not told apart, so
    that it is not to be multiplied by them. Benefits: those who draw them, at today's level and length;
    there is no severance, since firms are not planned here. More without work, and fewer in work, are of the
    run. Its tables raise `InvariantError` where ages or states do not add up to the run.
    """

    effects: Effects

    @cached_property
    def by_age(self) -> pd.DataFrame:
        """A row for each age, and for all."""
        rows = self._cells.over_ages(pd.Index(Ages.of(self.effects.parameters).names))
        return self._checked(rows.rename(columns={"group": "age"}), "lost_by_age")

    @cached_property
    def by_area(self) -> pd.DataFrame:
        """A row for each state, and for all."""
        one = self.effects
        rows = area_rows(
            self._cells, self._loss, one.world, one.nation, self._rates, one.parameters, one.pair, self._start
        )
        return self._checked(rows, "lost_by_area")

    @property
    def _rates(self) -> Rates:
        return self.effects.assumed.laws.of(self.effects.rates)

    @cached_property
    def _start(self) -> int:
        """The quarter by which half of the jobs that end have ended."""
        path = -self.effects.pair.parts[:, 0, :, 0].sum(axis=1)
        return int(np.argmax(path >= path[-1] / 2.0))

    @cached_property
    def _loss(self) -> Loss:
        one = self.effects
        return loss(one.nation.market, self._rates, one.parameters, one.pair, self._start)

    @cached_property
    def _ended(self) -> Array:
        """(occupation) jobs [persons]."""
        ended: Array = ended_jobs(self.effects.pair, self.effects.economy.accounts)[-1, :, 0]
        return ended

    @cached_property
    def _cells(self) -> Cells:
        one, each = self.effects, self._loss
        p, pair = one.parameters, one.pair
        seen = ages_of_runs(one.nation, self._rates, p, pair, self._start, one.assumed.laws, True)
        jobs = self._ended[:, None] * Ages.of(p).share
        benefits = np.broadcast_to(each.benefit_years(Responses.of(p))[:, None], each.lost.shape)
        number = np.maximum(jobs, 0.0)
        return Cells(
            persons=dict(zip(_COUNTED, (jobs, seen.employed, seen.unemployed), strict=True)),
            money={},
            means={**each.of_one, **dict(zip(_BORNE, (benefits, each.lost - benefits), strict=True))},
            number=number,
            paid=number * one.nation.market.wage[:, None],
        )

    def _checked(self, table: pd.DataFrame, name: str) -> pd.DataFrame:
        people = self.effects.pair.people[..., 0] - self.effects.pair.people[..., 1]
        of_run = (self._ended.sum(), people[-1, 0].sum(), people[1:, 1].sum() / 4.0)
        must_add_up(table, pd.Series(dict(zip(_COUNTED, of_run, strict=True))), _COUNTED, name)
        _must_be_borne(table, name)
        return table


def _must_be_borne(table: pd.DataFrame, what: str) -> None:
    """End where those who bear what one person loses do not bear all of it.

    table : lost_years and `_BORNE` [years]
    what : the rows are; raises `InvariantError`
    """
    gap = float((table[list(_BORNE)].sum(axis=1) - table["lost_years"]).abs().max())
    if gap > _CLOSE:
        raise InvariantError(Problem(f"{what}: {gap:.6f} years of pay are borne by nobody", "lost jobs"))
