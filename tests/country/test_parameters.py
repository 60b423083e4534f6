"""A country's own figures stand for those of the United States; others are marked and their range is doubled."""

from __future__ import annotations

import pickle

import pytest

from reallocate.data.bundle import shipped_world
from reallocate.data.country import countries, country_money
from reallocate.data.national import national_figures, national_parameters
from reallocate.data.seeds import us_industries
from reallocate.firm.request.prepare import parameters_of
from reallocate.firm.request.read import scenario_from_flags
from reallocate.kernel.grade import Grade
from reallocate.kernel.money import shown_in
from reallocate.kernel.parameters import Parameters
from reallocate.work.capability import figures_of_sectors, sectors_of

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


@pytest.mark.parametrize(
    ("industry", "quits", "assisted", "title"),
    [
        # As NAICS these were health, arts, arts, information and accommodation.
        ("62", 0.0303, None, "Professional and business services"),
        ("71", 0.0303, None, "Professional and business services"),
        ("86", 0.0192, None, "Education and health services"),
        ("51", 0.0269, None, "Trade, transportation and utilities"),
        ("56", 0.0463, 0.023, "Leisure and hospitality"),
        ("61", None, 0.14, "Information"),
        ("C", 0.0163, None, "Manufacturing"),
    ],
)
def test_an_industry_abroad_has_the_figures_of_those_that_stand_for_it_in_the_united_states(
    industry: str, quits: float | None, assisted: float | None, title: str
) -> None:
    croatia = shipped_world("HR")
    scenario = scenario_from_flags([industry], 1_000.0).model_copy(update={"country": "HR"})
    p, default = parameters_of(croatia, scenario), Parameters.default()
    assert p["quits_per_month"] == pytest.approx(quits or default["quits_per_month"])
    assert p["assisted_today"] == pytest.approx(assisted or default["assisted_today"])
    assert title in p.about("quits_per_month" if quits else "assisted_today").source


def test_industries_that_stand_for_several_sectors_are_weighed_by_their_people() -> None:
    shares = us_industries("J")
    assert set(shares) == {"51", "5415"} and sum(shares.values()) == pytest.approx(1.0)
    weighed = {sector.title: weight for sector, weight in sectors_of(shares, shares).items()}
    assert weighed["Information"] == shares["51"] and len(weighed) == 2
    default = Parameters.default()
    found = figures_of_sectors(sectors_of(shares, shares), default)["quits_per_month"][0]
    assert found == pytest.approx(shares["51"] * default["quits_per_month"] + shares["5415"] * 0.0303)
    assert us_industries("T") == {} and [one.title for one in sectors_of(())] == ["all industries"]
    alike = figures_of_sectors(sectors_of(["52", "54", "55"]), default)["quits_per_month"][0]
    assert alike == (0.0147 + 0.0303) / 2, "in the United States each sector counts the same"
