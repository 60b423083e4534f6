"""One request as link, Python and command."""

from __future__ import annotations

import re

import pytest

import reallocate
from reallocate.kernel.errors import InputError
from reallocate.web.link import Call, from_link

FIELDS: dict[str, type[str] | type[float]] = {"area": str, "age": float, "pay": float}


def test_a_link_holds_only_what_differs_in_a_fixed_order() -> None:
    call = Call("job", ("13-1082",), {"pay": 90000, "area": "New York"})
    assert call.link("/job/13-1082") == "/job/13-1082?area=New%20York&pay=90000"
    assert Call("job", ("13-1082",)).link("/job/13-1082") == "/job/13-1082"


def test_a_firm_never_goes_into_a_link() -> None:
    call = Call("cut", options={"exits": "10%"}, firm={"industry": "insurance carriers", "headcount": 20_000})
    assert call.link("/firm") == "/firm"


def test_python_runs_as_it_is_written() -> None:
    call = Call("cut", options={"exits": "10%"}, firm={"industry": 'a "b" \\', "headcount": 20_000})
    text = call.python()
    assert "headcount=20_000" in text and 'exits="10%"' in text
    compile(text, "<page>", "exec")
    place: dict[str, object] = {}
    exec(Call("shipped", ("job",)).python(), place)
    assert isinstance(place["result"], reallocate.Result)


def test_values_are_read_as_what_they_are() -> None:
    assert from_link({"area": " Ohio ", "age": "44.5", "pay": "90,000"}, FIELDS) == {"area": "Ohio", "age": 44.5, "pay": 90000}
    assert from_link({"area": "", "age": " "}, FIELDS) == {}
    assert from_link({"age": "8,5", "pay": "1,250,000.5"}, FIELDS) == {"age": 8.5, "pay": 1_250_000.5}
    assert from_link({"age": "0.250", "pay": "1.125"}, FIELDS) == {"age": 0.25, "pay": 1.125}


@pytest.mark.parametrize(("text", "said"), [
    ("5.000", "may be either of two numbers. Write 5000 or 5"),
    ("12.500", "Write 12500 or 12.5"),
    ("1,23,456", "'1,23,456' is no number"),
])  # fmt: skip
def test_a_number_that_reads_two_ways_is_not_guessed(text: str, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        from_link({"pay": text}, FIELDS)


def test_all_that_cannot_be_used_is_said_at_once() -> None:
    with pytest.raises(InputError) as refusal:
        from_link({"aera": "Ohio", "age": "old", "pay": "inf"}, FIELDS)
    text = str(refusal.value)
    assert len(refusal.value.problems) == 3
    assert "Nearest: area" in text and "'old' is no number" in text and "'inf' is no number" in text


@pytest.mark.parametrize("text", ["$52,000", "52k", "USD 52,000", "52,000 USD", "$52K"])
def test_pay_is_taken_as_people_write_it(text: str) -> None:
    assert from_link({"pay": text}, FIELDS) == {"pay": 52_000}
