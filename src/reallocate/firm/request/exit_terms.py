"""What the law of a firm's country asks of exits: notice and severance of each role, and when they begin."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reallocate.data.country import HOME, country, country_money
from reallocate.data.national import national_figures
from reallocate.firm.law import (
    NO_ADVICE,
    Consultation,
    Law,
    consultation,
    law_of,
    laws,
    notice,
    notice_left,
    severance,
    stop_of_work,
    threshold,
)
from reallocate.firm.model.firm import NOTICE, SEVERANCE
from reallocate.firm.request.keys import Scenario
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.parameters import Parameters
from reallocate.market.state.ages import Ages
from reallocate.work.world import World

if TYPE_CHECKING:
    from reallocate.roster.roster import Roster

_SEVERANCE_KEYS = ("severance_share", "severance_per_exit")
_DAYS_A_YEAR = 365.25
_TINY = 1e-9
"""[days] What arithmetic leaves."""
_FIRST_JOB = 16.0
"""[years] Nobody has served longer than since this age."""
_QUANTILES = 12
"""Of service within each age."""
_AGES = (
    ((19.0,), "16_to_21"),
    ((24.0,), "22_to_25"),
    ((31.0, 40.0, 49.0), "26_to_54"),
    ((59.0,), "55_and_over"),
)
"""[years] Ages that stand for each group, alike in number, and its tenure's name among the assumptions."""


def law_in_force(world: World) -> Law | None:
    """The law that decides notice and severance; none where the assumptions are the country's own figures.

    Raises nothing where a country has no law: see `lawless_problems`.
    """
    return None if world.country == HOME or not laws(world.country) else law_of(world.country)


def lawless_problems(world: World, scenario: Scenario) -> list[Problem]:
    """A country without law whose scenario does not say notice and severance, or that names another's."""
    named, own = scenario.promises.jurisdiction, country(world.country)
    if named != "none" and world.country != HOME:
        what = f"jurisdiction = {named} is no law of {own.name}"
        return [Problem(what, "[promises] jurisdiction", "Leave it out: the law of the country holds.")]
    if laws(world.country) or not scenario.levers.layoffs:
        return []
    says_notice = scenario.promises.notice_days is not None or "notice_days" in scenario.parameters
    if says_notice and any(name in scenario.parameters for name in _SEVERANCE_KEYS):
        return []
    try:
        law_of(world.country)
    except InputError as error:
        remedy = " Or plan without layoffs: [levers] layoffs = false." if scenario.exits is None else ""
        return [Problem(one.what, one.where, one.remedy + remedy, one.why) for one in error.problems]
    return []


def assumed_by_law(world: World, scenario: Scenario) -> dict[str, tuple[float, str]]:
    """(assumption) Value and source where the law decides severance, since no other figure is given."""
    law = law_in_force(world)
    given = {*scenario.parameters, *country(world.country).figures}
    if law is None or given & {*_SEVERANCE_KEYS, "severance_over_law"}:
        return {}
    return {"severance_over_law": (1.0, f"the statutory minimum: {law.source}, {law.date}")}


@dataclass(frozen=True, eq=False)
class Tenures:
    """People by age and service: (person) age and service [years], weight [share], adding up to 1."""

    age: Array
    service: Array
    weight: Array

    @classmethod
    def of(cls, p: Mapping[str, float]) -> Tenures:
        """Of a firm whose people are not known, as in the nation.

        p : employed_16_to_21, employed_22_to_25, employed_55_and_over; tenure_at_… of each age
        Service within an age is exponential, min(−τ·ln(1 − (k + ½)/K), age − 16) in K parts alike: so it is
        where jobs end at one rate, τ the mean of the age.
        Source: renewal theory of elapsed spells, as in Salant 1977, Q. J. Econ. 91:39, DOI 10.2307/1883137;
        BLS Employee Tenure, January 2016.
        """
        chance = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
        ages, services, weights = [], [], []
        for share, (group, name) in zip(Ages.of(p).share, _AGES, strict=True):
            for age in group:
                service = np.minimum(-p[f"tenure_at_{name}"] * np.log(1 - chance), age - _FIRST_JOB)
                ages.append(np.full(_QUANTILES, age))
                services.append(service)
                weights.append(np.full(_QUANTILES, share / len(group) / _QUANTILES))
        return cls(*(np.concatenate(one) for one in (ages, services, weights)))

    def notice(self, law: Law, staff: float) -> float:
        """Mean notice [days]."""
        each = [notice(law, *person, staff) for person in zip(self.age, self.service, strict=True)]
        return float(self.weight @ each)

    def severance(self, law: Law, pay: float, staff: float) -> float:
        """Mean severance of people of one pay; both in the country's money."""
        each = [severance(law, *person, pay, staff) for person in zip(self.age, self.service, strict=True)]
        return float(self.weight @ each)

    def at(self, age: float) -> Tenures:
        """Those of the age nearest to one [years]."""
        near = np.abs(self.age - age)
        here = near == near.min()
        return Tenures(self.age[here], self.service[here], self.weight[here] / self.weight[here].sum())


