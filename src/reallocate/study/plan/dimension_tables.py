"""A plan by department, site and country: over the plan and by quarter, adding up to the firm's."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import Column, Table, of_unit, table
from reallocate.plan.inputs import DIRECTING_ROLE
from reallocate.plan.outcome import WALK as WALKED
from reallocate.plan.outcome import headcount_table
from reallocate.plan.role_tables import role_table
from reallocate.problem.firm.columns import CASE, FLOWS, PERIOD, SOLVED, WALK
from reallocate.problem.firm.role_groups import SUMMED
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.scenario.firm.dimensions import dimensions_of
from reallocate.study.plan.plan_tables import both
from reallocate.work.dimensions import OF_COLUMN

NEW_POSITIONS = "new positions that direct AI"
"""In place of a department, site or country for those who have none."""
INSIDE = "Moves inside it count as moved out and moved in."
ACROSS = (
    "With a table of people, an occupation of fewer than five in a place is planned across places, and "
    "counted in each by its people there."
)
QUARTERS = of_unit(
    "FTE", begin="At the start", hires="Hires", quits="Quits", voluntary="Voluntary exits",
    layoffs="Layoffs", moves_in="Moved in", moves_out="Moved out", end="At the end",
)  # fmt: skip


def shown_dimensions(solved: SolvedCases) -> tuple[str, ...]:
    """Columns of the dimensions that the plan was asked to keep apart, in the order asked for."""
    return dimensions_of(solved.problem.scenario)


def _by_place(solved: SolvedCases, column: str, rows: pd.DataFrame, amounts: list[str]) -> pd.DataFrame:
    """Rows of roles as those of the departments, sites or countries of their people.

    rows : role, and amounts, which are shared out where a role's people are of several places
    """
    firm, staff = solved.problem.setting.firm.roles, solved.problem.kept.staff
    place = pd.concat([firm[column].astype(str), pd.Series([NEW_POSITIONS], index=[DIRECTING_ROLE])])
    alone = pd.DataFrame({"role": place.index, "name": place.to_numpy(), "share": 1.0})
    if staff is not None:
        across = staff.places_of(column, firm).rename(columns={"place": "name"})
        alone = pd.concat([alone[~alone["role"].isin(across["role"])], across])
    found = rows.merge(alone, on="role")
    found[amounts] = found[amounts].mul(found["share"], axis=0)
    return found


@table(
    "places", "By department, site and country",
    Column("dimension", "By"), Column("name", "Name"), WALK, FLOWS,
    source=f"{SOLVED} {INSIDE} {ACROSS}", optional=True,
)  # fmt: skip
def places(solved: SolvedCases) -> pd.DataFrame | None:
    """Positions and flows over the plan by each dimension; the rows of one add up to the firm's."""
    found = []
    roles = role_table(solved.plan, solved.base, solved.problem.setting.firm.roles)
    for column in shown_dimensions(solved):
        by_place = _by_place(solved, column, roles, list(SUMMED))
        rows = by_place.groupby("name")[list(SUMMED)].sum().reset_index()
        rows = rows[rows[list(SUMMED)].abs().sum(axis=1) > 0]
        rows = rows.sort_values(["headcount", "name"], ascending=[False, True], kind="stable")
        rows.insert(0, "dimension", OF_COLUMN[column])
        found.append(rows)
    return pd.concat(found, ignore_index=True) if found else None


def _by_quarter(solved: SolvedCases, column: str) -> pd.DataFrame | None:
    """The headcount walk of each department, site or country by quarter, of baseline and plan."""
    if column not in shown_dimensions(solved):
        return None
    amounts = [*WALKED, "end"]
    walk = _by_place(solved, column, both(solved, headcount_table), amounts)
    rows: pd.DataFrame = walk.groupby(["case", "name", "period"], sort=True)[amounts].sum().reset_index()
    return rows


def _quarters(column: str) -> Table[SolvedCases]:
    name = OF_COLUMN[column]
    return table(
        f"{name}_quarters", f"{name.capitalize()} by quarter",
        CASE, Column("name", name.capitalize()), PERIOD, QUARTERS,
        source=f"{SOLVED} {INSIDE} {ACROSS}", optional=True,
    )(lambda solved: _by_quarter(solved, column))  # fmt: skip


DIMENSION_TABLES = (places, *(_quarters(column) for column in OF_COLUMN))
