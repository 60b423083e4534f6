"""A made-up plan that nobody solved: small tables in the shape that a plan has, its facts and sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.kernel.text import Said
from reallocate.work.reach import SOURCES

NAN = float("nan")
PERIODS = ["2026 Q3", "2026 Q4", "2027 Q1", "2027 Q2"]
JOINED = "Other specialist roles (2 roles)"
# role, title, occupation, kind, headcount, layoffs, hires a quarter
ROLES = [
    ("r01", "Software developers", "15-1252", "specialist", 24_800.0, 0.0, 300.0),
    ("r02", "Project management specialists", "13-1082", "coordinating", 4_100.0, 900.0, 20.0),
    ("r03", "Customer service representatives", "43-4051", "routine analysis", 3_900.0, 1_100.0, 10.0),
    ("r04", "Software quality assurance analysts and testers", "15-1253", "specialist", 3_300.0, 400.0, 0.0),
    ("r05", "Technical writers", "27-3042", "specialist", 900.0, 200.0, 0.0),
    ("r06", "AI work directors", "15-1299", "directing AI", 0.0, 0.0, 0.0),
]
KINDS = {
    "coordinating": (6.2e6, 0.26, 0.22),
    "routine analysis": (7.4e6, 0.25, 0.31),
    "specialist": (15.3e6, 0.33, 0.06),
    "directing AI": (0.3e6, 0.1, 0.0),
}
"""Kind of work -> hours a quarter, and the shares of them that are augmented and automated."""


def frame(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    """A table from its rows.

    columns : names, one after the other
    """
    return pd.DataFrame(list(rows), columns=columns.split())


def headcount() -> pd.DataFrame:
    rows = []
    for case in ("baseline", "plan"):
        for role, _, _, _, begin, layoffs, hires in ROLES:
            for period in PERIODS:
                first = case == "plan" and period == PERIODS[0]
                quits, ended = round(begin * 0.026), layoffs if first else 0.0
                moved = {"r02": -70.0, "r06": 70.0}.get(role, 0.0) if first else 0.0
                end = begin + hires - quits - ended + moved
                rows.append((case, role, period, begin, hires, quits, 0.0, ended, max(moved, 0.0), max(-moved, 0.0), end))  # fmt: skip
                begin = end
    columns = "case role period begin hires quits voluntary layoffs moves_in moves_out end"
    return frame(columns, *rows)


def roles(walk: pd.DataFrame) -> pd.DataFrame:
    ends = walk[walk["period"] == PERIODS[-1]].pivot(index="role", columns="case", values="end")
    flows = ["layoffs", "quits", "moves_out", "moves_in", "hires"]
    sums = walk[walk["case"] == "plan"].groupby("role")[flows].sum()
    table = frame("role title occupation kind headcount", *(row[:5] for row in ROLES)).set_index("role")
    table["baseline_end"], table["plan_end"] = ends["baseline"], ends["plan"]
    table["delta"] = table["plan_end"] - table["baseline_end"]
    table = table.join(sums)
    for end, factor in (("low", 1.2), ("high", 0.8)):
        table[f"delta_{end}"], table[f"sources_{end}"] = table["delta"] * factor, table["delta"] * factor**2
        table[f"layoffs_{end}"] = table["layoffs"] * (2 - factor)
    table["automated_share"] = [KINDS[kind][2] for kind in table["kind"]]
    table["augmented_share"] = [KINDS[kind][1] for kind in table["kind"]]
    return table.reset_index()


def by_role(whole: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Every role; the two smallest of specialists taken together; and kinds of work."""
    small = whole["role"].isin(["r04", "r05"])
    single = whole.assign(group=np.where(small, JOINED, ""))
    ranges = [f"{name}_{end}" for name in ("delta", "layoffs") for end in ("low", "high")]
    single.loc[small, ranges] = NAN
    sums = pd.DataFrame([{"role": "27-0000", "title": JOINED, "kind": "specialist", **whole[small].sum(numeric_only=True)}])
    joined = pd.concat([whole[~small], sums], ignore_index=True).assign(roles=lambda t: [1] * (len(t) - 1) + [2])
    kinds = whole.groupby("kind")[["baseline_end", "plan_end", "delta", "delta_low", "delta_high"]].sum().reset_index()
    hours = [KINDS[kind] for kind in kinds["kind"]]
    kinds = kinds.rename(columns={"baseline_end": "positions_baseline", "plan_end": "positions_plan"}).assign(
        hours=[h for h, _, _ in hours], augmented=[h * a for h, a, _ in hours], automated=[h * a for h, _, a in hours],
        human=[h * (1 - a - b) for h, a, b in hours], dropped=0.0, unfixed=0.0,
    )  # fmt: skip
    columns = ["occupation", "automated_share", "augmented_share"]
    return {"roles": single, "groups": joined.drop(columns=columns), "kinds": kinds}


