"""What is wrong with a labour market's files: each thing said once, all of it at once; and whatever is written."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.golden_pages import Goldens, cases

from reallocate.data.bundle import load_tables
from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.kernel.options import keys as assignments
from reallocate.market.published.files import _keys, _read_market_scenario, read_shock, with_market_flags
from reallocate.market.published.prepare import PreparedMarket, prepare_market
from reallocate.market.published.run import market_study

MARKET = "occupation,employment\na,1000\nb,500\nc,2500\n"
EDGES = "source,target,weight\na,b,3\na,c,1\nb,a,1\nc,b,2\nc,a,2\n"
SHOCK = "occupation,probability\na,0.9\nb,0\nc,0.2\n"


def prepared(
    folder: Path, market: str = MARKET, edges: str = EDGES, shock: str = SHOCK, more: str = "", keys: str = ""
) -> PreparedMarket:
    for name, text in (("m.csv", market), ("e.csv", edges), ("p.csv", shock)):
        (folder / name).write_text(text)
    text = f'[market]\noccupations = "m.csv"\nmobility = "e.csv"\n{keys}\n[shock]\nfile = "p.csv"\n{more}'
    return prepare_market(load_tables(), _read_market_scenario(text, folder / "scenario.toml"))


def test_a_market_without_a_fault(tmp_path: Path) -> None:
    found = prepared(tmp_path)
    assert found.market.employment.tolist() == [1000.0, 500.0, 2500.0]
    assert found.shock is not None and found.shock.tolist() == [0.9, 0.0, 0.2]
    shock = "Occupation,SOC code,Probability\nFirst,a,0.9\nSecond,b,0\nThird,c,0.2\n"
    by_label = prepared(tmp_path, shock=shock).shock
    assert by_label is not None and by_label.to_dict() == {"a": 0.9, "b": 0.0, "c": 0.2}
    r = 0.5502916755953751
    expected = [[r, (1 - r) * 0.75, (1 - r) * 0.25], [1 - r, r, 0.0], [(1 - r) / 2, (1 - r) / 2, r]]
    for row, wanted in zip(found.market.network.dense().tolist(), expected, strict=True):
        assert row == pytest.approx(wanted, rel=1e-14)


def test_what_cannot_be_is_said_once_with_its_place(tmp_path: Path, golden: Goldens) -> None:
    """Occupations, moves, shocks and steps; each file has one fault, the last steps have four."""
    told = []
    for part, lines, _ in cases(Path(__file__).with_name("refused.txt")):
        text = "\n".join([*lines, ""])
        with pytest.raises(InputError) as raised:
            prepared(tmp_path, **{part: text})
        told += [f"{part} {text!r}", *(f"  {one}" for one in raised.value.problems)]
    golden("market/refused", "\n".join(told))


def test_a_total_that_fits_is_no_occupation(tmp_path: Path) -> None:
    found = prepared(tmp_path, market=MARKET + "total,4000\n", keys="total = 4000")
    assert list(found.market.occupations) == ["a", "b", "c"]
    first = MARKET.replace("\n", "\ntotal,4000\n", 1)
    found = prepared(tmp_path, market=first, keys="total = 4000")
    assert found.market.employment.tolist() == [1000.0, 500.0, 2500.0]
    with pytest.raises(
        InputError, match=r"\[market\] total: the total is 4,100 and the occupations add up to 4,000"
    ):
        prepared(tmp_path, keys="total = 4100")


def test_rows_without_a_move_are_filled_where_asked(tmp_path: Path) -> None:
    edges = "source,target,weight\na,b,1\na,c,1\nb,c,2\n"
    found = prepared(tmp_path, edges=edges + "b,a,2\n", keys="fill = true")
    r = 0.5502916755953751
    # Everybody else goes to a with 2, to b with 1 and to c with 3; those of c not to c.
    assert found.market.network.dense()[2].tolist() == pytest.approx([(1 - r) * 2 / 3, (1 - r) / 3, r])
    assert "c" in " ".join(found.notes)
    with pytest.raises(InputError, match="move to 1 occupation after filling: a"):
        prepared(tmp_path, edges=edges, keys="fill = true")


def test_what_the_market_leaves_out_is_passed_over_in_a_shock(tmp_path: Path) -> None:
    """It counts for the column that holds codes: here the other one names as many of the market's."""
    problems: list[Problem] = []
    file = tmp_path / "p.csv"
    file.write_text("Occupation,SOC code,Probability\na,a,0.9\nb,b,0\nc,c,0.2\nLeft out,d,0.5\n")
    found = read_shock(file, pd.Index(["a", "b", "c"]), ["d"], problems)
    assert problems == [] and found is not None and found.to_dict() == {"a": 0.9, "b": 0.0, "c": 0.2}


