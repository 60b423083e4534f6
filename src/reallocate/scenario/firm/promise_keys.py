"""What a scenario may say of promises: every key with its unit, default, range and meaning."""

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
    """What the firm has promised to its people; names are those of roles, occupations or major groups."""

    no_layoffs_before: str | None = key(
        None,
        "no compulsory exits in a quarter that begins before this month",
        "YYYY-MM",
        "2027-03",
        pattern=r"^\d{4}-(0[1-9]|1[0-2])$",
    )
    keep_at_least: Annotated[Positions | None, BeforeValidator(_of_all)] = key(
        None,
        "positions at the end of every quarter: a share of those at the start, or by name how many",
        "share, or positions",
        {ALL_PEOPLE: 0.9, "43-4051": 500.0},
    )
    max_exits_per_month: float | None = key(
        None, "compulsory and voluntary exits together, on average over a quarter", "FTE/month", 50.0, ge=0
    )
    protect: tuple[str, ...] = key((), "names where nobody is laid off", example=("43-4051",))
    retrain_before_exit: float | None = key(
        None,
        "people moved out of a role, by then, for each person laid off from it; where a move is open",
        "share",
        0.5,
        ge=0,
        le=1,
    )
    minimum_cover: Positions | None = key(
        None,
        "by name how many stay at the work of the role itself; hours spent on directing AI are no cover",
        "positions",
        {"43-4051": 400.0},
    )
    span_at_most: float | None = key(
        None, "people for each manager, who are major group 11", "people", 8.0, gt=0
    )
    notice_days: float | None = key(
        None, "days of pay between notice and exit, instead of the jurisdiction's", "days", 90.0, ge=0
    )
    jurisdiction: Literal["none", "US", "US-NJ"] = key(
        "none", "whose law sets notice_days, where it is not given"
    )
