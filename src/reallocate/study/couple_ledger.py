"""What becomes of the people whose jobs adopters end: who is laid off, what they lose, and who bears it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.displaced import Slack, lost_pay
from reallocate.economy.extended import Extended
from reallocate.economy.laws.pay_by_tenure import Tenure, tenure_pay
from reallocate.economy.laws.policy import Responses
from reallocate.economy.observed import STEPS_PER_MONTH
from reallocate.errors import InvariantError, Problem
from reallocate.study.couple_path import tightness
from reallocate.study.couple_rounds import Meeting
from reallocate.study.couple_shock import MAJOR
from reallocate.study.market_effects import YEARS_COUNTED
from reallocate.study.result import PlanStudy

Array = npt.NDArray[np.float64]

MONTHS, QUARTER_MONTHS = 12, 3
WEEKS_PER_MONTH = 52.0 / 12.0
MILLION = 1e6
PAID_TO_PEOPLE = ("severance", "notice pay")
"""Costs of exits in a plan that those who leave receive."""
TRAINING = ("training and moving",)
"""Costs of moves within a firm; the firm bears them, and nobody's job is lost."""
CLOSE = 1e-9
SOME = 0.5
"""Jobs below which a group is not shown [persons]."""
YEARS_SHOWN = (1, 5, 10)
"""Years after the loss of the job at which pay in a job found is shown [years]."""
BORNE = ("severance", "benefits", "person")
"""Who bears the present value of what is lost; they add up to it."""


@dataclass(frozen=True, eq=False)
class Loss:
    """What one person of each occupation who is laid off loses.

    months : (occupation) without work, expected [months]
    benefit_months : (occupation) of these, on benefits if they are drawn [months]
    lost : (occupation) present value [years of the pay before]
    found : (occupation) pay of the jobs found beside the occupation's [ratio]
    """

    months: Array
    benefit_months: Array
    lost: Array
    found: Array