def work() -> dict[str, pd.DataFrame]:
    modes, activities = [], []
    for place, (kind, (hours, augmented, automated)) in enumerate(KINDS.items()):
        activities.append(
            (f"4.A.2.a.{place}", f"All {kind} work", kind, hours, hours * augmented, hours * automated,
             hours * automated * 0.7, hours * automated * 1.2, 0.0)
        )  # fmt: skip
        for case, ramp in (("baseline", 0.0), ("plan", 1.0)):
            for period in PERIODS:
                split = {"augmented": augmented * ramp, "automated": automated * ramp}
                split["human"] = 1 - sum(split.values())
                modes += [(case, kind, mode, period, hours * share) for mode, share in split.items()]
    columns = "activity title kind hours augmented automated automated_low automated_high hours_to_cover"
    return {"modes": frame("case kind mode period hours", *modes), "activities": frame(columns, *activities)}


def cash(walk: pd.DataFrame) -> dict[str, pd.DataFrame]:
    people = walk.groupby(["case", "period"], sort=False)["end"].sum()
    rows, charged = [], []
    for (case, period), positions in people.items():
        plan, first = case == "plan", period == PERIODS[0]
        payroll, compute, exits = positions * 0.09, 60.0 * plan, 350.0 * (plan and first)
        rows.append((case, period, payroll, compute, 150.0 * (plan and first), exits, 40.0, 42.0 * plan))
        charged.append((case, period, payroll, compute, 7.5 * plan, exits, 40.0, 42.0 * plan))
    money = frame("case period payroll compute capex exits training change", *rows)
    columns = "case period payroll compute_opex depreciation restructuring training change"
    profit = frame(columns, *charged)
    tables = {"cash": money, "profit_and_loss": profit}
    return {name: table.assign(total=table.iloc[:, 2:].sum(axis=1)) for name, table in tables.items()}


def grid() -> pd.DataFrame:
    rows = []
    for share in np.arange(0, 21, 5) / 100:
        for place, speed in enumerate(("slow", "medium", "fast")):
            positions = -(78_000 * share + 2_200 * (place + 1) * (1 - 2 * share))
            saving, one_off = -positions * 0.396 - 300, 78_000 * share * 0.135 + 120
            rows.append((share, speed, positions, 78_000 * share, saving, one_off, one_off / saving * 12, 0.0))
    return frame("exits_share speed positions layoffs saving one_off break_even_month work_dropped", *rows)


def history() -> dict[str, pd.DataFrame]:
    rows, summary = [], []
    for place, source in enumerate(SOURCES):
        rows += [(source, fifth, 0.04 - 0.004 * fifth, 0.07 - 0.009 * fifth + 0.001 * place) for fifth in range(1, 6)]
        sentence = "Under 6 of 8 sources the difference stays within sampling error." if not place else ""
        summary.append((source, -0.09, -0.14, -0.05, -0.12, 0.02, f"{source}: as the years before", sentence))
    columns = "source rank_correlation_before rank_correlation_after difference low high finding sentence"
    return {
        "history": frame("source fifth growth_2017_2019 growth_2022_2025", *rows),
        "history_summary": frame(columns, *summary),
    }


