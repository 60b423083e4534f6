"""Plans that cost nearly as little in named directions, and what each job kept costs, as tables."""

from __future__ import annotations

import pandas as pd

from reallocate.plan.alternatives import JOBS, figures_of
from reallocate.plan.explain import money
from reallocate.study.plan.problem.solved_cases import Parts

MILLION = 1e6


def alternative_table(parts: Parts) -> pd.DataFrame:
    """The best plan and those that go furthest in one direction, within the share of cost allowed.

    parts : every plan of the study
    """
    table = pd.DataFrame(figures_of(parts.alternatives))
    return table.assign(extra_share=table["extra_cost"] / abs(parts.plan.objective))


def frontier_table(parts: Parts) -> pd.DataFrame:
    """The most jobs kept at the end for each extra cost, and what one more job costs on the way.

    parts : every plan of the study
    """
    table = pd.DataFrame(parts.frontier, columns=["extra_cost", "positions"])
    kept = table["positions"].diff()
    price = table["extra_cost"].diff() / kept.where(kept > 0)
    return table.assign(
        extra_share=table["extra_cost"] / abs(parts.plan.objective), cost_per_job=price * MILLION
    )


def alternative_sentences(parts: Parts, table: pd.DataFrame, frontier: pd.DataFrame) -> list[str]:
    """What can be had for little, in words.

    parts : every plan of the study
    table, frontier : as made here
    """
    best = table.iloc[0]
    lines = []
    jobs = table[table["alternative"] == JOBS].dropna(subset="positions")
    if len(jobs) and jobs["positions"].iloc[0] - best["positions"] >= 1:
        row = jobs.iloc[0]
        lines.append(
            f"For at most {parts.within:.1%} more in present value ({money(row['extra_cost'])}) "
            f"{row['positions'] - best['positions']:,.0f} more positions can be kept at the end."
        )
    first = frontier.dropna(subset="cost_per_job").head(1)
    if len(first):
        lines.append(
            f"The first {first['positions'].iloc[0] - best['positions']:,.0f} of them cost USD "
            f"{first['cost_per_job'].iloc[0]:,.0f} each in present value."
        )
    return lines
