"""A scenario is read whole, written as it is read, and all that is wrong in it is told at once; whatever is written is read or refused."""

from __future__ import annotations

import calendar
import json
import re
import time
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.golden_pages import Goldens

from reallocate.firm.cut.beforehand import answer_at_hand
from reallocate.firm.request.faults import read_of_a_firm
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.promises import promises_of
from reallocate.firm.request.read import (
    _read_scenario,
    load_scenario,
    scenario_from_flags,
    with_key,
)
from reallocate.firm.request.saved import checked_scenario, kept_scenario
from reallocate.firm.request.studies import shipped_studies
from reallocate.firm.request.written import new_study, scenario_text
from reallocate.kernel.errors import InputError, ReallocateError, UnknownName
from reallocate.kernel.faults import fields_of, model_in
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World, by_source

LEAST = 'name = "x"\nindustries = ["524100"]\nheadcount = 20000\n'


def read(text: str) -> Scenario:
    return _read_scenario(text, Path("x/scenario.toml"))


def problems(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_three_keys_are_enough_and_the_rest_stands_at_its_default() -> None:
    found = read(LEAST)
    assert (found.quarters, found.reach, found.headline_reach) == (12, "all", "people")
    assert found.levers.layoffs and found.levers.ai and found.exits is None
    assert found.periods[0] == "2026 Q3" and found.periods[-1] == "2029 Q2" and len(found.periods) == 12
    assert found.headline_source == "people" and read(LEAST + 'reach = "gpt4"').headline_source == "gpt4"
    both = LEAST + 'reach = "gpt4"\nheadline_reach = "people"'
    assert read(both).headline_source == "people"
    assert read('name = "x"\nroles = "roles.csv"\n').roles_path == Path("x/roles.csv")


@pytest.mark.parametrize(("page", "before"), [("slips", LEAST), ("slips_whole", "")])
def test_every_slip_is_told_as_kept_with_its_line_and_remedy(page: str, before: str, golden: Goldens) -> None:
    """All slips of a text at once; the first page's texts stand below three lines that are right."""
    golden.answers(f"firm/{page}", lambda text: "\n".join(problems(before + text)))


def test_hundreds_of_slips_are_told_and_the_rest_is_counted() -> None:
    found = problems(LEAST + "\n".join(f"k{number} = 1" for number in range(1_000)))
    assert len(found) == 201 and "up to 800 more keys or values are wrong" in found[-1]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        ('name = "Café"'.encode("cp1252"), "scenario.toml row 1: the file is not UTF-8: byte 0xe9"),
        (LEAST.encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, raw: bytes, said: str) -> None:
    (tmp_path / "scenario.toml").write_bytes(raw)
    with pytest.raises(InputError, match=said):
        load_scenario(tmp_path)


def test_a_scenario_is_loaded_from_a_folder_a_file_or_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    file = folder / "scenario.toml"
    file.write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert load_scenario(folder) == load_scenario(str(file))
    assert load_scenario(folder).folder == folder
    for name in shipped_studies():
        assert load_scenario(name).name == name


def test_a_name_that_is_none_shows_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="Nearest: hyperscaler-2026"):
        load_scenario("hyperscaler")
    with pytest.raises(UnknownName, match="holds no scenario.toml"):
        load_scenario(tmp_path)


@pytest.mark.parametrize("date", ["2027-01", "2027-03", "2027 Q1", "2027q1"])
def test_a_cut_is_dated_by_its_quarter_or_a_month_in_it(date: str) -> None:
    assert read(LEAST + f'[exits]\nshare = 0.1\ndate = "{date}"\n').exits_quarter == 2
    assert read(LEAST + "[exits]\nshare = 0.1\n").exits_quarter == 0
    assert scenario_from_flags(["524100"], 500.0, exits="10%", exits_date=date).exits_quarter == 2


@pytest.mark.parametrize(("until", "quarters"), [("2026-08", 1), ("2026-10", 1), ("2027-02", 3), ("2040-01", 12)])
def test_a_quarter_that_begins_before_the_month_has_no_layoffs(until: str, quarters: int) -> None:
    assert promises_of(read(LEAST + f'[promises]\nno_layoffs_before = "{until}"\n')).no_layoffs == quarters


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
    again = _read_scenario(scenario_text(scenario), Path("folder/scenario.toml"))
    assert again.model_dump() == scenario.model_dump()


