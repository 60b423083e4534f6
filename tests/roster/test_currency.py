"""Rates are the user's, else those that ship; never guessed; a header may say the currency of its column."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.worlds import small_world

from reallocate.kernel.errors import InputError
from reallocate.roster.file.currency import Rates, header_currency, rates_of, reference
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.people import People, read_people
from reallocate.roster.roles import read_roles

SMALL = small_world()
TITLES = SMALL.occupations["title"].to_dict()
RATES = rates_of(["EUR=1.08", "inr=0.012"], "2026-06-30")


def people(folder: Path, *lines: str) -> People:
    (folder / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    return read_people(folder / "a.csv", TITLES, {}, ReadOptions(rates=RATES))


def test_rates_are_dollars_a_unit() -> None:
    assert RATES.usd == {"EUR": 1.08, "INR": 0.012}
    assert (RATES.rate("USD"), RATES.rate("EUR")) == (1.0, 1.08) and RATES.rate("XAF") != RATES.rate("XAF")
    assert RATES.text(["EUR", "INR"]) == "1 EUR = 1.08 USD, 1 INR = 0.012 USD, your rates of 2026-06-30"


def test_reference_rates_are_those_that_the_central_bank_published() -> None:
    # Read off the ECB's page for 30 October 2026: 1 EUR = 1.1172 USD = 0.8338 GBP = 106.084 INR.
    assert reference().date == "2026-10-30" and RATES.day("GBP") == "2026-10-30"
    assert RATES.rate("GBP") == pytest.approx(1.1172 / 0.8338, rel=1e-4)
    assert Rates().rate("INR") == pytest.approx(1.1172 / 106.084, rel=1e-4)
    said = RATES.text(["EUR", "GBP"])
    assert said.startswith(
        "1 EUR = 1.08 USD, your rates of 2026-06-30; 1 GBP = 1.3399 USD, European Central Bank"
    )


def test_everything_that_is_no_rate_is_told_at_once() -> None:
    written = ["EUR", "XXZ=1", "USD=1", "CHF=1.1", "CHF=1.2", "INR=83", "GBP=-1", "SEK=nan"]
    with pytest.raises(InputError) as caught:
        rates_of(written, "")
    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 7 and "'EUR' is not a rate" in said[0] and "CHF has two rates" in said[3]
    assert "1 INR = 83 USD seems to be inverted" in said[4] and "INR=0.01205" in said[4]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Base Salary (EUR)", "EUR"),
        ("BASE_SALARY_USD", "USD"),
        ("Salary £", "GBP"),
        ("Base pay", ""),
        ("TOP PAY ALL", ""),
        ("EUR or USD", ""),
    ],
)
def test_a_header_may_say_the_currency(header: str, code: str) -> None:
    assert header_currency(header) == code


def test_the_header_of_pay_goes_before_the_column_of_currencies(tmp_path: Path) -> None:
    found = people(
        tmp_path,
        "id,title,Base Salary (EUR),Bonus,Currency",
        "1,Software Developers,100000,10000,USD",
        "2,Software Developers,100000,1000000,INR",
    )
    assert not found.faults and found.rows["base"].tolist() == [108_000.0] * 2
    assert found.rows["bonus"].tolist() == [10_000.0, 12_000.0]
    assert any("Base Salary (EUR) in EUR" in note for note in found.notes)


def test_limits_of_pay_are_in_dollars_and_two_currencies_of_one_pay_are_refused(tmp_path: Path) -> None:
    found = people(
        tmp_path,
        "id,title,base,currency",
        "1,Software Developers,80000,INR",
        "2,Software Developers,30000000,INR",
    )
    assert [(fault.row, fault.fault) for fault in found.faults] == [(2, "pay below USD 1,000 a year")]
    with pytest.raises(InputError, match=r"columns C \(Base EUR\) and D \(Base GBP\) both mean base"):
        people(tmp_path, "id,title,Base EUR,Base GBP", "1,Software Developers,1,2")


def test_a_role_table_is_converted_or_refused_likewise(tmp_path: Path) -> None:
    path = tmp_path / "roles.csv"
    path.write_text(
        "code,headcount,loaded cost,currency\n15-1252,10,100000,EUR\n13-2011,20,9000000,INR\n13-2053,5,,\n",
        "utf-8",
    )
    path.write_text(path.read_text("utf-8").replace("EUR", "XAF"), "utf-8")
    with pytest.raises(InputError) as caught:
        read_roles(path, SMALL)
    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 1 and "the loaded cost of 1 role with 10 FTE is in XAF, which has no rate" in said[0]
    path.write_text(path.read_text("utf-8").replace("XAF", "EUR"), "utf-8")
    made = read_roles(path, SMALL, options=ReadOptions(rates=RATES))
    assert made.roles["loaded_cost"].tolist()[:2] == pytest.approx([108_000.0, 108_000.0])
    assert made.pay_notes == (
        "roles.csv: loaded cost is converted to USD (10 FTE in EUR, 20 FTE in INR): "
        "1 EUR = 1.08 USD, 1 INR = 0.012 USD, your rates of 2026-06-30",
    )
    path.write_text("code,headcount,Loaded cost (EUR)\n15-1252,10,100000\n", encoding="utf-8")
    assert read_roles(path, SMALL, options=ReadOptions(rates=RATES)).roles["loaded_cost"].tolist() == [
        108_000.0
    ]
