"""A made-up plan that nobody solved: small tables in the shape that a plan has, many in made_up.csv, its facts and sentences."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

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


COUNTED = ("round", "year")


def as_written(name: str) -> dict[str, pd.DataFrame]:
    """Tables that are written down in a file of this folder, each below its name."""
    found = {}
    for block in (Path(__file__).parent / f"{name}.csv").read_text(encoding="utf-8").split("# ")[1:]:
        name, _, rows = block.partition("\n")
        table = pd.read_csv(StringIO(rows), dtype=dict.fromkeys(("note", "asks"), "str"))
        whole = {column: table[column].astype(float) for column in table.select_dtypes("int") if column not in COUNTED}
        words = {column: table[column].fillna("") for column in table.select_dtypes("str")}
        found[name] = table.assign(**whole, **words)
    return found


def tables() -> dict[str, pd.DataFrame]:
    """Every table with the columns of which a test reads one; the declaration adds the others."""
    walk = headcount()
    return {
        "headcount": walk, **by_role(roles(walk)), **work(), **cash(walk), "grid": grid().assign(note=""), **history(),
        **as_written("made_up"),
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