@pytest.mark.parametrize(
    "flags",
    [
        {"industry": ["622000"], "headcount": 50, "area": "california"},
        {"industry": ["516200,513200"], "headcount": 7_777.5, "pay_per_head": 396e3, "open_positions": 600.0},
    ],
)  # fmt: skip
def test_what_is_written_is_read_back_as_the_same_firm(
    world: World, tmp_path: Path, flags: dict[str, object]
) -> None:
    scenario = scenario_from_flags(name="mine", **flags)  # type: ignore[arg-type]
    written = new_study(world, scenario, tmp_path)
    direct, _, _ = build_firm(world, scenario)
    again, _, _ = build_firm(world, load_scenario(written.folder))
    pd.testing.assert_frame_equal(again.roles, direct.roles, check_exact=True)
    assert again.filled_share == direct.filled_share
    pd.testing.assert_frame_equal(again.content, direct.content, check_exact=True)
    for kind in ("augmentable", "automatable"):
        assert np.array_equal(*(by_source(getattr(one, kind)) for one in (again, direct)))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["mine"]


def test_the_file_explains_every_key_and_keeps_defaults_out_of_force(world: World, tmp_path: Path) -> None:
    new_study(world, scenario_from_flags(["insurance carriers"], 20_000, name="mine"), tmp_path)
    text = (tmp_path / "mine" / "scenario.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert {key: value for key, value in data.items() if value != {}} == {
        "name": "mine",
        "industries": ["524100"],
        "roles": "roles.csv",
    }
    assert "# 524100 Insurance Carriers" in text
    assert "# headcount = 20000" in text
    assert "# power available for the firm's own work; no limit if left out [MW]; at least 0" in text
    for name in Parameters.default().names:
        shown = re.search(rf"^# {name} = ", text, re.MULTILINE)
        assert bool(shown) is read_of_a_firm(name), name


def test_nothing_is_overwritten_or_half_written(world: World, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(InputError, match="Nothing is overwritten"):
        new_study(world, scenario_from_flags(["524100"], 5, name="mine"), tmp_path)
    assert [entry.name for entry in (tmp_path / "mine").iterdir()] == ["notes.txt"]
    with pytest.raises(InputError):
        new_study(world, scenario_from_flags(["banks"], 5, name="yours"), tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine"]
    with pytest.raises(InputError, match="Create it"):
        new_study(world, scenario_from_flags(["524100"], 5, name="mine"), tmp_path / "nowhere")


def test_the_sections_of_a_full_scenario_stand_under_what_they_are(golden: Goldens) -> None:
    lines = scenario_text(FULL).splitlines()
    heads = [f"{line}  {above}" for above, line in pairwise(lines) if line.removeprefix("# ").startswith("[")]
    golden("firm/written", "\n".join(heads))


LOOSE = settings(max_examples=30, suppress_health_check=list(HealthCheck))
ROLES = (
    "code,title,headcount,loaded_cost,open_positions,fte,contractors,level\n"
    "43-4051,Help desk,400,70000,2,1,3,A\n15-1252,Makers,200,190000,,0.5,,B\n11-3021,Heads,50,260000,1,1,0,B\n"
)
SCENARIO_LEAST = 'name = "x"\nroles = "roles.csv"\nquarters = 4\n'

# Values of every type, some in place, most not.
ODD = (
    "0", "-0.0", "1", "-1", "0.5", "1e-320", "1e308", "-1e308", "1e999", "nan", "-inf", "inf", "9" * 40, "9" * 400,
    "0x10", "true", "false", '""', '"x"', '"é\\u0000\\U0001F600"', "'../roles.csv'", '"/"', f'"{"a" * 5000}"', '"all"',
    '"43-4051"', '"2026-07"', '"9999-12"', '"0000-01"', "2026-05-20", "2026-05-20T10:00:00Z", "10:00:00", "[]", "[[]]",
    "[1, 2]", "[2, 1]", "[0.0, nan]", '["43-4051"]', '["", "é"]', "{}", "{ x = 1 }", '{ "43-4051" = 1e9 }', "{ all = 2 }",
    '[{ grade = "D" }]', '{ share = 0.1, count = 5 }', '{ count = 1e300 }', '{ share = 1e-320, from = "plan" }', '"""a\nb"""',
)  # fmt: skip
VALUE = st.one_of(
    st.sampled_from(ODD),
    st.integers().map(str),
    st.floats().map(lambda number: repr(number)),
    st.text(max_size=20).map(json.dumps),
    st.recursive(
        st.sampled_from(ODD), lambda one: st.lists(one, max_size=3).map(lambda many: f"[{', '.join(many)}]")
    ),
)


def places(model: Any = Scenario, before: str = "") -> list[str]:
    """Every key of the schema, dotted."""
    found = []
    for name, field in fields_of(model).items():
        found.append(before + name)
        inner = model_in(field.annotation)
        if inner is not None:
            found += places(inner, f"{before}{name}.")
    return found


KEYS = [
    *places(),
    *(f"parameters.{name}" for name in Parameters.default().names),
    "promises.keep_at_least.all",
]
KEY = st.one_of(
    st.sampled_from(KEYS), st.text(max_size=8).map(json.dumps), st.sampled_from(["nme", "levers.x", "past.0"])
)
LINE = st.builds(lambda key, value: f"{key} = {value}", KEY, VALUE)


def read_of_scenario(text: str) -> Scenario | None:
    """The scenario, or none where it is refused with words."""
    try:
        return _read_scenario(text, Path("x/scenario.toml"))
    except InputError as error:
        assert error.problems and all(str(problem).strip() for problem in error.problems)
        return None


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000 + "]" * 5000,
        "a = " + "{a=" * 3000 + "1" + "}" * 3000,
        ".".join(["a"] * 3_000) + " = 1",
        "[" + ".".join(["a"] * 3_000) + "]",
        SCENARIO_LEAST + "headcount = " + "9" * 10_000,
        SCENARIO_LEAST + "quarters = " + "9" * 4_000,
        SCENARIO_LEAST + "quarters = 0x" + "f" * 9_000,
        SCENARIO_LEAST + "group_below = 1" + "0" * 400,
        SCENARIO_LEAST + "[parameters]\nquits_per_month = " + "[" * 900 + "]" * 900,
        SCENARIO_LEAST + 'title = "' + "é" * 100_000 + '"',
        SCENARIO_LEAST + '[past]\nx = 1\n[[past]]\nyear = 2025',
    ],
)  # fmt: skip
def test_what_is_deep_or_long_is_refused_with_words_or_read(text: str) -> None:
    read_of_scenario(text)


