"""The tables that speak in the story's words: two operating models, and cuts that pay for compute."""

from __future__ import annotations

from reallocate.output.table import BY_ROW, Column, of_unit, table
from reallocate.problem.firm.columns import UNIT
from reallocate.problem.firm.funding import (
    funding_rows,
)
from reallocate.problem.firm.operating_models import measured

operating_models = table(
    "operating_models", "Two operating models",
    Column("row"), Column("measure"), UNIT,
    source="Observed years: as the scenario states them, with their own grade; baseline and plan: solved.",
    others=Column("", unit=BY_ROW),
)(measured)  # fmt: skip


funding = table(
    "funding", "What the cut would fund",
    Column("setting", "Pay setting"), Column("pay_per_head", "Pay per head", "USD/FTE/year"),
    Column("jobs", unit="jobs"), Column("freed_bn", "Freed a year", "USD bn/year"),
    of_unit("share", share_of_capex_low="Share of capex, low", share_of_capex_high="Share of capex, high",
            share_of_increase_low="Capex increase, low", share_of_increase_high="Capex increase, high"),
    of_unit("USD bn", severance_low_bn="Severance, low", severance_high_bn="Severance, high"),
    of_unit("months", severance_low_months="Severance payback, low",
            severance_high_months="Severance payback, high"),
    Column("gpu_years", "GPU-years it buys", "GPU-years"),
    source="Plan minus baseline cash; pay, severance and capital spending as the scenario states them.",
)(funding_rows)  # fmt: skip
