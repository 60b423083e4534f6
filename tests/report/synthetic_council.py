"""The made-up study's tables for a works council and for finance."""

from __future__ import annotations

import pandas as pd

NAN = float("nan")
WALK = "begin open_filled other_hires moves_in quits voluntary moves_out layoffs end"
OFFICE, COMPUTER = ("43-0000", "Office Occupations"), ("15-0000", "Computer Occupations")


def frame(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split())


def council_tables() -> dict[str, pd.DataFrame]:
    flows = {OFFICE: (9_000.0, 40.0, 300.0, 0.0, 1_100.0, 60.0, 200.0, 800.0), COMPUTER: (50_000.0, 700.0, 3_000.0, 200.0, 5_200.0, 0.0, 0.0, 0.0)}  # fmt: skip
    ends = {key: v[0] + v[1] + v[2] + v[3] - v[4] - v[5] - v[6] - v[7] for key, v in flows.items()}
    walk = [(*key, *values, ends[key]) for key, values in flows.items()]
    return {
        "routes": frame(f"case family title period {WALK}", *(("plan", *row[:2], "2026 Q3", *row[2:]) for row in walk)),
        "families": frame(
            f"family title open_positions open_cancelled {WALK} baseline_end",
            *((*row[:2], 700.0, 300.0, *row[2:], row[2] * 1.04) for row in walk),
        ),
        "workload": frame(
            "family title period positions intensity_baseline intensity intensity_if_less delivered_baseline has "
            "delivered review redo directing spare",
            (*OFFICE, "2029 Q2", 7_280.0, 1.0, 1.0, 1.16, 401.0, 450.0, 472.0, 46.2, 17.1, 0.0, 79.3),
            ("ai-directing", "People who direct AI", "2029 Q2", 640.0, NAN, 1.0, 1.0, NAN, 450.0, 0.0, 0.0, 0.0, 450.0, 0.0),
        ),
        "people_groups": frame(
            "about band size share_losing",
            ("age", "50 to 59", "250 to 999", 0.6),
            ("working time", "part time", "under 50", NAN),
        ),
        "training": frame(
            "target target_title people weeks_each person_weeks courses cost",
            ("r15", "AI work directors", 180.0, 8.0, 1_440.0, 1.2, 9.4),
        ),
        "calendar": frame(
            "step law period layoffs threshold notice_days tell_for_first_day tell_for_last_day note",
            ("the plan starts", NAN, "2026 Q3", NAN, NAN, NAN, NAN, NAN, "2026-07"),
            ("compulsory exits", "US, federal", "2026 Q3", 2_700.0, 50.0, 60.0, "2026-05-02", "2026-08-01", "the law"),
        ),
        "refused": frame(
            "alternative extra_cost extra_share kept layoffs_spared sentence",
            ("no compulsory exits", 95.0, 0.001, 500.0, 2_600.0, "No compulsory exits: costs USD 95 million more."),
            ("most redeployment", NAN, NAN, NAN, NAN, "Most redeployment: no such plan is possible."),
        ),
    }  # fmt: skip


def finance_tables() -> dict[str, pd.DataFrame]:
    return {
        "finance": frame(
            "question taken value unit positions layoffs own_gpus own_share saving one_off break_even_month capex present_value "
            "worth route note",
            ("server life", "2 years", 2.0, "years", -10_400.0, 5_300.0, 0.0, 0.0, 3_150.0, 1_200.0, 6.0, 0.0, 160_400.0, 9_900.0, "rent", ""),
            ("server life", "5.5 years (taken here)", 5.5, "years", -10_516.0, 5_412.0, 1_900.0, 1.0, 3_214.0, 1_466.0, 7.4, 150.0, 160_300.0, 10_000.0, "own", ""),
            ("pay per head", "with equity", 663e3, "USD/FTE/year", NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, "", "no plan is possible: the budget"),
        ),
        "accounts": frame(
            "year case payroll exits training change compute_opex capex cash depreciation profit_and_loss",
            ("2026 Q3 to 2027 Q2", "plan", 30_500.0, 700.0, 870.0, 930.0, 70.0, 300.0, 33_370.0, 30.0, 33_100.0),
        ),
        "switches": frame(
            "switch unit now as_accounts some at_once",
            ("rent above which owning is cheaper", "USD/GPU-hour", 3.3, 2.24, 2.41, 2.76),
            ("utilisation above which owning is cheaper than the API", "share of peak", 0.2, 0.046, 0.05, 0.057),
        ),
        "route_costs": frame(
            "utilisation own_accounts own_plan rent api cheapest",
            (0.05, 1.24, 1.43, 1.83, 1.35, "API"),
            (0.2, 0.31, 0.36, 0.46, 1.35, "own"),
        ),
    }  # fmt: skip


SENTENCES: dict[str, list[str]] = {
    "council": ["From 78,000 positions 23,000 people quit."],
    "consultation": ["US, federal: 60 days of notice from 50 exits."],
    "refused": ["No compulsory exits: costs USD 95 million more."],
    "finance": ["Server life: at 2 years tokens come by rent instead of own."],
    "switches": ["Owning is cheaper than renting from a rent of USD 2.58 a GPU-hour."],
}
