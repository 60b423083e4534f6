"""Whatever is written in a scenario or a table of a market: a market to be run, or problems; never more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reallocate.data.bundle import load_tables
from reallocate.kernel.assignments import keys as assignments
from reallocate.kernel.errors import ReallocateError
from reallocate.market.published.files import _keys, read_market_scenario, with_market_flags
from reallocate.market.published.run import market_study

LOOSE = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
ODD = (
    "0", "-0.0", "1", "-1", "0.5", "1e-320", "1e308", "-1e308", "1e999", "nan", "inf", "9" * 400, "0x10", "true",
    '""', '"x"', '"m.csv"', '"us-groups"', '"complete"', '"é\\u0000"', "2026-05-20", "[]", "[1]", "{}", "{ a = 1 }",
)  # fmt: skip
CELL = st.one_of(
    st.sampled_from(
        ["", "a", "b", "1", "0", "-1", "0.5", "1e300", "1e-300", "1e-100", "nan", "total", '"', "5%"]
    ),
    st.text(max_size=6),
    st.floats().map(repr),
)
HEADERS = st.lists(
    st.sampled_from(
        ["occupation", "employment", "source", "target", "weight", "probability", "wage", "x", ""]
    ),
    max_size=4,
).map(",".join)
TABLE = st.builds(
    lambda header, rows: "\n".join([header, *(",".join(row) for row in rows)]),
    st.one_of(
        st.sampled_from(["occupation,employment", "source,target,weight", "occupation,probability"]), HEADERS
    ),
    st.lists(st.lists(CELL, max_size=4), max_size=6),
)


def tried(text: str, folder: Path) -> None:
    """Run it, or let it say what is wrong."""
    try:
        scenario = read_market_scenario(text, folder / "scenario.toml")
        if scenario.is_built_in or scenario.time.steps > 1000 or scenario.runs > 3:
            return
        json.dumps(market_study(scenario, load_tables()).to_dict(), allow_nan=False)
    except ReallocateError as error:
        assert all(str(problem) for problem in error.problems)


@pytest.mark.long
@LOOSE
@given(market=TABLE, edges=TABLE, shock=TABLE, fill=st.booleans(), whole=st.booleans())
def test_any_tables(tmp_path: Path, market: str, edges: str, shock: str, fill: bool, whole: bool) -> None:
    for name, text in (("m.csv", market), ("e.csv", edges), ("p.csv", shock)):
        (tmp_path / name).write_bytes(text.encode("utf-8", "replace"))
    mobility = "complete" if whole else "e.csv"
    tried(
        f'[market]\noccupations = "m.csv"\nmobility = "{mobility}"\nfill = {str(fill).lower()}\n'
        '[time]\nsteps = 3\n[shock]\nfile = "p.csv"\n',
        tmp_path,
    )


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


@pytest.mark.long
@LOOSE
@given(text=st.text(max_size=80))
def test_any_text(tmp_path: Path, text: str) -> None:
    tried(text, tmp_path)