def test_everything_is_said_at_once_and_a_scenario_of_a_firm_and_unknown_keys_are_told_apart(
    tmp_path: Path
) -> None:
    with pytest.raises(InputError) as raised:
        prepared(
            tmp_path,
            market=MARKET.replace("500", "-5"),
            edges=EDGES + "a,d,1\n",
            shock=SHOCK.replace("0.9", "2"),
            more="[time]\nstep_weeks = 40\n",
        )
    text = str(raised.value)
    for said in ("employment of -5", "a probability of 2", "a step of 40 weeks"):
        assert said in text, said
    with pytest.raises(InputError, match="a scenario of a firm"):
        _read_market_scenario("headcount = 5\n", tmp_path / "scenario.toml")
    with pytest.raises(InputError) as raised:
        _read_market_scenario("[time]\nstep_week = 4\nruns = 2\n[lawz]\n", tmp_path / "x.toml")
    text = str(raised.value)
    assert "x.toml line 2: unknown key 'step_week' in [time]. Nearest: step_weeks" in text
    assert "It belongs under the top of the file" in text and "laws" in text


LOOSE = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
ODD = (
    "0", "-0.0", "1", "-1", "0.5", "1e-320", "1e308", "-1e308", "1e999", "nan", "inf", "9" * 400, "0x10", "true",
    '""', '"x"', '"m.csv"', '"us-groups"', '"complete"', '"é\\u0000"', "2026-05-20", "[]", "[1]", "{}", "{ a = 1 }",
)  # fmt: skip
def tried(text: str, folder: Path) -> None:
    """Run it, or let it say what is wrong."""
    try:
        scenario = _read_market_scenario(text, folder / "scenario.toml")
        if scenario.is_built_in or scenario.time.steps > 1000 or scenario.runs > 3:
            return
        json.dumps(market_study(scenario, load_tables()).to_dict(), allow_nan=False)
    except ReallocateError as error:
        assert all(str(problem) for problem in error.problems)


@pytest.mark.long
@LOOSE
@given(
    people=st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=4),
    weights=st.lists(st.one_of(st.just(0.0), st.floats(1e-100, 1e100)), min_size=12, max_size=12),
    shares=st.lists(st.floats(0, 1), min_size=4, max_size=4),
    step=st.floats(0.001, 15),
)  # fmt: skip
def test_any_figures_that_may_be(
    tmp_path: Path, people: list[float], weights: list[float], shares: list[float], step: float
) -> None:
    names = "abcd"[: len(people)]
    pairs = [(a, b) for a in names for b in names if a != b]
    tables = {
        "m.csv": ["occupation,employment", *(f"{a},{n!r}" for a, n in zip(names, people, strict=True))],
        "e.csv": [
            "source,target,weight",
            *(f"{a},{b},{w!r}" for (a, b), w in zip(pairs, weights, strict=False)),
        ],
        "p.csv": ["occupation,probability", *(f"{a},{p!r}" for a, p in zip(names, shares, strict=False))],
    }
    for name, lines in tables.items():
        (tmp_path / name).write_text("\n".join(lines))
    tried(
        '[market]\noccupations = "m.csv"\nmobility = "e.csv"\nfill = true\n'
        f'[time]\nsteps = 20\nstep_weeks = {step!r}\n[shock]\nfile = "p.csv"\nstart_step = 2\nyears = 1\n',
        tmp_path,
    )


@pytest.mark.long
@LOOSE
@given(places=st.lists(st.tuples(st.sampled_from(_keys()), st.sampled_from(ODD)), max_size=4))
def test_any_values_of_known_keys(tmp_path: Path, places: list[tuple[tuple[str, ...], str]]) -> None:
    (tmp_path / "m.csv").write_text("occupation,employment\na,5\nb,7\n")
    lines = [f"{'.'.join(place)} = {value}" for place, value in places]
    tried("\n".join(lines), tmp_path)
    try:
        with_market_flags(None, assignments([f"{'.'.join(place)}={value}" for place, value in places]))
    except ReallocateError as error:
        assert all(str(problem) for problem in error.problems)