@given(st.lists(LINE, max_size=3))
@LOOSE
def test_what_can_be_read_is_prepared_or_refused(
    world: World, tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    """`make fuzz` gives whole scenarios and tables of roles with slips of the pen."""
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    found = read_of_scenario(SCENARIO_LEAST + "\n".join(lines))
    if found is None:
        return
    tiny = found.model_copy(update={"roles": found.roles and "roles.csv", "roster": ""})
    try:
        prepared = prepare(world, tiny.placed_in(folder))
    except ReallocateError as error:
        assert error.problems and all(str(problem).strip() for problem in error.problems)
    else:
        prepared.setting.inputs()


@pytest.mark.parametrize(
    ("day", "first"),
    [("2026-12-07", "2027-01"), ("2026-12-31", "2027-01"), ("2027-01-01", "2027-04"), ("2027-06-30", "2027-07")],
)
def test_a_plan_starts_in_the_first_quarter_not_yet_begun_and_its_result_keeps_it(
    day: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on(when: str) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(calendar.timegm(time.strptime(when, "%Y-%m-%d"))))

    on("2024-02-01")
    assert scenario_from_flags(["524100"], 100.0, date=day).start == first, "--date decides"
    on(day)
    made = scenario_from_flags(["524100"], 100.0)
    assert made.start == first and made.periods[0] == f"{first[:4]} Q{(int(first[5:]) + 2) // 3}"
    assert scenario_from_flags(["524100"], 100.0, start="2020-01").start == "2020-01"
    kept = kept_scenario(made)
    on("2031-05-01")
    assert checked_scenario(kept, "kept").start == first
    assert scenario_from_flags(["524100"], 100.0).start == "2031-07"


def test_an_answer_that_ships_names_the_quarters_of_the_plan_asked_for() -> None:
    firm = scenario_from_flags(["524100"], 20_000.0, exits="10%", start="2029-10")
    made = answer_at_hand(firm)
    assert made is not None and made.facts["start"] == "2029-10" and made.facts["periods"][0] == "2029 Q4"
    rows = made.table("quarters")
    assert rows["period"].iloc[0] == "2029 Q4" and rows["end"].iloc[0] == 2030.0
    other = answer_at_hand(firm.model_copy(update={"start": "2026-07"}))
    assert other is not None and other.table("quarters").drop(columns=["period", "end"]).equals(
        rows.drop(columns=["period", "end"])
    )