def with_exit_terms(world: World, scenario: Scenario, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with what the law asks of an exit: notice [days] and severance [USD].

    rows : (role) headcount [FTE], loaded_cost [USD/FTE/year], and both where a roster's people say them
    Without a roster a role's people have the ages and service of the nation.
    """
    rows = rows.drop(columns=[name for name in (NOTICE, SEVERANCE) if name in rows and _is_home(world)])
    law = law_in_force(world)
    if law is None:
        return rows
    p, staff, dollars = _parameters(world, scenario), float(rows["headcount"].sum()), _dollars(world)
    people = Tenures.of(p)
    pay = rows["loaded_cost"].to_numpy(float) / p["loaded_multiplier"] / dollars
    mean = {one: dollars * people.severance(law, one, staff) for one in dict.fromkeys(pay.tolist())}
    usual = {
        NOTICE: pd.Series(people.notice(law, staff), rows.index),
        SEVERANCE: pd.Series([mean[one] for one in pay], rows.index),
    }
    known = {name: rows[name] if name in rows else pd.Series(np.nan, rows.index) for name in usual}
    return rows.assign(**{name: known[name].fillna(usual[name]) for name in usual})


def terms_of_people(
    world: World, scenario: Scenario, roster: Roster, by: Sequence[str], day: datetime.date
) -> pd.DataFrame | None:
    """Mean notice [days] and severance [USD] of a roster's people; (occupation and places of a role), none
    where no law decides or the file gives no hire dates.

    by : columns of department, location or country that roles are kept apart by
    day : on which service is counted
    A person's age is the middle of its band, else the nation's; without a hire date, the service of the age;
    without pay, that of the role's people.
    """
    law = law_in_force(world)
    if law is None or not roster.people.rows["hire_date"].notna().any():
        return None
    # Loaded only here: few firms have a roster.
    from reallocate.roster.file.cells import FILLED
    from reallocate.roster.staffing import divided

    *_, at_work, cell = divided(roster.people, roster.planned_as, by)
    keys = ["occupation", *by]
    there = at_work["status"].eq(FILLED) & at_work["fte"].gt(0)
    people, cell, dollars = at_work[there], cell.loc[there, keys], _dollars(world)
    fte = people["fte"].astype(float)
    pay = people["base"].astype(float).where(people["base"].gt(0))
    group, paid = [cell[one] for one in keys], fte.where(pay.notna(), 0.0)
    mean = pay.groupby(group).transform("sum") / paid.groupby(group).transform("sum")
    local = pay.fillna(mean * fte).fillna(fte * (float(pay.sum()) / float(paid.sum()))) / dollars
    service = (pd.Timestamp(day) - pd.to_datetime(people["hire_date"])).dt.days.clip(lower=0) / _DAYS_A_YEAR
    tenures, staff = Tenures.of(_parameters(world, scenario)), float(fte.sum())
    asked = [
        _of_person(law, tenures, *person, staff)
        for person in zip(people["age"].map(middle_of_band), service, local, strict=True)
    ]
    each = pd.DataFrame(asked, index=people.index, columns=[NOTICE, SEVERANCE])
    total = each.assign(**{NOTICE: each[NOTICE] * fte, SEVERANCE: each[SEVERANCE] * dollars, "fte": fte})
    sums = total.groupby(group).sum()
    return sums[[NOTICE, SEVERANCE]].div(sums["fte"], axis=0)


def _of_person(
    law: Law, tenures: Tenures, age: float, service: float, pay: float, staff: float
) -> tuple[float, float]:
    """Notice [days] and severance [the country's money] of a person whose age or service may be missing."""
    if math.isnan(service):
        mine = tenures if math.isnan(age) else tenures.at(age)
        return mine.notice(law, staff), mine.severance(law, pay, staff)
    if not math.isnan(age):
        return notice(law, age, service, staff), severance(law, age, service, pay, staff)
    ages, at = np.unique(tenures.age, return_inverse=True)
    weight = np.bincount(at, tenures.weight)
    days = [notice(law, one, service, staff) for one in ages]
    return float(weight @ days), float(weight @ [severance(law, one, service, pay, staff) for one in ages])


_YEARS = re.compile(r"\d{1,3}")
_BELOW, _BEYOND = re.compile(r"under|below|<"), re.compile(r"over|older|above|>|\+")
_HALF_OPEN = 5.0
"""[years] From the end of a band without another end to its middle."""


@cache
def middle_of_band(band: str) -> float:
    """The age in the middle of a band such as "30 to 39" or "60 and over" [years]; missing for none."""
    ends = [float(one) for one in _YEARS.findall(band)]
    if not ends:
        return math.nan
    if len(ends) > 1:
        return (ends[0] + ends[1] + 1) / 2
    text = band.casefold()
    return ends[0] + (-_HALF_OPEN if _BELOW.search(text) else _HALF_OPEN if _BEYOND.search(text) else 0.0)


@dataclass(frozen=True)
class ExitStart:
    """When exits may begin.

    law : of the country
    asked : the consultation; none where the exits are too few
    opens : the day on which it opens
    days : [days] of notice on average, after a permit
    worked : [share] of notice
    stop : [days] from its opening until people stop work at the earliest
    quarter : of the first exits, counted from 0
    """

    law: Law
    asked: Consultation | None
    opens: datetime.date
    days: float
    worked: float
    stop: float
    quarter: int

    @property
    def stops(self) -> datetime.date:
        """The first day on which people may have stopped work."""
        return self._after(self.stop)

    @property
    def notified(self) -> datetime.date:
        """The day on which consultation has ended and the authority is told."""
        return self._after(0.0 if self.asked is None else self.asked.most)

    @property
    def gives_notice(self) -> datetime.date:
        """The first day of notice: after consultation, the authority and its permit."""
        return self._after(0.0 if self.asked is None else self.asked.days)

    @property
    def waited(self) -> datetime.date:
        """The day on which the authority's waiting time is over."""
        return self._after(0.0 if self.asked is None else self.asked.most + self.asked.wait)

    def _after(self, days: float) -> datetime.date:
        return self.opens + datetime.timedelta(days=math.ceil(days - _TINY))

    @property
    def why(self) -> str:
        """What must pass before, in a sentence."""
        worked = f"{self.worked:.0%} worked" if self.worked else "paid after people stop work"
        notice_worked = f"{self.days:.0f} days of notice on average, {worked}"
        if self.asked is None:
            return f"People have {notice_worked}."
        permit = f" once it has decided, {self.asked.permit:.0f} days later" if self.asked.permit else ""
        wait = f", and nobody leaves within {self.asked.wait:.0f} days of it" if self.asked.wait else ""
        return (
            f"Consultation opens on {self.opens} and takes {self.asked.most:.0f} days; then "
            f"{self.asked.office} is told{wait}. Notice comes next{permit}: {notice_worked}."
        )


def exit_start(
    scenario: Scenario, law: Law, staff: float, exits: float, days: float, worked: float
) -> ExitStart:
    """When exits may begin: consultation opens with the plan, or on the day of an announcement before it.

    staff : [FTE]; exits : [FTE] together
    days : [days] of notice on average
    worked : [share] of notice
    The quarter is the first that begins once people may stop work, since a plan pays nobody in the quarter of
    an exit but for notice.
    """
    first = datetime.date.fromisoformat(f"{scenario.start}-01")
    opens = min(first, _announced(scenario) or first)
    asked = consultation(law, staff, exits)
    left = notice_left(law, days, asked)
    start = ExitStart(law, asked, opens, left, worked, stop_of_work(asked, left, worked), 0)
    begins = pd.Period(scenario.start, "M")
    quarter = 0
    while (begins + 3 * quarter).start_time.date() < start.stops:
        quarter += 1
    return replace(start, quarter=quarter)


def law_in_words(world: World, scenario: Scenario, start: ExitStart, roles: pd.DataFrame) -> list[str]:
    """Which law decides notice and severance, of whose service and age, and when exits begin.

    roles : (role) headcount [FTE] and statutory notice [days]
    """
    law, name = start.law, country(world.country).name
    days = float(np.average(roles[NOTICE], weights=roles["headcount"]))
    usual = "usual ages and service, since those of the firm's people are not known"
    whose = "each person's hire date and age" if scenario.roster else usual
    lines = [
        f"Notice follows the law of {name} by {whose}: {days:.0f} days on average ({law.source}, as of "
        f"{law.date})."
    ]
    if not law.severance.owed:
        lines.append(f"No severance is owed by law in {name}; the plan pays the usual offer.")
    if law.beside:
        lines.append(f"Not counted: {law.beside}.")
    lines.append(NO_ADVICE)
    if start.quarter > 0:
        first = scenario.periods[min(start.quarter, scenario.quarters - 1)]
        lines.append(f"Nobody is laid off before {first}, and a cut without a date begins then. {start.why}")
    return lines


def exits_expected(law: Law, staff: float, exits: float | None, share: float) -> float:
    """Exits for which a plan is consulted on [FTE]: those of its cut, else a share of staff at the least.

    exits : of the cut; none where the plan decides
    """
    return exits if exits is not None else max(share * staff, min(threshold(law, staff), staff))


def _announced(scenario: Scenario) -> datetime.date | None:
    cut = scenario.announced
    if cut is None or len(cut.date) < len("YYYY-MM-DD"):
        return None
    return datetime.date.fromisoformat(cut.date)


def _parameters(world: World, scenario: Scenario) -> Parameters:
    return Parameters(scenario.parameters, national=national_figures(world.country))


def _is_home(world: World) -> bool:
    return world.country == HOME


def _dollars(world: World) -> float:
    """What the country's money is worth [USD/unit]."""
    return country_money(world.country).dollars
