"""A country's own figures stand for those of the United States; others are marked and their range is doubled."""

from __future__ import annotations

import pickle

import pytest

from reallocate.data.country import countries, country_money
from reallocate.data.national import national_figures, national_parameters
from reallocate.kernel.grade import Grade
from reallocate.kernel.money import shown_in
from reallocate.kernel.parameters import Parameters

OTHERS = sorted({*countries()} - {"US"})
GIVEN = [code for code in OTHERS if countries()[code].figures]


def test_the_united_states_are_as_declared() -> None:
    assert national_figures("US") is None
    usual, here = Parameters.default(), national_parameters("US")
    assert all(usual.about(name) == here.about(name) for name in usual.names)


@pytest.mark.parametrize("code", GIVEN)
def test_a_figure_is_the_countrys_own_in_dollars_inside(code: str) -> None:
    money, here = country_money(code), national_parameters(code)
    for name, figure in countries()[code].figures.items():
        about = here.about(name)
        factor = money.factor(about.unit)
        found = (about.value * factor, about.low * factor, about.high * factor)
        assert found == pytest.approx((figure.value, figure.low, figure.high)), name
        assert about.source == figure.source and about.grade == Grade(figure.grade)
        assert figure.low <= figure.value <= figure.high, name


def test_hiring_is_in_pounds_and_hours_are_not() -> None:
    here = national_parameters("GB")
    assert here["hire_cost"] == pytest.approx(1_500 * country_money("GB").dollars)
    assert here["hours_per_fte"] == 1_709 and here["loaded_multiplier"] == 1.16
    assert here.about("hire_cost").in_money() is here.about("hire_cost"), "dollars are shown"
    with shown_in(country_money("GB")):
        shown = here.about("hire_cost").in_money()
    assert (shown.value, shown.unit) == (pytest.approx(1_500), "£/hire")


@pytest.mark.parametrize("code", OTHERS)
def test_what_is_not_given_is_marked_and_wider(code: str) -> None:
    usual, here = Parameters.default(), national_parameters(code)
    marked = 0
    for name in usual.names:
        was, now = usual.about(name), here.about(name)
        if name in countries()[code].figures:
            continue
        assert now.value == was.value, name
        if now.source == was.source:
            assert (now.low, now.high) == (was.low, was.high), name
            continue
        marked += 1
        least, most = was.valid
        reach = (was.high - was.low) / 2
        assert now.source.startswith("United States figure, range doubled: ")
        assert now.low == pytest.approx(max(was.low - reach, least)), name
        assert now.high == pytest.approx(min(was.high + reach, most)), name
    assert marked > 20


def test_own_figures_go_before_the_countrys_and_travel() -> None:
    figures = national_figures("GB")
    here = Parameters({"hire_cost": 9.0}, typical={"quits_per_month": (0.02, "a sector")}, national=figures)
    assert here.about("hire_cost").is_own and here["quits_per_month"] == 0.007
    again = pickle.loads(pickle.dumps(here.replace(rehire_pause=2)))
    assert again["hire_cost"] == 9.0 and again["loaded_multiplier"] == 1.16
    usual = Parameters.default().about("drop_price")
    assert again.about("drop_price").low == here.about("drop_price").low < usual.low
