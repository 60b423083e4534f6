"""A made-up but consistent study of a firm, in the shape that a plan returns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from reallocate.errors import UnknownName

PERIODS = [f"{year} Q{quarter}" for year in range(2026, 2030) for quarter in (1, 2, 3, 4)][2:14]
SOURCES = [
    "people", "gpt4", "gpt4-second-rubric", "gpt4-second-automation", "people-direct", "gpt4-direct",
    "copilot-usage", "claude-usage",
]  # fmt: skip
# role, title, occupation, kind, headcount, pay, fall by layoffs, quits a quarter, grows
ROLES = [
    ("r01", "Software developers", "15-1252", "specialist", 24800, 452e3, 0.02, 0.026, 0.035),
    (
        "r02",
        "Computer and information systems managers",
        "11-3021",
        "managing",
        5200,
        538e3,
        0.09,
        0.022,
        0.0,
    ),
    ("r03", "Project management specialists", "13-1082", "coordinating", 4100, 331e3, 0.26, 0.027, 0.0),
    ("r04", "Customer service representatives", "43-4051", "routine analysis", 3900, 148e3, 0.34, 0.034, 0.0),
    (
        "r05",
        "Market research analysts and marketing specialists",
        "13-1161",
        "routine analysis",
        4600,
        289e3,
        0.15,
        0.028,
        0.0,
    ),
    (
        "r06",
        "Software quality assurance analysts and testers",
        "15-1253",
        "specialist",
        3300,
        338e3,
        0.16,
        0.027,
        0.0,
    ),
    ("r07", "Data scientists", "15-2051", "specialist", 5600, 411e3, 0.0, 0.024, 0.05),
    ("r08", "Human resources specialists", "13-1071", "coordinating", 2700, 246e3, 0.22, 0.028, 0.0),
    (
        "r09",
        "Network and computer systems administrators",
        "15-1244",
        "hands-on",
        4400,
        312e3,
        0.01,
        0.024,
        0.0,
    ),
    (
        "r10",
        "Executive secretaries and executive administrative assistants",
        "43-6011",
        "coordinating",
        1500,
        171e3,
        0.31,
        0.031,
        0.0,
    ),
    ("r11", "Technical writers", "27-3042", "specialist", 900, 262e3, 0.28, 0.026, 0.0),
    ("r12", "Computer hardware engineers", "17-2061", "specialist", 6100, 468e3, 0.0, 0.021, 0.04),
    ("r13", "General and operations managers", "11-1021", "managing", 6900, 486e3, 0.08, 0.021, 0.0),
    ("r14", "Sales representatives of services", "41-3091", "specialist", 4000, 301e3, 0.04, 0.03, 0.0),
    ("r15", "AI work directors", "15-1299", "directing AI", 0, 421e3, 0.0, 0.01, 0.0),
]
KIND_HOURS = {
    "managing": 4.1e6,
    "coordinating": 6.2e6,
    "routine analysis": 7.4e6,
    "specialist": 15.3e6,
    "hands-on": 1.9e6,
    "directing AI": 0.3e6,
}
KIND_MODES = {
    "managing": (0.82, 0.16, 0.02),
    "coordinating": (0.52, 0.26, 0.22),
    "routine analysis": (0.44, 0.25, 0.31),
    "specialist": (0.61, 0.33, 0.06),
    "hands-on": (0.96, 0.04, 0.0),
    "directing AI": (0.9, 0.1, 0.0),
}


@dataclass
class SyntheticStudy:
    """Tables, facts and sentences of a study that nobody solved."""

    tables: dict[str, pd.DataFrame]
    meta: dict[str, object]
    sentences: dict[str, list[str]] = field(default_factory=dict)
    status: str = "optimal"

    def table(self, name: str) -> pd.DataFrame:
        if name not in self.tables:
            raise UnknownName(f"there is no table {name!r}")
        return self.tables[name].copy()

    def explain(self) -> dict[str, list[str]]:
        return self.sentences

    def without(self, *names: str) -> SyntheticStudy:
        return replace(self, tables={key: table for key, table in self.tables.items() if key not in names})


def headcount() -> pd.DataFrame:
    rows = []
    for case in ("baseline", "plan"):
        for role, _, _, _, start, _, fall, quitting, growth in ROLES:
            begin = float(start)
            for place, period in enumerate(PERIODS):
                quits = round(begin * quitting)
                hires = quits + round(start * growth / 12 * 3)
                layoffs = moves_in = moves_out = voluntary = 0.0
                if case == "plan":
                    layoffs = float(round(start * fall * 0.5)) if place in (0, 1) and fall > 0.05 else 0.0
                    voluntary = float(round(start * 0.012)) if place == 1 and fall else 0.0
                    hires = hires if fall == 0.0 else round(quits * max(0.0, 0.62 - fall))
                    moves_in = 180.0 if role == "r15" and place > 0 else 0.0
                    moves_out = {"r03": 70.0, "r02": 50.0, "r01": 60.0}.get(role, 0.0) if place > 0 else 0.0
                end = begin + hires - quits - voluntary - layoffs + moves_in - moves_out
                rows.append(
                    (case, role, period, begin, hires, quits, voluntary, layoffs, moves_in, moves_out, end)
                )
                begin = end
    columns = [
        "case",
        "role",
        "period",
        "begin",
        "hires",
        "quits",
        "voluntary",
        "layoffs",
        "moves_in",
        "moves_out",
        "end",
    ]
    return pd.DataFrame(rows, columns=columns)


def modes() -> pd.DataFrame:
    rows = []
    for case in ("baseline", "plan"):
        for kind, hours in KIND_HOURS.items():
            human, augmented, automated = KIND_MODES[kind]
            for place, period in enumerate(PERIODS):
                ramp = place / 11 if case == "plan" else 0.0
                split = {"augmented": augmented * ramp, "automated": automated * ramp}
                split["human"] = 1 - sum(split.values())
                rows += [
                    (case, kind, mode, period, hours * split[mode])
                    for mode in ("human", "augmented", "automated")
                ]
    return pd.DataFrame(rows, columns=["case", "kind", "mode", "period", "hours"])


def cash(walk: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    pay = pd.Series({row[0]: row[5] for row in ROLES})
    rows, with_induced_quits = [], []
    for case in ("baseline", "plan"):
        for place, period in enumerate(PERIODS):
            now = walk[(walk["case"] == case) & (walk["period"] == period)].set_index("role")
            payroll = float((now["end"] * pay).sum()) / 4e6 * 1.007**place
            exits = float((now["layoffs"] * 135e3 + now["voluntary"] * 160e3).sum()) / 1e6
            training = float((now["hires"] * 14e3 + now["moves_in"] * 11e3).sum()) / 1e6
            ramp = place / 11 if case == "plan" else 0.0
            compute, capex = 96.0 * ramp, 150.0 if case == "plan" and place in (0, 2) else 0.0
            change = 42.0 * (1 - ramp) if case == "plan" else 0.0
            rows.append((case, period, payroll, compute, capex, exits, training, change))
            depreciation = 300.0 / 20 if case == "plan" else 0.0
            with_induced_quits.append((case, period, payroll, compute, depreciation, exits, training, change))
    money = pd.DataFrame(
        rows, columns=["case", "period", "payroll", "compute", "capex", "exits", "training", "change"]
    )
    money["total"] = money.iloc[:, 2:].sum(axis=1)
    columns = [
        "case",
        "period",
        "payroll",
        "compute_opex",
        "depreciation",
        "restructuring",
        "training",
        "change",
    ]
    profit = pd.DataFrame(with_induced_quits, columns=columns)
    profit["total"] = profit.iloc[:, 2:].sum(axis=1)
    return money, profit


def roles(walk: pd.DataFrame) -> pd.DataFrame:
    ends = walk[walk["period"] == PERIODS[-1]].pivot(index="role", columns="case", values="end")
    flows = (
        walk[walk["case"] == "plan"]
        .groupby("role")[["layoffs", "quits", "moves_out", "moves_in", "hires"]]
        .sum()
    )
    table = pd.DataFrame(
        [row[:5] for row in ROLES], columns=["role", "title", "occupation", "kind", "headcount"]
    ).set_index("role")
    table["baseline_end"], table["plan_end"] = ends["baseline"], ends["plan"]
    table["delta"] = table["plan_end"] - table["baseline_end"]
    table["delta_low"], table["delta_high"] = table["delta"] * 1.18 - 20, table["delta"] * 0.84 + 20
    table["layoffs"] = flows["layoffs"]
    table["layoffs_low"], table["layoffs_high"] = flows["layoffs"] * 0.55, flows["layoffs"] * 1.3
    table.loc[["r06", "r11"], "layoffs_low"] = 0.0
    for name in ("quits", "moves_out", "moves_in", "hires"):
        table[name] = flows[name]
    table["automated_share"] = [KIND_MODES[kind][2] for kind in table["kind"]]
    table["augmented_share"] = [KIND_MODES[kind][1] for kind in table["kind"]]
    table["sources_low"], table["sources_high"] = table["delta"] * 1.6 - 60, table["delta"] * 0.35 + 90
    return table.reset_index()


def groups(by_role: pd.DataFrame) -> pd.DataFrame:
    """The two smallest specialist roles taken together, the others as they are."""
    small = by_role["role"].isin(["r06", "r11"])
    sums = by_role[small].sum(numeric_only=True)
    joined = {"role": "27-0000", "title": "Other specialist roles (2 roles)", "kind": "specialist", **sums}
    table = pd.concat([by_role[~small], pd.DataFrame([joined])], ignore_index=True)
    shares = ["occupation", "group", "automated_share", "augmented_share"]
    return table.drop(columns=shares, errors="ignore").assign(roles=[1] * (len(table) - 1) + [2])


def in_groups(by_role: pd.DataFrame) -> pd.DataFrame:
    """Roles with the title of their group, whose range is not their own."""
    small = by_role["role"].isin(["r06", "r11"])
    table = by_role.assign(group=np.where(small, "Other specialist roles (2 roles)", ""))
    table.loc[small, ["delta_low", "delta_high", "layoffs_low", "layoffs_high"]] = np.nan
    return table


def kinds(by_role: pd.DataFrame) -> pd.DataFrame:
    ends = by_role.groupby("kind")[["baseline_end", "plan_end", "delta"]].sum()
    rows = []
    for kind, hours in KIND_HOURS.items():
        split = [hours * share for share in KIND_MODES[kind]]
        base, plan, delta = ends.loc[kind]
        rows.append((kind, hours, *split, 0.0, base, plan, delta, delta * 1.2 - 30, delta * 0.8 + 30))
    columns = "kind hours human augmented automated dropped positions_baseline positions_plan delta delta_low delta_high"
    return pd.DataFrame(rows, columns=columns.split())


def activities() -> pd.DataFrame:
    rows = []
    for place, kind in enumerate(KIND_HOURS):
        hours = KIND_HOURS[kind]
        _, augmented, automated = (hours * share for share in KIND_MODES[kind])
        rows.append(
            (
                f"4.A.2.a.{place}",
                f"All {kind} work",
                kind,
                hours,
                augmented,
                automated,
                automated * 0.7,
                automated * 1.2,
            )
        )
    columns = "activity title kind hours augmented automated automated_low automated_high"
    return pd.DataFrame(rows, columns=columns.split(" "))


def grid() -> pd.DataFrame:
    rows = []
    for share in np.arange(0, 21) / 100:
        for place, speed in enumerate(("slow", "medium", "fast")):
            positions = -(78000 * share + 2200 * (place + 1) * (1 - 2 * share))
            saving = -positions * 0.396 - 300 - 4e3 * share * (2 - place)
            one_off = 78000 * share * 0.135 + 120
            dropped = max(0.0, share - 0.05 * (place + 1)) * 0.9
            month = one_off / saving * 12 if saving > 0 else np.nan
            rows.append((share, speed, positions, 78000 * share, saving, one_off, month, dropped))
    columns = "exits_share speed positions layoffs saving one_off break_even_month work_dropped"
    return pd.DataFrame(rows, columns=columns.split())
