"""Confirms every printed value of one more of a saved plan by planning again with the limit moved.

`make confirm` does so for the worked example. Nothing of the way in which the values were found is used: the
scenario itself is changed, the firm, its baseline and the programme are made from it again, and the programme
is solved from nothing. It ends with 1 where a printed figure is not found again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.firm.alternatives.limits import SAME
from reallocate.firm.model.cases import free_options
from reallocate.firm.model.lever import Lever
from reallocate.firm.model.programme import LEVERS
from reallocate.firm.model.solve import solve
from reallocate.firm.report.result import open_plan
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.saved import ROLE_TABLE, scenario_again
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.number import say
from reallocate.render.result import Result

ROOT = Path(__file__).resolve().parent.parent
CLOSE = 1e-8
"""Of the net present cost: to which the solver's tolerances let two solutions of it agree."""

MONTHS_OF_A_QUARTER = 3
"""A limit in quarters may be a month in the scenario."""


def confirmed(folder: Path) -> pd.DataFrame:
    """Each printed change beside the one found by planning again.

    folder : of a saved study
    Returns (row) limit, moved [unit of the limit], printed, found [USD million], agree.
    """
    study = open_plan(folder)
    least, rows = least_cost(study, {}, 0.0), []
    if least is None or abs(least - study.facts["objective"]) > CLOSE * abs(least):
        raise SystemExit(f"the plan itself is not found again: {least} for {study.facts['objective']}")
    for _, one in study.table("limits").iterrows():
        if one["level"] != one["level"]:
            continue
        for by, printed in ((1.0, one["up"]), (-1.0, one["down"])):
            found = change(study, str(one["limit"]), by, least)
            rows.append((one["limit"], by, printed, found, agree(printed, found, CLOSE * abs(least))))
        for end, first, sign in ((one["up_to"], one["up"], 1.0), (one["down_to"], one["down"], -1.0)):
            if end != end or abs(end - one["level"]) <= 1:
                continue
            steps = abs(end - one["level"])
            found = change(study, str(one["limit"]), sign * steps, least)
            each = None if found is None else found / steps
            near = SAME * abs(first) + CLOSE * abs(least) / steps
            rows.append((f"{one['limit']}: each", end - one["level"], first, each, agree(first, each, near)))
    return pd.DataFrame(rows, columns=["limit", "moved", "printed", "found", "agree"])


def agree(printed: float, found: float | None, near: float) -> bool:
    """Whether a change is the printed one; where no plan was possible, none may be."""
    if printed != printed or found is None:
        return printed != printed and found is None
    return abs(printed - found) <= near


def change(study: Result, limit: str, by: float, least: float) -> float | None:
    """Change of the net present cost where a limit is moved by so much; none where no plan is possible."""
    lever, key = lever_of(limit)
    if lever.section:
        moved = least_cost(study, {(lever.section, key): by * lever.one}, 0.0)
    else:
        moved = least_cost(study, {}, by)
    return None if moved is None else moved - least


def lever_of(limit: str) -> tuple[Lever, str]:
    """The lever behind a limit, and the key in the scenario's section that holds its number."""
    for lever in LEVERS:
        if lever.by_name and lever.limit and limit.startswith(start := lever.limit.removesuffix("{name}")):
            return lever, f"{lever.place}.{limit.removeprefix(start)}"
        if lever.limit == limit:
            return lever, lever.place or lever.field
    raise SystemExit(f"no lever moves the limit {limit!r}")


def least_cost(study: Result, moves: dict[tuple[str, str], float], lent: float) -> float | None:
    """The least net present cost of the study's scenario with some numbers moved [USD million].

    moves : (section, key) → how much is added to the number
    lent : [FTE] people who direct, lent by others: the only limit that no scenario moves
    """
    with tempfile.TemporaryDirectory() as made:
        roles = study.table(ROLE_TABLE) if ROLE_TABLE in study.tables else None
        setting = prepare(load_world(), moved_scenario(study, moves, roles, Path(made))).setting
    asked = setting.options if setting.options.exits is not None else free_options(setting.options)
    limits = replace(asked.limits, directing_lent=asked.limits.directing_lent + lent)
    try:
        inputs = setting.inputs(replace(asked, limits=limits), setting.baseline())
        return solve(inputs, choose=False).outcome.objective
    except InfeasiblePlan:
        return None


def moved_scenario(
    study: Result, moves: dict[tuple[str, str], float], roles: pd.DataFrame | None, folder: Path
) -> Scenario:
    """The scenario that was kept, with some of its numbers moved; one it leaves out has its assumed value."""
    data = dict(study.facts["scenario"])
    assumed = study.table("assumptions").set_index("parameter")["value"]
    for (section, key), by in moves.items():
        name, _, inner = key.partition(".")
        keys = dict(data.get(section) or {})
        now = keys.get(name)
        if isinstance(now, str):
            month = pd.Period(now, "M") + MONTHS_OF_A_QUARTER * int(by)
            # A promise that ends at the start or before is none, and a scenario may not write it.
            keys[name] = str(month) if month > pd.Period(data["start"], "M") else None
        elif inner:
            keys[name] = {**now, inner: now[inner] + by}
        else:
            value = (assumed[name] if now is None else now) + by
            keys[name] = int(value) if isinstance(now, int) else float(value)
        data[section] = keys
    return scenario_again(data, roles, folder, "moved")


def written(cost: float) -> str:
    """A change of cost as the page prints it and in full."""
    return f"{say(cost, 'USD million')} ({cost:.9g})" if pd.notna(cost) else "no possible plan"


def main() -> None:
    """Print every figure beside the one that was found again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "results" / "hyperscaler-2026")
    table = confirmed(parser.parse_args().folder)
    for _, row in table.iterrows():
        print(
            f"{'ok ' if row['agree'] else 'NOT'} {row['limit']}, moved by {row['moved']:+.4g}: "
            f"printed {written(row['printed'])}, found {written(row['found'])}"
        )
    sys.exit(0 if table["agree"].all() else 1)


if __name__ == "__main__":
    main()