def headline() -> dict[str, pd.DataFrame]:
    return {
        "cut_or_wait": frame(
            "figure unit nothing free freeze cut haste",
            ("exits", "FTE", NAN, NAN, NAN, 8_000.0, NAN),
            ("size", "FTE", NAN, NAN, NAN, 70_000.0, NAN),
            ("cost", "USD million", 175_000.0, 161_700.0, 163_300.0, 166_000.0, 2_700.0),
            ("cash", "USD million", 175_000.0, 165_000.0, 150_000.0, 151_700.0, 1_700.0),
            ("work_undone", "USD million", 0.0, -3_300.0, 13_300.0, 14_300.0, 1_000.0),
            ("haste_per_exit", "USD/exit", NAN, NAN, NAN, NAN, 337_500.0),
            ("haste_cash_per_exit", "USD/exit", NAN, NAN, NAN, NAN, 212_500.0),
            ("quarters_to_size", "quarters", NAN, NAN, 4.0, NAN, NAN),
            ("positions", "FTE", 82_000.0, 78_000.0, 70_000.0, 70_000.0, 0.0),
        ),
        "cut_steps": frame(
            "step cost cash undone ai_last",
            ("ai", -13_300.0, -10_000.0, -3_300.0, NAN), ("size", 1_600.0, -15_000.0, 16_600.0, NAN),
            ("haste", 2_700.0, 1_700.0, 1_000.0, NAN), ("together", -9_000.0, -23_300.0, 14_300.0, NAN),
        ),
        "haste": frame(
            "part per_exit cost",
            ("severance", 120_000.0, 960.0), ("notice", 60_000.0, 480.0), ("hiring", 100_000.0, 800.0),
            ("induced_quits", 25_000.0, 200.0), ("undone", 125_000.0, 1_000.0), ("pay", -92_500.0, -740.0),
            ("others", 0.0, 0.0),
        ),
        "cut_paths": frame(
            "period end saved_cut saved_freeze positions_cut positions_freeze",
            (PERIODS[0], 2026.75, -700.0, -120.0, 70_000.0, 75_000.0), (PERIODS[1], 2027.0, -310.0, 240.0, 70_000.0, 72_000.0),
        ),
        "headline": frame(
            "figure unit baseline plan delta low high",
            ("positions", "FTE", 81_246.0, 70_730.0, -10_516.0, -13_980.0, -4_120.0),
            ("layoffs", "FTE", 0.0, 5_412.0, 5_412.0, 1_830.0, 7_260.0),
            ("quits", "FTE", 23_410.0, 22_160.0, -1_250.0, -1_700.0, -610.0),
            ("run-rate saving", "USD million a year", NAN, 3_214.0, 3_214.0, 1_190.0, 4_410.0),
            ("one-off cost", "USD million", NAN, 1_466.0, 1_466.0, 702.0, 1_905.0),
            ("break-even month", "months", NAN, 7.4, NAN, 5.9, 13.2),
            ("largest outlay", "USD million", NAN, 158.0, NAN, 140.0, 251.0),
            ("compute cash", "USD million a year", 0.0, 384.0, 384.0, 122.0, 610.0),
        ),
        "operating_models": pd.DataFrame(
            [
                ("growth driver", "growth of work from compute", "% a year", NAN, 0.0, 6.1),
                ("core asset", "people's share of running cost", "share", 0.62, 0.97, 0.93),
                ("talent profile", "directing AI", "share of hours", NAN, 0.0, 0.03),
            ],
            columns=["row", "measure", "unit", "2021 (observed)", "baseline 2029", "plan 2029"],
        ),
    }  # fmt: skip


