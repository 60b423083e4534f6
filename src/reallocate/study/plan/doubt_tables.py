"""The tables of what limits a plan, what would change it, and what it assumes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.measure.source import Grade
from reallocate.plan.explain import shadow_price_sentence, tipping_point_sentence
from reallocate.plan.tipping_points import in_order
from reallocate.study.plan.problem.solved_cases import Parts
from reallocate.study.plan.register import NOT_MOVED, funding_rows, what_it_moves
from reallocate.work.parameters import parameter_table

OWN = "own"
REGISTER = (
    "name", "parameter", "value", "unit", "low", "high", "grade", "source", "vintage", "own", "moves",
)  # fmt: skip
WEAKEST_FIRST = (Grade.J, Grade.C, Grade.X, Grade.B, Grade.A)


def limits(parts: Parts) -> pd.DataFrame:
    """Each limit, whether it decides, and what one more and one less are worth.

    parts : every plan of the study
    """
    rows = [
        {
            "limit": worth.limit.name,
            "unit": worth.limit.unit,
            "level": worth.limit.level,
            "decides": worth.decides,
            "up": np.nan if worth.up is None else worth.up,
            "down": np.nan if worth.down is None else worth.down,
            "up_to": np.nan if worth.up_to is None else worth.up_to,
            "down_to": np.nan if worth.down_to is None else worth.down_to,
            "sentence": shadow_price_sentence(worth),
        }
        for worth in parts.worths
    ]
    given = parts.prepared.setting.options.limits
    for name, unit, level in (
        ("cash budget", "USD million a year", given.cash_per_year),
        ("power for own GPUs", "MW", given.megawatts),
    ):
        if level is None:
            rows.append(
                {
                    "limit": name,
                    "unit": unit,
                    "level": np.nan,
                    "decides": False,
                    "up": np.nan,
                    "down": np.nan,
                    "up_to": np.nan,
                    "down_to": np.nan,
                    "sentence": f"No limit was given for the {name}.",
                }
            )
    table = pd.DataFrame(rows)
    return table.sort_values("decides", ascending=False, kind="stable", ignore_index=True)


def flips(parts: Parts) -> pd.DataFrame:
    """Inputs and the value at which compulsory layoffs enter or leave the best plan.

    parts : every plan of the study
    """
    p = parts.prepared.setting.options.parameters
    rows = [
        {
            "input": p.about(one.name).says,
            "name": one.name,
            "unit": p.about(one.name).unit,
            "now": one.now,
            "flips_at": np.nan if one.flips_at is None else one.flips_at,
            "low": one.low,
            "high": one.high,
            "grade": p.about(one.name).grade.value,
            "positions_at_low": one.low_positions - parts.base_totals.positions,
            "positions_at_high": one.high_positions - parts.base_totals.positions,
            "layoffs_at_low": one.low_layoffs,
            "layoffs_at_high": one.high_layoffs,
            "sentence": tipping_point_sentence(one, p.about(one.name)),
        }
        for one in in_order(parts.flips)
    ]
    return pd.DataFrame(rows)


def assumptions(parts: Parts) -> pd.DataFrame:
    """Every number the plan rests on; those to replace first come first.

    parts : every plan of the study
    """
    p = parts.prepared.setting.options.parameters
    table = parameter_table(p).drop(columns="says")
    table["name"] = [p.about(name).says for name in table["name"]]
    table.insert(1, "parameter", list(p.names))
    swing = {one.name: one.swing for one in parts.flips}
    weak = table["grade"].isin([Grade.J.value, Grade.C.value])
    table["swing"] = [swing.get(name, 0.0) for name in table["parameter"]]
    order = table.assign(weak=weak).sort_values(
        ["own", "weak", "swing"], ascending=[False, False, False], kind="stable"
    )
    firm = pd.DataFrame([*_firm_rows(parts), *funding_rows(parts)])
    joined = pd.concat([firm, order.drop(columns=["weak", "swing"])], ignore_index=True)
    moves = what_it_moves(parts)
    joined["moves"] = [moves.get(name, NOT_MOVED) for name in joined["parameter"]]
    return joined[list(REGISTER)]


def _firm_rows(parts: Parts) -> list[dict[str, object]]:
    scenario, firm = parts.prepared.scenario, parts.prepared.setting.firm
    own_roles = bool(scenario.roles or scenario.roster)

    def row(name: str, key: str, value: float, unit: str, otherwise: str) -> dict[str, object]:
        about = scenario.evidence.get(key)
        return {
            "name": name,
            "parameter": key,
            "value": value,
            "unit": unit,
            "low": np.nan,
            "high": np.nan,
            "grade": about.grade.value if about else (OWN if own_roles or otherwise == OWN else "A"),
            "source": (about.source if about and about.source else "")
            or ("your scenario" if otherwise == OWN else otherwise),
            "vintage": scenario.start,
            "own": otherwise == OWN,
        }

    pattern = "BLS OEWS May 2025, pay of the industries × loaded multiplier"
    return [
        row("positions filled at the start", "headcount", firm.headcount, "FTE", OWN),
        row(
            "average loaded cost of a position",
            "pay_per_head",
            firm.payroll / firm.headcount,
            "USD/FTE/year",
            OWN if scenario.pay_per_head or own_roles else pattern,
        ),
        row(
            "open positions at the start",
            "open_positions",
            float(firm.roles["open_positions"].sum()),
            "positions",
            OWN if scenario.open_positions is not None or own_roles else "none given",
        ),
    ]


def replace_first(parts: Parts, count: int = 5) -> list[str]:
    """The assumptions to replace by own figures first: weakly evidenced, and they move the plan most.

    After those that were moved to see what they do come the others, the weakest evidence first. A
    primary source comes last, and an own figure never.

    parts : every plan of the study
    count : how many
    """
    p = parts.prepared.setting.options.parameters
    swing = {one.name: one.swing for one in parts.flips}
    order = {grade: place for place, grade in enumerate(WEAKEST_FIRST)}

    def rank(name: str) -> tuple[bool, bool, float, int]:
        grade = p.about(name).grade
        return grade is Grade.A, name not in swing, -swing.get(name, 0.0), order[grade]

    others = [name for name in p.names if not p.about(name).is_own]
    return sorted(others, key=rank)[:count]
