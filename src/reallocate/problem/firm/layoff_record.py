"""Announced layoffs as coded from the record, and what it costs a firm to take one cut back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reallocate.plan.learning_curve import ramp_up_pay
from reallocate.problem.firm.firm import build_firm
from reallocate.scenario.firm.read import load_scenario
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

STUDY = "hyperscaler-2026"
"""The firm at whose pay a reversal is priced."""
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
    firm, *_ = build_firm(world, load_scenario(STUDY))
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
        ramp_up_pay(p["ramp_up_months"] / MONTHS * loaded_cost),
        float(rates[PERSON_RATE]),
        {name: float(rates[name]) for name in FIRM_RATES},
    )
