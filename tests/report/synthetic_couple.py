"""A made-up round trip in small numbers that add up: three groups, two rounds, ages, a reversal, four draws."""

from __future__ import annotations

from types import MappingProxyType

import pandas as pd
from tests.report.synthetic import as_written

from reallocate.kernel.parameters import parameter_table
from reallocate.loop.draws import OUTCOMES
from reallocate.loop.page import ADOPTERS
from reallocate.loop.text import TEXT
from reallocate.render.result import Result


def tables() -> dict[str, pd.DataFrame]:
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
