"""The small tables, facts and sentences of the made-up study."""

from __future__ import annotations

import pandas as pd

NAN = float("nan")


def frame(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split())


def flips() -> pd.DataFrame:
    rows = [
        ("speed of adoption", "quarters to half", 6.0, 11.4, 3.0, 14.0, "J", -13_900.0, -2_100.0),
        ("share of automated work that is good", "share", 0.62, 0.41, 0.35, 0.85, "J", -4_800.0, -12_700.0),
        ("growth of demand", "share a year", 0.05, 0.093, -0.03, 0.12, "J", -12_900.0, -7_400.0),
        ("review time", "share of hours", 0.27, NAN, 0.1, 0.45, "A", -12_100.0, -8_300.0),
        ("quits", "% a month", 1.1, 2.3, 0.5, 2.6, "A", -9_800.0, -10_900.0),
    ]
    table = pd.DataFrame(
        rows,
        columns=[
            "input",
            "unit",
            "now",
            "flips_at",
            "low",
            "high",
            "grade",
            "positions_at_low",
            "positions_at_high",
        ],
    )
    table["sentence"] = [f"What {name} does to the answer." for name in table["input"]]
    return table


def people_tables() -> dict[str, pd.DataFrame]:
    return {
        "cut_or_wait": frame(
            "figure unit cut wait extra",
            ("exits decided", "FTE", 8_000.0, NAN, NAN),
            ("present cost", "USD million", 169_700.0, 161_700.0, 8_000.0),
            ("of it cash", "USD million", 162_900.0, 161_700.0, 1_200.0),
            ("of it work undone or wrong", "USD million", 6_800.0, 0.0, 6_800.0),
            ("present cost per exit", "USD/exit", NAN, NAN, 1_000_000.0),
            ("one-off cost", "USD million", 5_462.0, 3_636.0, 1_826.0),
            ("break-even month", "months", 5.1, NAN, NAN),
            ("positions at the end", "FTE", 71_618.0, 71_618.3, -0.3),
            ("same headcount after", "quarters", 9.0, NAN, NAN),
            ("exits whose positions are filled again", "FTE", 6_346.0, NAN, NAN),
            ("exits of people who would have quit anyway", "FTE", 1_653.7, NAN, NAN),
            ("exits that save a position at the end", "FTE", 0.3, NAN, NAN),
        ),
        "headline": frame(
            "figure unit baseline plan delta low high",
            ("positions", "FTE", 81_246.0, 70_730.0, -10_516.0, -13_980.0, -4_120.0),
            ("layoffs", "FTE", 0.0, 5_412.0, 5_412.0, 1_830.0, 7_260.0),
            ("voluntary exits", "FTE", 0.0, 712.0, 712.0, 640.0, 715.0),
            ("quits", "FTE", 23_410.0, 22_160.0, -1_250.0, -1_700.0, -610.0),
            ("redeployment", "FTE", 0.0, 1_980.0, 1_980.0, 900.0, 2_350.0),
            ("cancelled open positions", "positions", 0.0, 3_150.0, 3_150.0, 2_050.0, 4_000.0),
            ("run-rate saving", "USD million a year", NAN, 3_214.0, 3_214.0, 1_190.0, 4_410.0),
            ("one-off cost", "USD million", NAN, 1_466.0, 1_466.0, 702.0, 1_905.0),
            ("break-even month", "months", NAN, 7.4, NAN, 5.9, 13.2),
            ("compute cash", "USD million a year", 0.0, 384.0, 384.0, 122.0, 610.0),
            ("compute hours", "GPU-hours", 0.0, 21_400_000.0, 21_400_000.0, 6_900_000.0, 33_000_000.0),
        ),
        "bridge": frame(
            "step positions note",
            (
                "Work that AI can reach",
                21_900.0,
                "hours that at least one source calls automatable or augmentable, as positions",
            ),
            ("Freed hours", 14_300.0, "after failures, review and direction"),
            (
                "Captured as capacity",
                11_700.0,
                "the share of freed hours that becomes capacity; the rest is slack and quality",
            ),
            ("FTE", 10_900.0, "after demand growth takes its part"),
            ("Whole positions", 10_516.0, "positions that end; the remainder stays as part-time relief"),
        ),
    }


def move_tables() -> dict[str, pd.DataFrame]:
    return {
        "moves": frame(
            "origin origin_title target target_title positions training_weeks training_cost basis",
            (
                "r03",
                "Project management specialists",
                "r15",
                "AI work directors",
                770.0,
                8.0,
                11_200.0,
                "observed mobility",
            ),
            (
                "r01",
                "Software developers",
                "r15",
                "AI work directors",
                660.0,
                5.0,
                8_400.0,
                "related occupation",
            ),
            (
                "r02",
                "Computer and information systems managers",
                "r15",
                "AI work directors",
                550.0,
                6.0,
                9_700.0,
                "related occupation",
            ),
        ),
    }


