"""The law of dismissal in figures: cases worked by hand from the statutes, edges, limits, and what is refused."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden_pages import Goldens

from reallocate.data.country import countries
from reallocate.firm.law import (
    Consultation,
    consultation,
    law_of,
    laws,
    notice,
    notice_left,
    read_law,
    severance,
    stop_of_work,
    threshold,
)
from reallocate.kernel.errors import InputError


def rows_of(name: str) -> list[dict[str, str]]:
    """A table compiled for this project from the statutes; of notice and severance each row has its arithmetic."""
    return list(
        csv.DictReader((Path(__file__).parent / f"law_{name}.csv").read_text(encoding="utf-8").splitlines())
    )


CASES, CONSULTED = rows_of("cases"), rows_of("consultations")
MONTH = 30.4375
EVERY = sorted(code for code in countries() if laws(code))


@pytest.mark.parametrize("case", CASES, ids=lambda one: one["by_hand"])
def test_notice_and_severance_are_those_worked_by_hand(case: dict[str, str]) -> None:
    law, age, service = (
        law_of(case["country"], case["place"]),
        float(case["age"]),
        float(case["service_years"]),
    )
    size = {name: float(case[name]) for name in ("staff", "exits") if case[name]}
    days = notice(law, age, service, **size, trial=bool(case["trial"]))
    assert days == pytest.approx(float(case["notice_days"]), abs=1e-9)
    assert round(severance(law, age, service, float(case["pay_a_year"]), **size), 2) == float(
        case["severance"]
    )


@pytest.mark.parametrize("case", CONSULTED, ids=lambda one: f"{one['country']}-{one['staff']}-{one['exits']}")
def test_consultation_begins_and_lasts_as_the_law_says(case: dict[str, str]) -> None:
    law, staff, exits = law_of(case["country"]), int(case["staff"]), int(case["exits"])
    found = consultation(law, staff, exits)
    names = ("least", "most", "permit", "wait")
    days = [f"{getattr(found, name):g}" if found else "" for name in names]
    assert days == [case[f"{name}_days"] for name in names]
    assert (exits >= threshold(law, staff)) == bool(case["most_days"])


def test_every_law_names_who_is_consulted() -> None:
    assert not law_of("DE").severance.owed
    assert len(CONSULTED) == 48 and all(law_of(code).consultation.who for code in EVERY)


def test_a_permit_counts_against_dutch_notice_down_to_a_month() -> None:
    law = law_of("NL")
    asked = consultation(law, 1000, 100)
    assert asked is not None and asked.permit == 28
    assert notice_left(law, 4 * MONTH, asked) == 4 * MONTH - 28
    assert notice_left(law, 1 * MONTH, asked) == MONTH
    assert notice_left(law, 1.2 * MONTH, asked) == MONTH
    assert notice_left(law_of("DE"), 4 * MONTH, asked) == 4 * MONTH


@pytest.mark.parametrize("step", rows_of("steps"), ids=lambda one: f"{one['country']}-{one['service_years']}")
def test_a_step_is_reached_on_its_day(step: dict[str, str]) -> None:
    """A day is 1/365.25 of a year."""
    law, years = law_of(step["country"]), float(step["service_years"])
    assert notice(law, 40, years - 1 / 365.25) == pytest.approx(float(step["days_below"]), abs=1e-3)
    assert notice(law, 40, years) == pytest.approx(float(step["days_at"]), abs=1e-3)


@pytest.mark.parametrize("code", EVERY)
@given(age=st.floats(18, 70), service=st.floats(0, 45), pay=st.floats(5_000, 200_000))
def test_nothing_comes_of_nothing_and_ceilings_hold(
    code: str, age: float, service: float, pay: float
) -> None:
    law = law_of(code)
    paid, days = severance(law, age, service, pay), notice(law, age, service)
    assert 0 <= paid < math.inf and 0 <= days <= 7 * MONTH
    assert severance(law, age, service, 0.0) == 0.0, "placebo: no pay"
    assert paid <= severance(law, age, service, 2 * pay) <= 2 * paid + 1e-6, "a cap only holds back"
    if law.severance.from_ > 0:
        assert severance(law, age, 0.0, pay) == 0.0, "placebo: no service"


@pytest.mark.parametrize(("code", "pay"), [("DE", 40_000), ("FR", 24_000), ("NL", 30_000), ("ES", 30_000)])
def test_twice_the_pay_is_twice_the_severance_below_the_caps(code: str, pay: float) -> None:
    once, twice = (severance(law_of(code), 40, 6, one) for one in (pay, 2 * pay))
    assert once > 0 and twice == pytest.approx(2 * once)


@pytest.mark.parametrize("code", ["DE", "NL"])
def test_twice_the_service_is_twice_the_severance_at_one_rate(code: str) -> None:
    assert severance(law_of(code), 40, 8, 36_000) == pytest.approx(2 * severance(law_of(code), 40, 4, 36_000))


def test_people_stop_work_when_consultation_and_the_worked_part_of_notice_are_over() -> None:
    def asked(permit: float = 0, wait: float = 0) -> Consultation:
        return Consultation(30, 30, permit, wait, "", "")

    assert stop_of_work(asked(), 60, 0.0) == 30 and stop_of_work(asked(), 60, 1.0) == 90
    assert stop_of_work(asked(wait=31), 60, 0.0) == 61 and stop_of_work(asked(wait=31), 60, 1.0) == 90
    assert stop_of_work(asked(28, 31), 60, 0.0) == 61 and stop_of_work(asked(28, 31), 60, 0.5) == 88
    assert stop_of_work(None, 60, 0.5) == 30 and stop_of_work(None, 0, 1.0) == 0


def test_a_law_that_cannot_be_read_says_what_and_where(golden: Goldens) -> None:
    def refused(change: str) -> str:
        with pytest.raises(InputError) as error:
            read_law(
                {**(countries()["GB"].law or {}), **json.loads(change)}, "countries/gb/country.toml [law]"
            )
        return str(error.value)

    golden.answers("firm/law_faults", refused)


def test_no_other_countrys_law_stands_in() -> None:
    lawless = [code for code in countries() if not laws(code)]
    assert "AT" in lawless
    for code in lawless:
        with pytest.raises(
            InputError, match=f"no law on notice and severance is known of {countries()[code].name}"
        ):
            law_of(code)
    with pytest.raises(InputError, match="US-NJ is no place of Germany"):
        law_of("DE", "US-NJ")
    with pytest.raises(InputError, match="Nearest: US, US-NJ"):
        law_of("US", "US-NY")
