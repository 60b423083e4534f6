"""A made-up plan that nobody solved: small tables in the shape that a plan has, its facts and sentences; and a round trip."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from reallocate.kernel.parameters import parameter_table
from reallocate.kernel.text import Said
from reallocate.loop.draws import OUTCOMES
from reallocate.loop.page import ADOPTERS
from reallocate.loop.text import TEXT as TRIP_TEXT
from reallocate.render.result import Result

PERIODS = ["2026 Q3", "2026 Q4", "2027 Q1", "2027 Q2"]
COUNTED = ("round", "year", "fifth", "quits", "roles")


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
    return {**as_written("made_up_people"), **as_written("made_up_quarters"), **as_written("made_up")}


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


def trip_tables() -> dict[str, pd.DataFrame]:
    """All tables of a round trip; those that are not of its assumptions and draws are written down."""
    names = [column.name for column in OUTCOMES]
    draws = pd.DataFrame({name: [-0.9, -0.5, -0.3, -0.1] for name in names})
    return {
        **as_written("made_up_round_trip"),
        "assumptions": parameter_table().assign(drawn=lambda table: table["name"] == "capture_augmented"),
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
    """A made-up round trip in small numbers that add up: three groups, two rounds, ages, a reversal, four draws."""
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
    found = {table.name: table.checked(trip_tables()[table.name]) for table in ADOPTERS.tables}
    return Result(ADOPTERS, MappingProxyType(facts), found, TRIP_TEXT.said(found, facts))
