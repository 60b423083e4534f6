"""A scenario's text says the same scenario, and the page of keys is that of the schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import (
    load_scenario,
    read_scenario,
    scenario_from_flags,
    shipped_studies,
    with_key,
)
from reallocate.firm.request.written import scenario_text
from reallocate.kernel.toml import toml_value

FULL = scenario_from_flags(
    ["Newspaper, Periodical, Book, and Directory Publishers"],
    1234.5,
    exits="12.5%",
    exits_from="plan",
    budget=90.25,
    adoption="slow",
    capability="plateau",
    set={"demand_growth": -0.01, "notice_days": 90.0},
    title='Quotes "and" umlauts: ä',
)
FULL = with_key(with_key(FULL, ("compute", "megawatts"), 3.0), ("levers", "redeployment"), False)


@pytest.mark.parametrize(
    "scenario", [FULL, *(load_scenario(name) for name in shipped_studies())], ids=lambda s: s.name
)
def test_the_text_of_a_scenario_is_read_as_the_same_scenario(scenario: Scenario) -> None:
    again = read_scenario(scenario_text(scenario), Path("folder/scenario.toml"))
    assert again.model_dump() == scenario.model_dump()


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (5.0, "5"), (0.1, "0.1"), ("a\"b", '"a\\"b"'), ((1.0, "x"), '[1, "x"]'), (1e20, "1e+20")],
)  # fmt: skip
def test_values_are_written_as_toml(value: object, text: str) -> None:
    assert toml_value(value) == text
