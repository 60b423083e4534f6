"""The keys of promises, each with unit, default, range and meaning."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from reallocate.scenario.section import Section, key

ALL_PEOPLE = "all"


def _of_all(value: Any) -> Any:
    """A number by itself is a share of all positions."""
    return {ALL_PEOPLE: value} if isinstance(value, int | float) and not isinstance(value, bool) else value


Positions = dict[str, Annotated[float, Field(ge=0)]]


class Promises(Section):
    """Commitments to employees; names are roles, occupations, major groups, or as site=Hamburg."""

    no_layoffs_before: str | None = key(
        None,
        "no layoffs in quarters that begin before this month",
        "YYYY-MM",
        "2027-03",
        pattern=r"^\d{4}-(0[1-9]|1[0-2])$",
    )
    keep_at_least: Annotated[Positions | None, BeforeValidator(_of_all)] = key(
        None,
        "minimum positions at the end of each quarter: share of those at the start (at most 1), or number, "
        "by name",
        "share, or positions",
        {ALL_PEOPLE: 0.9, "43-4051": 500.0, "department=Claims": 0.9},
    )
    max_exits_per_month: float | None = key(
        None, "limit on layoffs and voluntary exits, averaged over a quarter", "FTE/month", 50.0, ge=0
    )
    protect: tuple[str, ...] = key(
        (),
        "roles, occupations, major groups, departments, sites or countries without layoffs",
        example=("43-4051", "site=Hamburg"),
    )
    retrain_before_exit: float | None = key(
        None,
        "people moved out of a role by then, for each person laid off from it; where a move is open",
        "share",
        0.5,
        ge=0,
        le=1,
    )
    minimum_cover: Positions | None = key(
        None,
        "minimum positions at the role's own work, by name; hours spent directing AI do not count",
        "positions",
        {"43-4051": 400.0},
    )
    span_at_most: float | None = key(
        None, "maximum people per manager (codes that begin with 11)", "people", 8.0, gt=0
    )
    notice_days: float | None = key(
        None, "days of pay between notice and exit; replaces those of the jurisdiction", "days", 90.0, ge=0
    )
    jurisdiction: Literal["none", "US", "US-NJ"] = key(
        "none", "law that sets notice_days where it is not given"
    )
