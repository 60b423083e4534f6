"""The funding table: what 8,000 exits free, computed from the cash flow of plans; an identity."""

from __future__ import annotations

import numpy as np

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.a_firm import firm
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.firm.plan.operating import FundingRun, freed_in_a_year, severance_paid
from reallocate.firm.report.tasks import funding_cases
from reallocate.kernel.arrays import Array
from reallocate.work.compute import HOURS_PER_YEAR

_EXITS = 8_000.0
_FREED = np.array([3.0, 3.2, 5.3])
_SHARE = np.array([[2.1, 2.4], [2.2, 2.5], [3.7, 4.2]])
_SEVERANCE = np.array([0.96, 1.2])
_MONTHS_OF_PAY = np.array([[3.8, 4.7], [3.6, 4.5], [2.2, 2.7]])
_GPU_YEARS = np.array([157.0, 164.0, 274.0])
_THOUSAND, _BILLION, _MONTHS, _PERCENT = 1e3, 1e9, 12, 100.0


def replicate(context: EvidenceContext) -> Found:
    """Every column of the table, beside what was printed before.

    context : the world
    """
    here = firm(context)
    asked = here.scenario.funding
    if asked is None:
        return {}
    context.say("Plans of the same exits at three pays")
    average = here.setting.firm.payroll / here.setting.firm.headcount
    freed, severance = [], []
    for pay in asked.pay_settings:
        base, plans = funding_cases(here.setting, _EXITS, pay / average, asked.severance_range)
        pairs = zip(asked.severance_range, plans, strict=True)
        runs = [FundingRun("", pay, each, _EXITS, plan, base) for each, plan in pairs]
        freed.append(freed_in_a_year(runs[0]) / _THOUSAND)
        severance.append([severance_paid(run) / _THOUSAND for run in runs])
    year, once = np.array(freed), np.array(severance)
    capex = np.array(sorted(asked.capex_range, reverse=True)) / _BILLION
    gpu_year = (asked.gpu_hour or np.nan) * HOURS_PER_YEAR
    return {
        "freed": _beside(year, _FREED),
        "share": _beside(_PERCENT * year[:, None] / capex[None, :], _SHARE),
        "severance": _beside(once, np.broadcast_to(_SEVERANCE, once.shape)),
        "severance_months": _beside(once / year[:, None] * _MONTHS, _MONTHS_OF_PAY),
        "gpu_years": _beside(year * _BILLION / gpu_year / _THOUSAND, _GPU_YEARS),
    }


def _beside(found: Array, printed: Array) -> Obtained:
    rows = "; ".join(", ".join(f"{value:.2f}" for value in np.atleast_1d(row)) for row in found)
    return Obtained(float(np.abs(found - printed).max()), f"computed: {rows}")
