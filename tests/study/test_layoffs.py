"""The layoff record: every announcement is counted once, and a cut that is taken back costs what a plan pays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reallocate.firm.council.layoffs import REASONS, layoff_record, mean_pay, reversal
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World


def test_the_record_adds_up_and_moves_with_an_announcement(world: World) -> None:
    tables = layoff_record(world, Parameters.default()).tables
    record, by_reason, timeline = tables["record"], tables["by_reason"], tables["timeline"]
    assert len(record) == len(world.table("announcements")) == by_reason["announcements"].sum()
    assert set(record["reason"]) <= set(REASONS)
    assert record["jobs_cut"].sum() == by_reason["jobs_cut"].sum() == timeline["jobs_cut"].sum()
    assert record["date"].is_monotonic_increasing
    assert not record["later"].eq("see above").any()
    record = layoff_record(world, Parameters.default()).tables["record"]
    assert record["jobs_cut"].isna().any() and not record["jobs_cut"].eq(0).any()
    table = world.table("announcements")
    fewer = replace(world, tables={**world.tables, "announcements": table[table["company"] != "Meta"]})
    before, after = (layoff_record(one, Parameters.default()) for one in (world, fewer))
    assert after.tables["record"]["jobs_cut"].sum() < before.tables["record"]["jobs_cut"].sum()
    assert after.explain()["headline"][0] != before.explain()["headline"][0]


def test_the_price_of_a_reversal_is_what_a_plan_pays(world: World) -> None:
    found = reversal(world, Parameters.default().replace(severance_per_exit=100_000.0), 360_000.0)
    p = Parameters.default()
    assert found.price == pytest.approx(100_000 + p["hire_cost"] + 0.5 * p["ramp_up_months"] / 12 * 360_000)
    assert found.months == pytest.approx(found.price / 30_000)
    assert found.person_rate == pytest.approx(0.053)
    assert "5.3%" in " ".join(layoff_record(world, p).explain()["taken_back"])
    assert 300_000 < mean_pay(world) < 500_000
