"""The layoff record: coded announcements, by mechanism and stated reason, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reallocate.output.table import BY_ROW, Column, table
from reallocate.plan.inputs import LOST_WHILE_LEARNING
from reallocate.problem.firm.firm import build_firm
from reallocate.scenario.firm.read import load_scenario
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

STUDY = "hyperscaler-2026"
"""The firm at whose pay a reversal is priced."""
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


@dataclass(frozen=True, eq=False)
class LayoffContext:
    """The announcements, coded, the earliest first, and the cost of taking a cut back."""

    record: pd.DataFrame
    reversal: Reversal


REASON = Column("reason", "Reason given")
MECHANISM = Column("mechanism", "How")
JOBS = Column("jobs_cut", "Jobs", "jobs", about="missing, not 0, where the announcement gives no number")
PRESS = "Announcements as filings and press give them; see the table's sources."


@table("by_reason", "Announcements by how and why", MECHANISM, REASON,
       Column("announcements", "Times"), JOBS,
       Column("without_a_number", "No number"),
       Column("reason_not_checked", "Unchecked"),
       Column("later_changed", "Changed"), source=PRESS)  # fmt: skip
def by_reason(context: LayoffContext) -> pd.DataFrame:
    """Announcements by mechanism and reason given."""
    record = context.record
    grouped = record.assign(
        none=record["jobs_cut"].isna(), unchecked=~record["checked"], changed=record["later"].ne("")
    ).groupby(["mechanism", "reason"])
    frame = grouped.agg(
        announcements=("company", "size"),
        jobs_cut=("jobs_cut", lambda jobs: jobs.sum(min_count=1)),
        without_a_number=("none", "sum"),
        reason_not_checked=("unchecked", "sum"),
        later_changed=("changed", "sum"),
    ).reset_index()
    order = frame["reason"].map({name: place for place, name in enumerate(REASONS)})
    ordered = frame.assign(order=order).sort_values(["mechanism", "order"], ignore_index=True)
    return ordered.drop(columns="order")


@table("timeline", "Jobs by quarter and reason", Column("quarter", "Quarter"), MECHANISM, REASON, JOBS,
       Column("announcements", "Times"), source=PRESS)  # fmt: skip
def timeline(context: LayoffContext) -> pd.DataFrame:
    """Jobs in announced cuts by quarter, mechanism and reason given."""
    record = context.record
    quarter = pd.PeriodIndex(pd.to_datetime(record["date"]), freq="Q").astype(str)
    grouped = record.assign(quarter=quarter).groupby(["quarter", "mechanism", "reason"])
    return grouped.agg(
        jobs_cut=("jobs_cut", lambda jobs: jobs.sum(min_count=1)), announcements=("company", "size")
    ).reset_index()


@table("record", "Every announcement", Column("date", "Announced"), Column("company", "Company"), JOBS,
       Column("workforce_share", "Of its workforce", "share of workforce"), MECHANISM,
       Column("reason", "Reason, coded"), Column("stated_reason", "Reason, as stated"),
       Column("checked", "Reason checked"), Column("later", "Changed later"), Column("grade", "Grade"),
       Column("source", "Source"), source=PRESS)  # fmt: skip
def record(context: LayoffContext) -> pd.DataFrame:
    """One row an announcement, the earliest first."""
    return context.record


@table("taken_back", "Cost of taking one cut back", Column("figure", "Figure"),
       Column("value", "Value", BY_ROW), Column("unit", "Unit"),
       source="Severance, cost of a hire and months of learning: assumptions of a plan. Rates: surveys.",
       )  # fmt: skip
def taken_back(context: LayoffContext) -> pd.DataFrame:
    """What a plan pays to take one cut back, and how often cuts were taken back."""
    cost = context.reversal
    rows = [
        ("loaded cost of the position", cost.loaded_cost, "USD/year"),
        ("severance", cost.severance, "USD"),
        ("finding somebody", cost.hiring, "USD"),
        ("pay while they learn", cost.learning, "USD"),
        ("cost of taking one cut back", cost.price, "USD"),
        ("the same in pay of the position", cost.months, "months"),
        (PERSON_RATE, cost.person_rate, "share of people"),
        *((name, rate, "share of firms") for name, rate in cost.firm_rates.items()),
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "unit"])


TABLES = (by_reason, timeline, record, taken_back)


def announcements(world: World) -> pd.DataFrame:
    """The announcements as coded, the earliest first.

    world : with the table announcements
    """
    raw = world.table("announcements").sort_values(["date", "company"], ignore_index=True)
    return pd.DataFrame(
        {
            "date": raw["date"].astype(str),
            "company": raw["company"].astype(str),
            "jobs_cut": raw["jobs_cut"].astype(float),
            "workforce_share": raw["workforce_share"].astype(float),
            "mechanism": raw["mechanism"].astype(str),
            "reason": raw["ai_attribution"].map(CODED).fillna("other").astype(str),
            "stated_reason": raw["stated_reason"].fillna("").astype(str),
            "checked": raw["reason_basis"].ne(UNCHECKED),
            "later": _later(raw),
            "grade": raw["grade"].astype(str),
            "source": raw["source"].fillna("").astype(str),
        }
    )


def _later(raw: pd.DataFrame) -> pd.Series[str]:
    """What is noted as changed later; a note that points to the company's last one is that one again."""
    noted = raw["reversal"].fillna("").astype(str)
    own = noted.mask(noted.isin(["", "see above"]))
    return noted.mask(noted == "see above", own.groupby(raw["company"]).ffill()).fillna("")


def mean_pay(world: World) -> float:
    """Loaded cost per head of the worked example's firm [USD/year]."""
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