def loss(met: Meeting, extended: Extended, run: int, start: int) -> Loss:
    """What a person loses who is laid off in a quarter of a run.

    met : the market that the plan meets
    extended : runs
    run : which
    start : the quarter; the market after the run's end is taken to stay as it ends
    """
    market, rates, p = met.national.market, met.rates, met.asked.parameters
    quarters = [tightness(market, rates, people[:3]) for people in extended.people[start:, :, :, run]]
    months = round(YEARS_COUNTED * MONTHS)
    at = np.minimum(np.arange(months) // QUARTER_MONTHS, len(quarters) - 1)
    step = rates.effort * np.array([one.finding for one in quarters])
    finding = (1.0 - (1.0 - step) ** STEPS_PER_MONTH)[at]
    employed, idle = extended.people[start, :2, :, run].sum(axis=1)
    seen = Slack(finding, quarters[0].paid, float(idle / (employed + idle)))
    lost = lost_pay(market, rates, seen, Tenure.of(p), p["tenure_before"], p["worker_discount_rate"])
    still = np.concatenate([np.ones((1, market.size)), np.cumprod(1.0 - finding, axis=0)[:-1]])
    longest = p["benefit_weeks_now"] / WEEKS_PER_MONTH
    covered = np.clip(longest - np.arange(months), 0.0, 1.0)
    return Loss(still.sum(axis=0), covered @ still, lost, quarters[0].paid)


def people_who(met: Meeting, plan: PlanStudy, flow: str) -> Array:
    """People of adopters to whom something happens as often as in the plan; (occupation) [persons].

    met : the industries' people and the share that adopts
    plan : flows by role over the plan, told for each position of the baseline at its end
    flow : a column of its roles, such as layoffs
    """
    roles = plan.table("roles")
    table = roles[roles["baseline_end"] > 0].groupby("occupation")[[flow, "baseline_end"]].sum()
    rate = table[flow] / table["baseline_end"]
    codes = met.shock.occupations
    each = pd.Series(codes).map(rate).fillna(pd.Series(codes.str[:2] + MAJOR).map(rate)).fillna(0.0)
    found: Array = met.share * met.staff * each.to_numpy(dtype=float)
    return found


def ledger(
    met: Meeting, plan: PlanStudy, ended: Array, extended: Extended, titles: pd.Series
) -> pd.DataFrame:
    """The displaced by major group of occupations, with a row for all.

    met : the market that the plan meets
    plan : layoffs and what an exit costs
    ended : (occupation) jobs that adopters end [persons]
    extended : runs with those who follow the plan and without
    titles : (major group) in words
    People are laid off, and move, as in the plan; other jobs end as people leave and nobody follows. Each
    loss is that of somebody laid off when half of the plan's change is there; averaged by pay over people
    laid off, or over jobs ended where nobody is. Severance, and the training of those who move, are as many
    years of pay as in the plan. Benefits: those who draw them, at today's level and length. The person bears
    the rest. Raises `InvariantError` where the parts do not add up to the loss.
    """
    market, p = met.national.market, met.asked.parameters
    each = loss(met, extended, 0, int(np.argmax(met.shock.path >= 0.5)))
    out, moved = people_who(met, plan, "layoffs"), people_who(met, plan, "moves_out")
    responses, totals = Responses.of(p), plan.totals["plan"]
    value = out * market.wage * each.lost
    severance = out * market.wage * years_of_pay(plan, PAID_TO_PEOPLE, totals["layoffs"])
    training = moved * market.wage * years_of_pay(plan, TRAINING, totals["moves"])
    monthly = responses.recipients * responses.level_now * market.wage / MONTHS
    benefits = out * each.benefit_months * monthly
    idle = (extended.people[1:, 1, :, 0] - extended.people[1:, 1, :, 1]).sum(axis=0) / 4.0
    table = pd.DataFrame(
        {
            "group": market.occupations.str[:2] + MAJOR,
            "jobs_ended": ended,
            "laid_off": out,
            "not_replaced": ended - out,
            "more_unemployed": idle,
            "lost": value / MILLION,
            "severance": severance / MILLION,
            "benefits": benefits / MILLION,
            "person": (value - severance - benefits) / MILLION,
            "moved": moved,
            "training": training / MILLION,
        }
    )
    weight = (out if out.sum() > 0 else np.maximum(ended, 0.0)) * market.wage
    grouped = _grouped(table, _of_one(each, Tenure.of(p), p["tenure_before"]), weight)
    grouped.insert(1, "title", grouped["group"].map(titles).fillna("All occupations"))
    must_reconcile(grouped)
    return grouped[grouped["jobs_ended"].abs() > SOME].reset_index(drop=True)


def _of_one(each: Loss, law: Tenure, before: float) -> dict[str, Array]:
    """What one person has and loses; pay years on is that of somebody who keeps the job that was found."""
    years = np.array([0.0, *YEARS_SHOWN])
    held = tenure_pay(years, law) / tenure_pay(years + before, law)
    after = {f"pay_after_{year}": each.found * kept for year, kept in zip(YEARS_SHOWN, held[1:], strict=True)}
    return {"months": each.months, "lost_years": each.lost, "pay_found": each.found * held[0], **after}


def _grouped(table: pd.DataFrame, means: dict[str, Array], weight: Array) -> pd.DataFrame:
    """Sums by group and over all, beside weighted means."""
    weighed = table.assign(weight=weight, **{name: values * weight for name, values in means.items()})
    grouped = weighed.groupby("group").sum()
    grouped = pd.concat([grouped, grouped.sum().to_frame("all").T])
    for name in means:
        grouped[name] = grouped[name] / grouped["weight"].where(grouped["weight"] > 0)
    return grouped.drop(columns="weight").rename_axis("group").reset_index()


def must_reconcile(table: pd.DataFrame) -> None:
    """End where the parts of what is lost do not add up to it.

    table : as from `ledger`, all groups and their total; raises `InvariantError`
    """
    total, parts = table[table["group"] == "all"].iloc[0], table[table["group"] != "all"]
    pairs = {
        "who bears it": (sum(total[name] for name in BORNE), total["lost"]),
        "jobs ended": (total["laid_off"] + total["not_replaced"], total["jobs_ended"]),
        "groups": (parts["lost"].sum(), total["lost"]),
    }
    for what, (found, expected) in pairs.items():
        if abs(found - expected) > CLOSE * max(1.0, abs(expected)):
            raise InvariantError(Problem(f"{what}: {found:,.6f} instead of {expected:,.6f}", "worker ledger"))


def years_of_pay(plan: PlanStudy, paid: tuple[str, ...], people: float) -> float:
    """What the plan pays for each of some people [years of pay]; 0 where there are none.

    plan : saved
    paid : statistics of the plan [USD million]
    people : whom it is paid for [FTE]
    Over what one position costs in a year, by the mean of its roles.
    """
    if people <= 0:
        return 0.0
    table = plan.table("statistics")
    money = float(table.loc[table["statistic"].isin(paid), "value"].sum())
    payroll = float(plan.table("cash").query("case == 'baseline'")["payroll"].iloc[0])
    yearly = 4.0 * payroll / float(plan.table("roles")["headcount"].sum())
    return money / people / yearly
