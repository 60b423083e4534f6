"""Several outlooks of the made-up study, and its GPUs for products."""

from __future__ import annotations

import pandas as pd
from tests.report.synthetic_texts import NAN, frame

OUTLOOKS = [
    "To know at the start which outlook comes would be worth USD 310 million in expectation.",
    "The plan as made regrets at most USD 1.4 billion, in “weak demand”.",
]


def outlook_tables() -> dict[str, pd.DataFrame]:
    return {
        "outlooks": frame(
            "outlook weight says positions layoffs saved extra_as_made extra_joint extra_least_regret",
            ("as assumed", 0.6, "no change", 66_400.0, 2_600.0, 9_100.0, 0.0, 110.0, 340.0),
            ("weak demand", 0.4, "demand_growth -0.02", 58_100.0, 4_900.0, 7_700.0, 1_400.0, 610.0, 340.0),
        ),
        "strategies": frame(
            "strategy caution expected_saving extra_cost worst_saving largest_regret worst_outlook hires layoffs "
            "moved with_ai gpus_ordered positions_low positions_high note",
            ("the plan as made", NAN, 7_980.0, 250.0, 6_300.0, 1_400.0, "weak demand", 4_200.0, 900.0, 300.0,
             4.1e6, 900.0, 59_000.0, 66_400.0, ""),
            ("made for all outlooks", 0.0, 8_230.0, 0.0, 7_090.0, 610.0, "weak demand", 3_100.0, 900.0, 310.0,
             4.0e6, 700.0, 58_500.0, 66_800.0, ""),
            ("wait and see", NAN, NAN, NAN, NAN, NAN, "", 4_400.0, 0.0, 0.0, 0.0, 0.0, 61_000.0, 67_000.0,
             "cannot be followed in: weak demand"),
        ),
        "regret": frame(
            "strategy outlook extra_cost",
            ("the plan as made", "as assumed", 0.0),
            ("the plan as made", "weak demand", 1_400.0),
        ),
        "information": frame(
            "question amount note",
            ("knowing which outlook comes, at the start", 310.0, ""),
            ("beginning now instead of waiting until the outlook is known", NAN, "cannot be followed"),
        ),
        "reversal": frame(
            "outlook statistic as_made known extra_cost",
            ("weak demand", "payroll", 52_000.0, 51_100.0, 900.0),
            ("weak demand", "severance", 900.0, 400.0, 500.0),
        ),
        "products": frame(
            "cash_share cash gpus payroll positions layoffs work_dropped note",
            (1.0, 34_000.0, 1.0, 0.0, 0.0, 2_600.0, 0.0, ""),
            (0.9, 30_600.0, 0.86, -0.01, -310.0, 2_900.0, 0.01, ""),
        ),
    }  # fmt: skip