def solved_again() -> dict[str, pd.DataFrame]:
    """Tables of plans that were solved again: cases, sources, limits, inputs, outlooks."""
    reason = "no plan is possible: the cash of a year is too small"
    return {
        "cases": frame(
            "case positions layoffs quits hires saving one_off break_even_month work_dropped note",
            ("plan without the cut", -10_516.0, 5_412.0, 22_160.0, 9_000.0, 3_214.0, 1_466.0, 7.4, 0.0, ""),
            ("8,000 exits, chosen by the plan", NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, reason),
        ),
        "sources": frame(
            "source positions layoffs saving compute automated_share note",
            ("people", -6_900.0, 3_020.0, 2_020.0, 205.0, 0.07, ""),
            ("gpt4", -10_516.0, 5_412.0, 3_214.0, 384.0, 0.12, ""),
            ("people-direct", -4_120.0, 1_830.0, 1_190.0, 122.0, 0.04, ""),
            ("claude-usage", -13_980.0, 7_260.0, 4_410.0, 610.0, 0.17, ""),
        ),
        "limits": frame(
            "limit unit level decides up down sentence",
            ("speed of adoption", "step of the ramp", 1.0, True, -212.0, 230.0, "One step faster is worth USD 212 million."),
            ("reviewers", "FTE", 3_400.0, True, -0.61, 0.66, "One more reviewer is worth USD 0.61 million."),
            ("power", "MW", 50.0, False, NAN, NAN, "Power does not limit the plan."),
        ),
        "tipping_points": frame(
            "input unit now flips_at low high grade positions_at_low positions_at_high layoffs_at_low layoffs_at_high sentence",
            ("speed of adoption", "quarters to half", 6.0, 11.4, 3.0, 14.0, "J", -13_900.0, -2_100.0, 9.0, 0.0, "Speed."),
            ("quits", "% a month", 1.1, NAN, 0.5, 2.6, "A", -9_800.0, -10_900.0, 800.0, 0.0, "Quits."),
        ),
        "refused": frame(
            "alternative extra_cost extra_share kept layoffs_spared sentence",
            ("no layoffs", 95.0, 0.001, 500.0, 2_600.0, "No layoffs: costs USD 95 million more."),
        ),
        "alternatives": frame(
            "alternative extra_cost extra_share positions layoffs moved hires first_year_cash power note",
            ("least cost", 0.0, 0.0, 66_400.0, 2_600.0, 420.0, 5_100.0, 31_200.0, 14.0, ""),
        ),
        "frontier": frame("extra_cost extra_share positions cost_per_job", (460.0, 0.005, 68_100.0, 270_588.0)),
        "outlooks": frame(
            "outlook weight says positions layoffs saved extra_as_made extra_joint",
            ("weak demand", 0.4, "demand_growth -0.02", 58_100.0, 4_900.0, 7_700.0, 1_400.0, 610.0),
        ),
        "strategies": frame(
            "strategy caution extra_cost worst_saving largest_regret worst_outlook hires layoffs moved with_ai "
            "gpus_ordered positions_low positions_high note",
            ("the original plan", NAN, 250.0, 6_300.0, 1_400.0, "weak demand", 4_200.0, 900.0, 300.0, 4.1e6, 900.0, 59e3, 66e3, ""),
            ("wait and see", NAN, NAN, NAN, NAN, "", 4_400.0, 0.0, 0.0, 0.0, 0.0, 61e3, 67e3, "cannot be followed"),
        ),
        "information": frame("question amount note", ("knowing which outlook comes", 310.0, "")),
        "finance": frame(
            "question taken value unit positions layoffs own_gpus saving one_off break_even_month present_value worth route note",
            ("server life", "2 years", 2.0, "years", -10_400.0, 5_300.0, 0.0, 3_150.0, 1_200.0, 6.0, 160e3, 9_900.0, "rent", ""),
            ("server life", "5 years", 5.0, "years", -10_516.0, 5_412.0, 1_900.0, 3_214.0, 1_466.0, 7.4, 160e3, 10e3, "own", ""),
        ),
        "products": frame(
            "cash_share cash gpus payroll positions layoffs work_dropped note",
            (0.9, 30_600.0, 0.86, -0.01, -310.0, 2_900.0, 0.01, ""),
        ),
    }  # fmt: skip


def council() -> dict[str, pd.DataFrame]:
    walk = "begin open_filled other_hires moves_in quits voluntary moves_out layoffs end"
    return {
        "families": frame(
            f"family title open_positions open_cancelled {walk} baseline_end",
            ("43-0000", "Office Occupations", 700.0, 300.0, 9e3, 40.0, 300.0, 0.0, 1_100.0, 60.0, 200.0, 800.0, 7_180.0, 9_360.0),
        ),
        "workload": frame(
            "family title period positions intensity_baseline intensity intensity_if_less delivered_baseline has "
            "delivered review redo directing spare",
            ("43-0000", "Office Occupations", "2027 Q2", 7_280.0, 1.0, 1.0, 1.16, 401.0, 450.0, 472.0, 46.2, 17.1, 0.0, 79.3),
        ),
        "people_groups": frame("about band size share_losing", ("age", "50 to 59", "250 to 999", 0.6)),
        "training": frame(
            "target target_title people weeks_each person_weeks courses cost",
            ("r06", "AI work directors", 180.0, 8.0, 1_440.0, 1.2, 9.4),
        ),
        "calendar": frame(
            "step law period layoffs threshold notice_days tell_for_first_day tell_for_last_day note",
            ("layoffs", "US, federal", "2026 Q3", 2_700.0, 50.0, 60.0, "2026-05-02", "2026-08-01", "the law"),
        ),
        "moves": frame(
            "origin origin_title target target_title positions training_weeks training_cost basis",
            ("r02", "Project management specialists", "r06", "AI work directors", 70.0, 8.0, 11_200.0, "observed mobility"),
        ),
        "ways": frame(
            "role title target target_title in_firm share_of_movers share_low share_high people_seen pay_now median_pay "
            "entry_pay asks",
            ("r03", "Claims Clerks", "43-9061", "Office Clerks", "yes", 0.06, 0.04, 0.09, 12.4, 47e3, 45e3, 39e3, ""),
        ),
    }  # fmt: skip


