"""A made-up round trip in small numbers that add up: three groups, two rounds, ages, a reversal, four draws."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

from reallocate.kernel.parameters import parameter_table
from reallocate.loop.draws import OUTCOMES
from reallocate.loop.page import ADOPTERS
from reallocate.loop.text import TEXT
from reallocate.render.result import Result

GROUPS = ("43-0000", "13-0000", "15-0000", "all")
TITLES = ("Office Occupations", "Business Occupations", "Computer Occupations", "All occupations")


def ledger(first: str, names: tuple[str, ...]) -> pd.DataFrame:
    """The displaced by some split; the last row is the sum of the others."""
    rows = pd.DataFrame(
        {
            "jobs_ended": [3_000.0, 1_200.0, 800.0],
            "laid_off": [1_800.0, 900.0, 300.0],
            "lost": [80.0, 100.0, 50.0],
            "severance": [44.0, 38.0, 18.0],
            "benefits": [3.0, 2.0, 1.0],
            "moved": [0.0, 20.0, 0.0],
            "training": [0.0, 0.4, 0.0],
            "more_unemployed": [500.0, 900.0, 3_400.0],
        }
    )
    rows["not_replaced"] = rows["jobs_ended"] - rows["laid_off"]
    rows["person"] = rows["lost"] - rows["severance"] - rows["benefits"]
    rows.loc[3] = rows.sum()
    means = {"months": 3.9, "lost_years": 1.2, "pay_found": 0.8, "pay_after_1": 0.83, "pay_after_5": 0.9}
    rows = rows.assign(**means, pay_after_10=[1.01, 0.94, 0.93, 0.97], pay=7e4, with_job=0.7)
    rows["out_of_labour_force"] = 0.1
    rows.insert(0, first, list(names))
    return rows


def tables() -> dict[str, pd.DataFrame]:
    """All tables of a round trip."""
    split = ledger("group", GROUPS)
    split.insert(1, "title", list(TITLES))
    steps = [17_000.0, -12_000.0, -100.0, 100.0, 0.0, 5_000.0]
    people = {"employed": 1.5e8, "unemployed": 9e6, "outside": 9e7}
    change = {"employed": [0.0, -900.0], "unemployed": [0.0, 800.0], "outside": [0.0, 100.0]}
    with_it = {name: people[name] + np.array(change[name]) for name in people}
    rounds = pd.DataFrame(
        {
            "round": [0, 1, 2], "change": -0.1, "pay": [1.0, 0.9996, 0.9995], "hiring": [1.0, 0.995, 0.994],
            "quits": [1.0, 0.997, 0.996], "positions": [1_800.0, 1_800.4, 1_800.5], "layoffs": 60.0,
            "hires": [219.0, 218.0, 218.0], "present_value": [1_029.0, 1_028.0, 1_028.0],
            "residual": [np.nan, 1.1e-2, 1.7e-4],
        }
    )  # fmt: skip
    parts = {"ended": -5_000.0, "renewed": 1_000.0, "built": 400.0, "cheaper": 2_000.0, "spent": -1_400.0}
    jobs = pd.DataFrame({"part": [*parts, "net"], "run_end": [*parts.values(), sum(parts.values())]})
    names = [column.name for column in OUTCOMES]
    draws = pd.DataFrame({name: [-0.9, -0.5, -0.3, -0.1] for name in names})
    ages = ledger("age", ("16–21", "22–25", "55+", "all"))
    areas = ledger("area", ("CA", "TX", "NY", "all"))
    areas.insert(1, "title", ["California", "Texas", "New York", "All states"])
    near = {"months_in_area": [4.1, 3.8, 3.9, 4.0], "lost_years_in_area": 1.3, "pay_found_in_area": 0.79}
    return {
        "reconciled": pd.DataFrame({"step": [f"step {place}" for place in range(6)], "persons": steps}),
        "jobs": jobs.assign(plan_end=jobs["run_end"], run_end_first_round=jobs["run_end"]),
        "rounds": rounds,
        "response": rounds.head(3)[["positions", "layoffs", "hires"]].assign(
            comes_back=["no response", "the market's own", "more"]
        ),
        "path": pd.DataFrame(
            {"year": [2026.25, 2027.25], **with_it, **{f"{name}_without": people[name] for name in people}}
        ),
        "occupations": pd.DataFrame(
            {
                "occupation": ["43-4051", "15-1252"], "title": ["Clerks", "Developers"], "people": [9e4, 2e4],
                "change": [-0.2, -0.1], "jobs_ended": [4_000.0, 1_000.0], "employment": [-700.0, -200.0],
                "pay": [0.999, 1.0], "hiring": [0.98, 1.0], "quits": [0.99, 1.0],
            }
        ),
        "money": pd.DataFrame({"money": ["pay", "saved"], "with": [9e6, -8e2], "without": [9.1e6, 0.0],
                               "change": [-1e5, -8e2]}),
        "ledger": split,
        "ledger_by_age": ages,
        "ledger_by_area": areas.assign(**near, more_unemployed_in_area=areas["more_unemployed"] + 10.0),
        "reversal": pd.DataFrame({"jobs": ["jobs that end"], "at_reversal": [4e3], "after": [3e3],
                                  "back": [1e3], "share_back": [0.25], "unbroken": [5e3],
                                  "share_of_unbroken": [0.4]}),
        "assumptions": parameter_table().assign(drawn=lambda table: table["name"] == "capture_augmented"),
        "worker_path": pd.DataFrame({"occupation": ["43-4051"], "year": [0], "pay": 1.0, "job_finding": 1.0}),
        "interval": pd.DataFrame(
            {
                "outcome": names, "says": [column.about for column in OUTCOMES],
                "unit": [column.unit for column in OUTCOMES], "one_run": -0.5, "p10": -0.9, "p50": -0.4,
                "p90": -0.1,
            }
        ),
        "draws_made": draws.assign(source="gpt4", draw=range(1, 5), possible=True, rounds=2, settled=True,
                                   residual=1e-4, capture=0.5),
    }  # fmt: skip


def trip() -> Result:
    """The study, with the sentences that its tables give."""
    totals = {"positions": 1_800.0, "work_dropped": 0.0, "automated": 0.2, "augmented": 0.1, "layoffs": 60.0,
              "voluntary": 0.0, "quits": 200.0, "moves": 4.0, "hires": 219.0}  # fmt: skip
    facts = {
        "title": "a made-up firm: 30% of its industry follows", "version": "0.1.0",
        "plan_name": "made-up", "plan": "sha256:0", "share": 0.3, "years": 1, "plan_quarters": 6,
        "capability": "trend", "draws": 4, "seed": 0, "command": "", "firm": {"plan": totals, "baseline": totals},
        "industry_people": 1.1e5, "industry_titles": ["Insurance carriers"], "compute_per_payroll": 0.02,
        "rounds_made": 2, "residual": 1.7e-4, "residual_wanted": 1e-3, "converged": True, "fixed": [],
        "sampled": {"capture_augmented": "share of freed hours"}, "wage_elasticity": -0.1,
        "slumps": "From 1980-01 to 2025-11 a slump followed a calm month in 15% within 12 months.",
        "hashes": {"request": "a", "bundle": "b", "libraries": "numpy"},
    }  # fmt: skip
    found = {table.name: table.checked(tables()[table.name]) for table in ADOPTERS.tables}
    return Result(ADOPTERS, MappingProxyType(facts), found, TEXT.said(found, facts))
