"""A country's money is converted once, named and written so; its own figures stand for those of the United States."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden_pages import Goldens

from reallocate.data.bundle import shipped_world
from reallocate.data.country import countries, country_money
from reallocate.data.national import national_figures, national_parameters
from reallocate.data.seeds import us_industries
from reallocate.firm.request.prepare import parameters_of
from reallocate.firm.request.read import scenario_from_flags
from reallocate.kernel.blocks import Grid, grid
from reallocate.kernel.grade import Grade
from reallocate.kernel.money import US_DOLLAR, Money, showing, shown_in, shown_money
from reallocate.kernel.number import bare_span, cell, heading_unit, priced, say, span, without_signed_zero
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.processes import worker_pool
from reallocate.kernel.table import BY_ROW, Column, Live, Range, in_money, table
from reallocate.work.capability import figures_of_sectors, sectors_of

POUND = Money("GBP", "£", 1.25, "2026-10-30", "a bank", "the United Kingdom")
ZLOTY = Money("PLN", "zł", 0.25, "2026-10-30", "a bank", "Poland")


AMOUNTS = (
    *((money, 3.2e9, "USD/year") for money in (US_DOLLAR, POUND, ZLOTY)), (POUND, -125.0, "USD million a year"),
    (POUND, 0.5, "USD per USD of cost"), (POUND, 10.0, "hours/USD thousand"), (POUND, 0.14, "share"), (POUND, 100.0, "GBP million"),
)  # fmt: skip


def test_amounts_ranges_headings_and_zeros_follow_the_mark(golden: Goldens) -> None:
    told = []
    for money, value, unit in AMOUNTS:
        with shown_in(money):
            told.append(f"{money.code} {value:g} {unit}: {say(value, unit)}")
    with shown_in(POUND):
        told += [span(1.25e9, 5e9, "USD/year"), bare_span(125.0, 250.0, "USD million"), cell(58_750.0, "USD/year")]
        told += [heading_unit("USD/FTE/year"), priced(1_250.0), priced(-1_250.0), without_signed_zero("−£0 m and −£0.4 m")]
    golden("country/money", "\n".join(told))
    assert shown_money() is US_DOLLAR and priced(1_250.0) == "USD 1,250"


@given(st.floats(-1e12, 1e12), st.sampled_from(["USD", "USD million/year", "hours/USD thousand", "USD/USD"]))
def test_a_factor_there_and_back_is_the_amount(value: float, unit: str) -> None:
    there = value * POUND.factor(unit)
    assert there / POUND.factor(unit) == pytest.approx(value)
    assert POUND.factor(POUND.unit(unit)) == 1.0, "what is in pounds is converted no more"


@table(
    "sums", "Sums [USD million]", Column("name"), Column("amount", "USD spent", "USD million"),
    Column("people", unit="people"), Column("value", unit=BY_ROW), Column("unit"), Column("low"), Column("high"),
)  # fmt: skip
def sums(frame: pd.DataFrame) -> pd.DataFrame:
    """As given."""
    return frame


ROWS = pd.DataFrame(
    {
        "name": ["a", "b"], "amount": [125.0, 250.0], "people": [3.0, 4.0], "value": [12.5, 0.2],
        "unit": ["USD/hire", "share"], "low": [5.0, 0.1], "high": [25.0, 0.3],
    }
)  # fmt: skip


def test_a_table_and_a_grid_are_converted_once_and_name_their_unit_as_kept(golden: Goldens) -> None:
    assert in_money(sums, ROWS)[1] is ROWS
    with shown_in(POUND):
        declared, frame = in_money(sums, ROWS)
        told = grid({"sums": ROWS}, sums, "name", "amount", "value", "unit", Range("Range", "low", "high"))
        assert in_money(declared, frame)[1].equals(frame)
        live = ROWS.assign(amount=pd.Series([Live(125.0, (0,)), Live(250.0, (1,))], dtype=object))
        assert [float(one) for one in in_money(sums, live)[1]["amount"]] == [100.0, 200.0]
    assert isinstance(told, Grid)
    heads = [f"{declared.title} {declared.column('amount').unit}", *(f"{one.label} [{one.unit}]" for one in told.heads)]
    golden("country/sums", "\n".join([frame.to_csv(index=False), *heads, *map(str, told.rows)]))


def test_another_process_is_told_the_money() -> None:
    with shown_in(POUND):
        assert showing(ZLOTY, priced, 1.0) == "zł 4"
        with worker_pool(1) as pool:
            assert pool.submit(priced, 1_250.0).result() == "£1,000"


def test_rates_are_dated_and_of_the_country() -> None:
    pound = country_money("UK")
    assert (pound.code, pound.mark, pound.date, pound.nation) == ("GBP", "£", "2026-10-30", "the United Kingdom")
    assert pound.dollars == pytest.approx(1.1172 / 0.8338, rel=1e-4)
    assert "1 GBP = 1.3399 USD" in pound.rate and pound.date in pound.rate
    assert country_money() is US_DOLLAR and US_DOLLAR.rate == ""


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


def test_an_industry_abroad_has_the_figures_of_those_that_stand_for_it_in_the_united_states(golden: Goldens) -> None:
    """As NAICS the first five were health, arts, arts, information and accommodation."""
    croatia = shipped_world("HR")

    def figure(asked: str) -> str:
        industry, name = asked.split()
        p = parameters_of(croatia, scenario_from_flags([industry], 1_000.0).model_copy(update={"country": "HR"}))
        return f"{p[name]:.9g}, {p.about(name).source}"

    golden.answers("country/industries", figure)


def test_industries_that_stand_for_several_sectors_are_weighed_by_their_people() -> None:
    shares, default = us_industries("J"), Parameters.default()
    assert set(shares) == {"51", "5415"} and sum(shares.values()) == pytest.approx(1.0)
    found = figures_of_sectors(sectors_of(shares, shares), default)["quits_per_month"][0]
    assert found == pytest.approx(shares["51"] * default["quits_per_month"] + shares["5415"] * 0.0303)
    assert us_industries("T") == {} and [one.title for one in sectors_of(())] == ["all industries"]
    alike = figures_of_sectors(sectors_of(["52", "54", "55"]), default)["quits_per_month"][0]
    assert alike == (0.0147 + 0.0303) / 2, "in the United States each sector counts the same"