def money() -> dict[str, pd.DataFrame]:
    return {
        "bridge": frame("step positions note", ("Freed hours", 14_300.0, "after failures, review and direction")),
        "channels": frame("channel positions note", ("substitution", 8_930.0, "compute takes over the work")),
        "accounts": frame(
            "year case payroll exits training change compute_opex capex cash depreciation profit_and_loss",
            ("2026 Q3 to 2027 Q2", "plan", 30_500.0, 700.0, 870.0, 930.0, 70.0, 300.0, 33_370.0, 30.0, 33_100.0),
        ),
        "switches": frame(
            "switch unit now as_accounts some at_once",
            ("rent above which owning is cheaper", "USD/GPU-hour", 3.3, 2.24, 2.41, 2.76),
        ),
        "route_costs": frame("utilisation own_accounts own_plan rent api cheapest", (0.2, 0.31, 0.36, 0.46, 1.35, "own")),
        "price_response": frame("now low high break_even", (0.5, 0.4, 0.9, 1.54)),
        "promises": frame(
            "promise key unit level binding up down",
            ("No layoffs in the first 4 quarters", "[promises] no_layoffs_before", "quarters", 4.0, "binding", 41.0, -38.0),
        ),
        "scale_effect": frame("effect positions note", ("substitution", -8_930.0, "AI takes work over")),
        "capture": frame(
            "response capture positions", ("work is given", 0.3, 70_100.0), ("work is given", 0.6, 67_500.0),
            ("baseline", 0.3, 78_016.0), ("baseline", 0.6, 78_016.0),
        ),
        "funding": frame(
            "setting pay_per_head jobs freed_bn share_of_capex_low share_of_capex_high share_of_increase_low "
            "share_of_increase_high severance_low_bn severance_high_bn severance_low_months severance_high_months gpu_years",
            ("median pay 2023", 379e3, 8_000.0, 3.03, 0.021, 0.024, 0.042, 0.057, 0.96, 1.2, 3.8, 4.7, 157e3),
        ),
        "assumptions": frame(
            "name value unit low high grade source vintage own moves",
            ("headcount", 78_000.0, "FTE", NAN, NAN, "C", "Annual report & press", "2026-05", True, "not moved"),
            ("quit_rate", 1.1, "% a month", 0.5, 2.6, "A", "JOLTS", "2026-03", False, "positions −200 to +300"),
        ),
    }  # fmt: skip


def tables() -> dict[str, pd.DataFrame]:
    """Every table with the columns of which a test reads one; the declaration adds the others."""
    walk = headcount()
    return {
        "headcount": walk, **by_role(roles(walk)), **work(), **cash(walk), "grid": grid().assign(note=""), **history(),
        **headline(), **solved_again(), **council(), **money(),
    }  # fmt: skip


FACTS: dict[str, object] = {
    "name": "hyperscaler-2026",
    "title": "A hyperscaler in 2026",
    "version": "0.1.0",
    "seed": 7,
    "hashes": {"bundle": "sha256:3f5c…9a1e", "scenario": "sha256:90bd…77c2"},
    "command": "reallocate plan hyperscaler-2026 --out results",
    "objective": 86_412.7,
    "headline_source": "gpt4",
    "industry_text": "Web search portals and related (516200)",
    "own_share": 0.14,
    "filled_share": 0.075,
    "periods": PERIODS,
    "pay_notes": [],
    "title_notes": [],
}

TEXT: Said = {
    "cut_or_wait": {
        "answer": ["Layoffs reach 70,000 positions USD 338,000 a person dearer than quits, which take four quarters."],
        "of_it_cash": ["USD 212,000 of it is cash."],
        "whether": ["Whether 70,000 is right is another question: it gives back USD 1.6 billion."],
        "together": ["Against doing nothing the cut saves USD 9.0 billion, all of it by AI."],
        "bears": ["The firm pays haste. Those laid off lose about 1.6 years of pay each."],
    },
    "headline": [
        "Moving 12% of the work to compute ends 10,516 positions against the baseline, 5,412 of them by layoffs.",
        "Speed of adoption, quits, growth of demand and the share of good results decide this.",
    ],
    "council": {"routes_and_workload": ["From 78,000 positions 23,000 people quit."]},
    "consultation": ["US, federal: 60 days of notice from 50 exits."],
    "refused": {"not_chosen": ["No layoffs: costs USD 95 million more."]},
    "limits": ["Adoption decides: one step faster is worth USD 212 million.", "Power does not limit the plan."],
    "grouping": ["Ranges are computed on 5 roles instead of 6: 2 small ones are taken together."],
    "outlooks": ["To know at the start which outlook comes would be worth USD 310 million in expectation."],
    "finance": {"settings": ["Positions change by -0.5 and -0.0."]},
}
