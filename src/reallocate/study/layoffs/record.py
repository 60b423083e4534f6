"""The layoff record: coded announcements, by mechanism and stated reason, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reallocate.plan.inputs import LOST_WHILE_LEARNING
from reallocate.scenario.firm.read import load_scenario
from reallocate.study.plan.problem.firm import build_firm
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

STUDY = "hyperscaler-2026"
"""The firm whose pay the price of a reversal is told for."""
REASONS = ("substitution", "funding", "other", "contested")
CODED = {"substitution": "substitution", "funding": "funding", "contested": "contested"}
"""What employers said, of the codes kept apart; weak demand, other skills and no word of AI are `other`."""
UNCHECKED = "memory"
"""Where the reason was coded from memory: shown, marked and counted apart."""
MONTHS = 12
PERSON_RATE = "laid-off staff later rehired by the same firm (Visier)"
FIRM_RATES = (
    "had to rehire after AI cuts (Orgvue)",
    "rehired for same or similar role (Robert Half)",
)

LAYOFF_UNITS: Mapping[tuple[str, str], str] = {
    ("record", "jobs_cut"): "jobs",
    ("record", "workforce_share"): "share of the workforce",
    ("by_reason", "announcements"): "announcements",
    ("by_reason", "jobs_cut"): "jobs",
    ("by_reason", "without_a_number"): "announcements",
    ("by_reason", "reason_not_checked"): "announcements",
    ("by_reason", "later_changed"): "announcements",
    ("timeline", "jobs_cut"): "jobs",
    ("timeline", "announcements"): "announcements",
}
"""(table, column) -> unit."""


@dataclass(frozen=True)
class Reversal:
    """What it costs to take back one cut, and how often cuts were taken back.

    loaded_cost : of the position [USD/year]
    severance, hiring, learning : paid for the exit, to find somebody, and while they learn [USD]
    person_rate : of people laid off for any reason, who came back to the firm [share]
    firm_rates : (survey) of firms that had to hire again after cuts made because of AI [share of firms]
    """

    loaded_cost: float
    severance: float
    hiring: float
    learning: float
    person_rate: float
    firm_rates: Mapping[str, float]

    @property
    def price(self) -> float:
        """Of one cut that is taken back [USD]."""
        return self.severance + self.hiring + self.learning

    @property
    def months(self) -> float:
        """The same in pay of the position [months]."""
        return self.price / self.loaded_cost * MONTHS


def layoff_tables(world: World) -> dict[str, pd.DataFrame]:
    """The record as tables.

    world : with the table announcements
    Returns `record` (one row an announcement, the earliest first: date, company, jobs_cut, workforce_share,
    mechanism, reason, stated_reason, checked, later, grade, source), `by_reason` (mechanism, reason;
    announcements, jobs_cut, without_a_number, reason_not_checked, later_changed) and `timeline` (quarter,
    mechanism, reason; jobs_cut, announcements). Jobs that an announcement does not give are missing, not 0.
    """
    table = world.table("announcements").sort_values(["date", "company"], ignore_index=True)
    record = pd.DataFrame(
        {
            "date": table["date"].astype(str),
            "company": table["company"].astype(str),
            "jobs_cut": table["jobs_cut"].astype(float),
            "workforce_share": table["workforce_share"].astype(float),
            "mechanism": table["mechanism"].astype(str),
            "reason": table["ai_attribution"].map(CODED).fillna("other").astype(str),
            "stated_reason": table["stated_reason"].fillna("").astype(str),
            "checked": table["reason_basis"].ne(UNCHECKED),
            "later": _later(table),
            "grade": table["grade"].astype(str),
            "source": table["source"].fillna("").astype(str),
        }
    )
    return {"record": record, "by_reason": _by_reason(record), "timeline": _timeline(record)}


def _later(table: pd.DataFrame) -> pd.Series[str]:
    """What is noted as changed later; a note that points to the company's last one is that one again."""
    noted = table["reversal"].fillna("").astype(str)
    kept = noted.mask(noted.isin(["", "see above"]))
    return noted.mask(noted == "see above", kept.groupby(table["company"]).ffill()).fillna("")


def _by_reason(record: pd.DataFrame) -> pd.DataFrame:
    grouped = record.assign(
        none=record["jobs_cut"].isna(), unchecked=~record["checked"], changed=record["later"].ne("")
    ).groupby(["mechanism", "reason"])
    found = grouped.agg(
        announcements=("company", "size"),
        jobs_cut=("jobs_cut", lambda jobs: jobs.sum(min_count=1)),
        without_a_number=("none", "sum"),
        reason_not_checked=("unchecked", "sum"),
        later_changed=("changed", "sum"),
    ).reset_index()
    order = found["reason"].map({name: place for place, name in enumerate(REASONS)})
    return (
        found.assign(order=order).sort_values(["mechanism", "order"], ignore_index=True).drop(columns="order")
    )


def _timeline(record: pd.DataFrame) -> pd.DataFrame:
    quarter = pd.PeriodIndex(pd.to_datetime(record["date"]), freq="Q").astype(str)
    grouped = record.assign(quarter=quarter).groupby(["quarter", "mechanism", "reason"])
    return grouped.agg(
        jobs_cut=("jobs_cut", lambda jobs: jobs.sum(min_count=1)), announcements=("company", "size")
    ).reset_index()


def mean_pay(world: World) -> float:
    """Loaded cost per head of the worked example's firm [USD/year].

    world : shipped figures
    """
    firm, _ = build_firm(world, load_scenario(STUDY))
    return firm.payroll / firm.headcount


def reversal(world: World, parameters: Parameters, loaded_cost: float) -> Reversal:
    """What a plan would pay to take back one cut, beside how often it was done.

    world : with the table rehiring
    parameters : severance, cost of a hire, months until somebody new is fully productive
    loaded_cost : of the position [USD/year]
    severance + cost of a hire + ½·ramp-up·pay, as a plan counts each of them
    """
    p = parameters
    rates = world.table("rehiring").set_index("measure")["value"].astype(float)
    return Reversal(
        loaded_cost,
        p["severance_per_exit"] or p["severance_share"] * loaded_cost,
        p["hire_cost"],
        LOST_WHILE_LEARNING * p["ramp_up_months"] / MONTHS * loaded_cost,
        float(rates[PERSON_RATE]),
        {name: float(rates[name]) for name in FIRM_RATES},
    )