def doubt_tables() -> dict[str, pd.DataFrame]:
    return {
        "channels": frame(
            "channel positions note",
            ("substitution", 8_930.0, "compute takes over the work; nothing is dropped"),
            ("funding", 0.0, "further cuts that a tight budget forces"),
            ("slack", 0.0, "headcount above the work at the start; taken as none"),
        ),
        "alternatives": frame(
            "alternative extra_cost extra_share positions layoffs moved hires first_year_cash power note",
            ("least cost", 0.0, 0.0, 66_400.0, 2_600.0, 420.0, 5_100.0, 31_200.0, 14.0, ""),
            ("no compulsory exits", 95.0, 0.001, 66_900.0, 0.0, 900.0, 4_800.0, 31_400.0, 14.0, ""),
            ("most jobs kept", 1_840.0, 0.02, 69_800.0, 1_100.0, 700.0, 6_900.0, 31_900.0, 9.0, ""),
        ),
        "frontier": frame(
            "extra_cost extra_share positions cost_per_job",
            (0.0, 0.0, 66_400.0, NAN),
            (460.0, 0.005, 68_100.0, 270_588.0),
            (1_840.0, 0.02, 69_800.0, 811_765.0),
        ),
        "limits": frame(
            "limit unit level decides up down sentence",
            (
                "speed of adoption",
                "step of the ramp",
                1.0,
                True,
                -212.0,
                230.0,
                "One step faster is worth USD 212 million; one step slower costs 230.",
            ),
            (
                "reviewers",
                "FTE",
                3_400.0,
                True,
                -0.61,
                0.66,
                "One more reviewer is worth USD 0.61 million over the plan.",
            ),
            ("power", "MW", 50.0, False, NAN, NAN, "Power does not limit the plan."),
            ("cash a year", "USD million", 33_000.0, False, NAN, NAN, "The budget does not limit the plan."),
        ),
        "flips": flips(),
    }


def small_tables() -> dict[str, pd.DataFrame]:
    return {
        **people_tables(),
        **move_tables(),
        **doubt_tables(),
        "statistics": frame(
            "statistic period value discount present_value",
            ("payroll", "2026 Q3", 7_780.0, 0.99, 7_702.2),
            ("payroll", "2026 Q4", 7_612.0, 0.971, 7_391.3),
        ),
        "cases": frame(
            "case positions layoffs quits hires saving one_off break_even_month work_dropped note",
            ("free plan", -10_516.0, 5_412.0, 22_160.0, 9_000.0, 3_214.0, 1_466.0, 7.4, 0.0, ""),
            (
                "8,000 exits, pro rata",
                -12_940.0,
                8_000.0,
                21_900.0,
                9_800.0,
                3_040.0,
                1_990.0,
                9.8,
                0.021,
                "800 more hires than in the free plan",
            ),
            (
                "8,000 exits, chosen by the plan",
                NAN,
                NAN,
                NAN,
                NAN,
                NAN,
                NAN,
                NAN,
                NAN,
                "no plan is possible: the cash of a year is too small",
            ),
            ("as announced on 2026-05-20", -14_000.0, 8_000.0, NAN, NAN, NAN, NAN, NAN, NAN, ""),
        ),
        "sources": frame(
            "source positions layoffs saving compute automated_share",
            ("people", -6_900.0, 3_020.0, 2_020.0, 205.0, 0.07),
            ("gpt4", -10_516.0, 5_412.0, 3_214.0, 384.0, 0.12),
            ("gpt4-second-rubric", -12_300.0, 6_420.0, 3_910.0, 498.0, 0.15),
            ("gpt4-second-automation", -13_980.0, 7_260.0, 4_410.0, 610.0, 0.17),
            ("people-direct", -4_120.0, 1_830.0, 1_190.0, 122.0, 0.04),
            ("gpt4-direct", -8_700.0, 4_200.0, 2_650.0, 301.0, 0.1),
            ("copilot-usage", -9_900.0, 5_010.0, 3_020.0, 351.0, 0.11),
            ("claude-usage", -11_200.0, 5_900.0, 3_480.0, 422.0, 0.13),
        ),
    }


META: dict[str, object] = {
    "name": "hyperscaler-2026",
    "title": "A hyperscaler in 2026",
    "version": "0.1.0",
    "seed": 7,
    "hashes": {"bundle": "sha256:3f5c…9a1e", "scenario": "sha256:90bd…77c2", "lock": "sha256:1c44…e05b"},
    "command": "reallocate plan hyperscaler-2026 --out results",
    "objective": 86_412.7,
    "headline_source": "gpt4",
    "industry_text": "Web search portals and related (516200), software publishers (513200)",
    "own_share": 0.14,
    "filled_share": 0.075,
    "start": "2026-07",
    "periods": [f"{year} Q{quarter}" for year in range(2026, 2030) for quarter in (1, 2, 3, 4)][2:14],
}

SENTENCES: dict[str, list[str]] = {
    "cut_or_wait": [
        "Cutting 8,000 positions now, pro rata, costs USD 8.0 billion more than letting attrition do it.",
        "Cash breaks even after 5.1 months with the cut and not within the plan without it.",
    ],
    "headline": [
        "Moving 12% of the work to compute over three years ends 10,516 positions against the baseline, "
        "5,412 of them by layoffs, and saves USD 3.2 bn a year once it runs.",
        "Speed of adoption, quits, growth of demand and the share of good results decide this, hardly the price of compute.",
    ],
    "operating_models": [
        "The plan turns three of the four rows the way the story tells; talent turns less than told."
    ],
    "people": [
        "Coordinating and routine-analysis roles shrink most; specialists are augmented rather than replaced."
    ],
    "money": [
        "USD 3.2 bn a year is 2.2 to 2.5% of the capital spending that was guided for 2026: it does not pay for it."
    ],
    "grouping": ["Ranges are computed on 14 roles instead of 15: 2 small ones are taken together."],
    "alternatives": ["For at most 2% more in present value 3,400 more positions can be kept at the end."],
    "limits": ["Adoption decides: one step faster is worth USD 212 million."],
    "remarks": ["A sentence under a heading that the page does not know."],
}
