"""A firm as the plan sees it: roles, people, pay, places, and the moves that it can offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.work.hours import direction_index
from reallocate.work.world import ReachBySource

ROLE_COLUMNS = (
    "title", "occupation", "family", "headcount", "open_positions", "loaded_cost", "location", "job_zone",
    "leaving",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Firm:
    """Roles and the work in them at the start of the plan.

    roles : (role) title, occupation, family (SOC major group), headcount [FTE],
        open_positions [positions], loaded_cost [USD/FTE/year], location, job_zone [1–5],
        leaving [share of the people in its occupations/year] who leave them
    content : (role, activity) [share of hours]; rows sum to 1
    augmentable, automatable : by source, (role, activity) [share of the activity's hours]
    filled_share : share of headcount whose content was filled from related occupations
    country : two letters, ISO 3166-1: what codes of occupations mean
    """

    roles: pd.DataFrame
    content: pd.DataFrame
    augmentable: ReachBySource
    automatable: ReachBySource
    filled_share: float
    country: str = "US"

    def __post_init__(self) -> None:
        problems = _firm_problems(self.roles, self.content)
        if problems:
            raise InvariantError(problems)

    @cached_property
    def direction(self) -> Array:
        """(role) [share of hours] by the narrow direction index."""
        return direction_index(self.content)["narrow"].to_numpy()

    @property
    def headcount(self) -> float:
        """All positions that are filled at the start [FTE]."""
        return float(self.roles["headcount"].sum())

    @property
    def payroll(self) -> float:
        """Loaded cost of everybody employed at the start [USD/year]."""
        return float((self.roles["headcount"] * self.roles["loaded_cost"]).sum())


def _firm_problems(roles: pd.DataFrame, content: pd.DataFrame) -> list[Problem]:
    """Every violated invariant of a firm's role table.

    roles : (role) with the columns of `Firm.roles`
    content : (role, activity) [share of hours]
    """
    missing = [column for column in ROLE_COLUMNS if column not in roles.columns]
    if missing:
        return [Problem(f"the role table has no column {column!r}") for column in missing]
    problems = []
    if roles.index.has_duplicates:
        twice = roles.index[roles.index.duplicated()].tolist()
        problems.append(Problem(f"roles occur twice: {', '.join(map(str, twice[:5]))}"))
    floors = {"headcount": 0.0, "open_positions": 0.0, "loaded_cost": 1.0, "leaving": 0.0}
    for column, floor in floors.items():
        bad = roles.index[roles[column].isna() | (roles[column] < floor)]
        if len(bad):
            where = ", ".join(map(str, bad[:5]))
            problems.append(Problem(f"{column} is missing or below {floor:g}", where))
    if not np.allclose(np.nansum(content.to_numpy(), axis=1), 1.0, atol=1e-5):
        problems.append(Problem("hours shares of some roles do not sum to 1"))
    if not np.array_equal(content.index.to_numpy(), roles.index.to_numpy()):
        problems.append(Problem("role table and content carry different labels"))
    return problems


UNRECOGNISED, UNRECOGNISED_GROUP = "00-0001", "00-0000"
"""In place of the codes of an occupation and its major group, for people whose title is not recognised. No
table has them: AI does nothing in their work, and nobody moves into it or out of it."""
UNRECOGNISED_TITLE = "Not recognised"

MOVE_COLUMNS = ("origin", "target", "training_weeks", "training_cost", "ramp_up_weeks", "basis")


@dataclass(frozen=True, eq=False)
class Moves:
    """The feasible moves between roles.

    table : (move) origin and target role, training_weeks [weeks] before the move, on the old pay,
        training_cost [USD/person] without that pay, ramp_up_weeks [weeks] from the move until fully
        productive, over which half of the new pay is lost, basis (what makes the move feasible:
        observed mobility, related occupation, same broad group)
    """

    table: pd.DataFrame

    def __post_init__(self) -> None:
        missing = [column for column in MOVE_COLUMNS if column not in self.table.columns]
        if missing:
            raise ValueError(f"moves lack the columns {', '.join(missing)}")


DIMENSIONS = {"department": "department", "site": "location", "country": "country"}
"""A dimension as readers name it, and the column of a role that holds it."""
OF_COLUMN = {column: name for name, column in DIMENSIONS.items()}
MARKS = {"department": "/", "location": "@", "country": "~"}
"""What stands before a dimension in the id of a role."""
OTHER = "other"
"""In place of a department, site or country where people of several small groups are planned together."""
NOT_GIVEN = "not given"


def column_of(name: str) -> str:
    """The column of a dimension; empty where there is none of the name.

    name : as a user writes it; `location` is another word for site
    """
    word = plain(name)
    return word if word in OF_COLUMN else DIMENSIONS.get(word, "")


def named_dimension(name: str) -> tuple[str, str] | None:
    """Column and value that a name such as `site=Hamburg` stands for; none where it names a role.

    name : of whom a promise is made to
    """
    word, equals, value = name.partition("=")
    column = column_of(word)
    return (column, value.strip()) if equals and column and value.strip() else None


def columns_named(names: Iterable[str]) -> tuple[str, ...]:
    """The columns of all dimensions that names stand for, in the order of `DIMENSIONS`."""
    found = {named[0] for name in names if (named := named_dimension(name))}
    return tuple(column for column in OF_COLUMN if column in found)


def plain(text: str) -> str:
    """A text without case and further spaces: what it is compared by."""
    return " ".join(text.casefold().split())


def marks_of(roles: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """What an id says of each role's dimensions; (role), empty where no columns are named.

    roles : (role) with the columns
    """
    marks = pd.Series("", index=roles.index, dtype=object)
    for column in columns:
        written = roles[column].astype(str).map(plain)
        marks = marks + (MARKS[column] + written).where(written.ne(""), "")
    return marks


def titles_apart(roles: pd.DataFrame) -> pd.Series:
    """Titles of roles, each with the department, site and country that its id is told apart by; (role).

    roles : (role) title, and the columns of dimensions where the firm has them
    """
    columns = [column for column in MARKS if column in roles]
    places = [
        [
            text
            for column in columns
            if (text := str(row[column])) and MARKS[column] + plain(text) in str(role)
        ]
        for role, row in roles.iterrows()
    ]
    words = [f" ({', '.join(one)})" if one else "" for one in places]
    return roles["title"].astype(object) + pd.Series(words, index=roles.index, dtype=object)
