"""Money: cash beside profit and loss, payroll against compute, and what the cut would pay for."""

from __future__ import annotations

from reallocate.output.blocks import Block, Heading, Prose, Section
from reallocate.report.reading import Reading
from reallocate.report.tables import grid, noted, picture

OF_CAPEX = "Share of capital spending"
OF_INCREASE = "Share of its increase"
SEVERANCE = "Severance, once"
IN_MONTHS = "Severance in months of freed pay"
CASES = (
    "case", "positions", "layoffs", "quits", "hires", "saving", "one_off", "break_even_month",
    "largest_outlay", "net_present_value", "work_dropped",
)  # fmt: skip


def money(reading: Reading) -> Section:
    """The part on money of the page."""
    said = reading.sentences("money")
    blocks: list[Block] = [Prose(tuple(said))] if said else []
    blocks += [
        picture(reading, "payroll_against_compute"),
        picture(reading, "money"),
        grid(
            reading,
            "cash",
            ("period", "case", "payroll", "compute", "capex", "exits", "training", "change", "total"),
            caption="Cash by quarter",
            fold="Cash by quarter, baseline and plan",
        ),
        grid(
            reading,
            "profit_and_loss",
            (
                "period",
                "case",
                "payroll",
                "compute_opex",
                "depreciation",
                "restructuring",
                "training",
                "change",
                "total",
            ),
            caption="Profit and loss by quarter: bought compute spread over its life, exits as decided",
            fold="Profit and loss by quarter, baseline and plan",
        ),
        Heading("Substitution, funding, slack"),
        grid(
            reading,
            "channels",
            ("channel", "positions", "note"),
            caption="Why positions end",
        ),
        grid(
            reading,
            "cases",
            noted(
                reading,
                "cases",
                CASES,
            ),
            caption="The plan beside other ways to go",
        ),
        *_funding(reading),
    ]
    blocks += _products(reading)
    return Section("money", "Money", tuple(blocks))


def _funding(reading: Reading) -> list[Block]:
    if not reading.has("funding"):
        return []
    ranges = {
        OF_CAPEX: ("share_of_capex_low", "share_of_capex_high"),
        OF_INCREASE: ("share_of_increase_low", "share_of_increase_high"),
        SEVERANCE: ("severance_low_bn", "severance_high_bn"),
        IN_MONTHS: ("severance_low_months", "severance_high_months"),
    }
    columns = ("setting", "pay_per_head", "jobs", "freed_bn", *ranges, "gpu_years")
    return [
        Heading("What the cut would pay for"),
        grid(reading, "funding", columns, caption="Freed pay against capital spending", ranges=ranges),
    ]


def _products(reading: Reading) -> list[Block]:
    if not reading.has("products"):
        return []
    columns = ("cash_share", "cash", "gpus", "payroll", "positions", "layoffs", "work_dropped")
    return [
        Heading("Positions or GPUs for products"),
        grid(
            reading,
            "products",
            noted(reading, "products", columns),
            caption="The plan beside the announced GPUs for products, the shorter the cash",
            note="Their value falls as more are bought and just covers their cost at what was announced; "
            "payroll and positions are told against the first row, positions in the quarter that differs "
            "most, work undone in its worst.",
        ),
    ]
