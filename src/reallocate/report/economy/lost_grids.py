"""What a job that AI ends costs, as tables by age and by state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reallocate.measure import number
from reallocate.measure.number import ABSENT, with_minus
from reallocate.output.blocks import Grid, Head
from reallocate.study.economy.lost_jobs import LOST_BY_AGE, LOST_BY_AREA
from reallocate.study.economy.run import EconomyStudy

WORDS = {"all": "All together", "other": "Others, fewer than five people each"}
COUNTED = (
    Head("Jobs that end", "persons", True),
    Head("In work at the end", "persons, against no further AI", True),
    Head("More without work", "person-years over the run", True),
    Head("Without work", "months", True),
    Head("Lost at present value", "years of pay", True),
)
OF_ONE = (
    Head("of it borne by benefits", "years of pay", True),
    Head("by the person", "years of pay", True),
    Head("Pay of the job found", "% of the pay before", True),
    Head("five years on", "% of what it would be", True),
    Head("Have a job", "% over three years", True),
)
NEAR = (
    Head("Without work, looking in the state alone", "months", True),
    Head("Lost, looking there alone", "years of pay", True),
    Head("More without work, if all look there alone", "person-years over the run", True),
)


def lost_grids(study: EconomyStudy) -> list[Grid]:
    """By age, and by state.

    study : run with adoption
    """
    ages = study.table(LOST_BY_AGE).to_dict("records")
    states = study.table(LOST_BY_AREA).to_dict("records")
    by_age = tuple((WORDS.get(row["age"], row["age"]), *_counted(row), *_of_one(row)) for row in ages)
    by_state = tuple(
        (
            row["title"],
            *_counted(row),
            _number(row["months_in_area"], 1),
            _number(row["lost_years_in_area"], 2),
            _signed(row["more_unemployed_in_area"]),
        )
        for row in states
    )
    note = (
        "What is lost and borne is of one person, averaged by pay. The jobs of each occupation that end have "
        "the ages of the nation."
    )
    where = (
        "The jobs of each occupation end where its people work. All states start as slack as the nation, and "
        "nobody moves house or works across a border where people look in their state alone."
    )
    return [
        Grid("What a lost job costs, by age", (Head("Age"), *COUNTED, *OF_ONE), by_age, note),
        Grid(
            "What a lost job costs, by state",
            (Head("State"), *COUNTED, *NEAR),
            by_state,
            where,
            "Every state",
        ),
    ]


def _counted(row: Mapping[Any, Any]) -> tuple[str, ...]:
    return (
        _number(row["jobs_ended"]),
        _signed(row["employed"]),
        _signed(row["more_unemployed"]),
        _number(row["months"], 1),
        _number(row["lost_years"], 2),
    )


def _of_one(row: Mapping[Any, Any]) -> tuple[str, ...]:
    return (
        _number(row["benefits_years"], 2),
        _number(row["person_years"], 2),
        *(_number(row[name], 0, 100.0) for name in ("pay_found", "pay_after_5", "with_job")),
    )


def _number(value: float, digits: int = 0, times: float = 1.0) -> str:
    return ABSENT if value != value else with_minus(f"{times * value:,.{digits}f}")


def _signed(value: float) -> str:
    return number.signed(value)
