"""What one must believe for a cut: the edge, its laws, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from tests.firm.conftest import SMALL
from tests.firm.firms import make_options, setting_with
from tests.golden_pages import Goldens, tables_text

from reallocate.data.bundle import load_world
from reallocate.firm.beliefs import model as implied_edge
from reallocate.firm.beliefs.asked import (
    _EDGED,
    BeliefJobs,
    Implied,
    _draws,
    _spans,
    implied_count,
    summary,
    the_cut,
)
from reallocate.firm.beliefs.model import (
    ANY_TIME,
    AT_ONCE,
    FOR_GPUS,
    NEAR,
    PRO_RATA,
    READINGS,
    Beliefs,
    Cut,
    Judged,
    Span,
    Step,
    _options_under,
    cash_of_everything,
    edges,
    is_near,
    judge,
    together,
)
from reallocate.firm.beliefs.page import IMPLIED_TABLES, assumed, at_once
from reallocate.firm.model.options import Exits, Products
from reallocate.firm.model.solve import solve
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import load_scenario
from reallocate.kernel.errors import InputError
from reallocate.kernel.executor import of
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import computed

QUITS, DEMAND = "quits_per_month", "demand_growth"
FAST = {"adoption_midpoint": 3.0, "adoption_width": 1.0, "capture_augmented": 0.9, "capture_automated": 0.9}
COUNT = 40.0
QUARTERS = 6
SPAN = Span(QUITS, 0.0, 0.011, 0.025)


def cut(count: float = COUNT, products: Products | None = None, **given: float) -> Cut:
    options = make_options(QUARTERS, **{**FAST, **given})
    setting = setting_with(options)
    return Cut(setting, count, products, cash_of_everything(setting, products) if products else np.nan)


@cache
def judged(quits: float) -> Judged:
    return judge(cut(), Beliefs(((QUITS, quits),)))


def test_the_cut_is_best_where_nobody_quits_and_at_any_time_it_costs_least() -> None:
    found = judged(0.0)
    assert found.layoffs >= COUNT
    assert found.share(ANY_TIME) == 0.0 and is_near(found.share(ANY_TIME))
    found = judged(0.025)
    assert found.layoffs == 0.0
    assert all(found.share(reading) > NEAR for reading in READINGS)
    for quits in (0.0, 0.011, 0.025):
        found = judged(quits)
        assert 0.0 <= found.share(ANY_TIME) <= found.share(AT_ONCE) + 1e-9


def test_the_extra_cost_is_that_of_two_plans_solved_apart() -> None:
    asked = cut()
    options = _options_under(asked.setting, Beliefs())
    free = solve(asked.setting.inputs(options)).outcome
    forced = solve(
        asked.setting.inputs(make_options(QUARTERS, dropping=True, exits=Exits(COUNT), **FAST)), choose=False
    ).outcome
    extra = dict(judge(asked, Beliefs(), (PRO_RATA,)).extra)[PRO_RATA]
    assert extra == pytest.approx(forced.objective - free.objective, rel=1e-6)


def on_a_line(cut: Cut, beliefs: Beliefs, readings: Sequence[str] = READINGS) -> Judged:
    """A cut whose extra cost hangs on three beliefs: 1% + (quits − 1.1%) + 0.4·(demand − 2%), less if AI is fast."""
    values, faster = dict(beliefs.values), 0.004 * (beliefs.capability == "fast")
    share = 0.01 + values.get(QUITS, 0.011) - 0.011 + 0.4 * (values.get(DEMAND, 0.02) - 0.02) - faster
    return Judged(beliefs, 100.0, 7.0, tuple((one, 100.0 * max(share, 0.0) * (1 + (one == AT_ONCE))) for one in readings))


def test_edges_and_steps_of_an_extra_cost_that_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """0.5% is crossed at 0.6% who quit; at 1.0%, or not at all, once demand grows by 1 point less, or 3 more."""
    monkeypatch.setattr(implied_edge, "judge", on_a_line)
    demand = Span(DEMAND, 0.01, 0.02, 0.05)
    quits, growth = edges(Cut(None, COUNT), [SPAN, demand], (ANY_TIME,))  # type: ignore[arg-type]
    assert (quits.now, quits.low, quits.high) == pytest.approx((0.01, 0.0, 0.024))
    assert quits.near_at == pytest.approx(0.006, abs=0.011 / 2**5)
    assert (quits.favours, quits.least, growth.favours, growth.near_at) == (0.0, 0.0, 0.01, None)
    moves = [(DEMAND, 0.01), (QUITS, 0.0)]
    first, last = together(Cut(None, COUNT), moves, [SPAN, demand], ANY_TIME)  # type: ignore[arg-type]
    assert (first.name, first.value, first.share) == (DEMAND, 0.01, pytest.approx(0.006))
    assert last.value == pytest.approx(0.010, abs=0.011 / 2**5) and last.share <= NEAR
    assert [one.value for one in together(Cut(None, COUNT), [(DEMAND, 0.05)], [demand], ANY_TIME)] == [0.05]  # type: ignore[arg-type]


def test_a_cut_that_a_promise_forbids_is_never_near_the_best() -> None:
    promised = make_options(QUARTERS, no_layoffs=4, **FAST)
    asked = Cut(setting_with(promised), COUNT)
    found = judge(asked, Beliefs(), (AT_ONCE,))
    assert np.isnan(found.share(AT_ONCE)) and not is_near(found.share(AT_ONCE))


def test_gpus_for_products_count_where_cash_is_short_alone() -> None:
    asked = cut(products=Products(12.0, 1.0))
    found = judge(asked, Beliefs(cash_share=2.0), (AT_ONCE, FOR_GPUS))
    assert found.share(FOR_GPUS) == pytest.approx(found.share(AT_ONCE), abs=1e-6)
    asked = cut(products=Products(12.0, 1.0))
    shares = [
        judge(asked, Beliefs(gpu_value=value, cash_share=0.9), (FOR_GPUS,)).share(FOR_GPUS)
        for value in (0.5, 2.0)
    ]
    assert shares[0] != pytest.approx(shares[1], abs=1e-6)


SOURCES = ("gpt4", "people")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("implied")
    (folder / "roles.csv").write_text(
        "code,headcount,loaded_cost\n43-4051,800,70000\n15-1252,300,190000\n", "utf-8"
    )
    head, _, rest = (SMALL / "scenario.toml").read_text("utf-8").partition("[levers]")
    kept = head + "[announced]" + rest.partition("[announced]")[2].partition("[funding]")[0]
    (folder / "scenario.toml").write_text(kept.replace("quarters = 6", "quarters = 3"), "utf-8")
    return load_scenario(folder)


@pytest.fixture(scope="module")
def found(small: Scenario) -> Implied:
    world = load_world()
    with pytest.MonkeyPatch.context() as patch, of(1) as pool:
        patch.setattr(implied_edge, "judge", on_a_line)
        return BeliefJobs(the_cut(world, small, prepare(world, small).setting, 400.0), SOURCES, pool).collect()


def tables_of(implied: Implied | None) -> dict[str, pd.DataFrame]:
    return computed(IMPLIED_TABLES, implied)


def test_it_is_told_in_words(found: Implied, small: Scenario, golden: Goldens) -> None:
    tables = tables_of(found)
    lines = assumed(found, small, tables)
    golden("firm/beliefs", "\n".join([tables_text(tables), at_once(found, small, tables), *lines]))
    steps = [Step("quits_per_month", 0.007, 0.009), Step("capability", "fast", 0.004)]
    first = at_once(replace(found, steps=dict.fromkeys(_EDGED, steps)), small, tables)
    assert "(1) attrition (voluntary quits): 0.7% a month instead of 2.32%" in first  # as is typical of its industry
    assert "(2) how good AI becomes: “fast” instead of “trend”" in first
    assert "The firm announced 60 exits, not these 400, on 2026-05-20" in lines[-1]
    assert not tables_of(None)


def judged_by_share(*shares: float) -> list[Judged]:
    return [
        Judged(Beliefs(), 100.0, 0.0, tuple((name, 100 * share) for name in READINGS)) for share in shares
    ]


def test_the_interval_holds_the_share_and_knows_how_few_draws_there_were() -> None:
    every = judged_by_share(0.0, 0.002, 0.004, 0.008, 0.015, 0.5, np.nan)
    row = summary(every, every[0], AT_ONCE)
    assert [row[name] for name in ("best", "near_0_25", "near", "near_1", "near_2")] == [1, 2, 3, 4, 5]
    none, some = judged_by_share(*[0.5] * 64), judged_by_share(*[0.0] * 16, *[0.5] * 48)
    empty, part = (summary(each, each[0], ANY_TIME) for each in (none, some))
    assert empty["share_near"] == 0.0 and empty["high"] == pytest.approx(1 - 0.1 ** (1 / 64))
    assert part["low"] < part["share_near"] == 0.25 < part["high"]


def test_draws_fill_the_ranges_and_every_choice_and_can_be_repeated() -> None:
    p = Parameters.default()
    drawn = _draws(p, SOURCES, 64)
    assert drawn == _draws(p, SOURCES, 64)
    for span in _spans(p):
        values = [dict(one.values)[span.name] for one in drawn]
        assert span.low <= min(values) < max(values) <= span.high
    assert {one.reach_source for one in drawn} == set(SOURCES)
    assert {one.capability for one in drawn} == {"trend", "plateau", "fast", "reversal"}


def test_how_large_an_implied_cut_is_or_why_it_is_none(golden: Goldens) -> None:
    def count(text: str) -> str:
        try:
            return f"{implied_count(text, 1000.0):g}"
        except InputError as error:
            return str(error)

    golden.answers("firm/implied", count)
