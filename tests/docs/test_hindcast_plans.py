"""The hindcast of plans: frozen inputs follow their rules, and the page says what was computed from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from scripts.pages import hindcast

from reallocate.data.bundle import load_world
from reallocate.render.provenance import digest

RERUN = 4e-3
"""[share of headcount] By how much a plan may differ when it is computed again with other solver versions."""


@pytest.fixture(scope="module")
def asked() -> dict[str, Any]:
    return hindcast.inputs()


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    return hindcast.results()


@pytest.fixture(scope="module")
def errors(asked: dict[str, Any], kept: dict[str, Any]) -> pd.DataFrame:
    return hindcast.judged(asked, kept)


def counts(asked: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for case in asked["cases"]:
        yield case, case["before"]
        for after in case["after"]:
            yield case, after


def test_the_plans_are_those_of_the_frozen_inputs(kept: dict[str, Any]) -> None:
    assert kept["hashes"]["inputs"] == digest(hindcast.INPUTS.read_bytes())


def test_the_cases_are_the_layoffs_of_the_record_that_give_a_number(asked: dict[str, Any]) -> None:
    record = load_world().table("announcements").astype({"date": str})
    chosen = record[
        record["date"].between("2022", "2025") & record["mechanism"].eq("layoff") & record["jobs_cut"].notna()
    ]
    wanted = set(zip(chosen["company"], chosen["date"], chosen["jobs_cut"], strict=True))
    assert {(one["company"], one["date"], one["jobs_cut"]) for one in asked["cases"]} == wanted
    assert len(wanted) == 10


def test_headcounts_follow_their_rules(asked: dict[str, Any]) -> None:
    series = load_world().table("company_series")
    shipped = series[series["metric"].eq("headcount")].set_index(["company", "period"])["value"]
    within = timedelta(days=asked["limits"]["days"])
    for case, one in counts(asked):
        announced, counted = date.fromisoformat(case["date"]), date.fromisoformat(one["date"])
        if "year" in one:
            assert abs(counted - announced.replace(year=announced.year + one["year"])) <= within
        else:
            assert timedelta(0) <= announced - counted <= timedelta(days=366)
        if one["source"] == "company_series":
            assert shipped[case["company"], one["date"]] == one["headcount"]
        if one["kind"] != "count":
            assert round(one["jobs"] / one["share"]) == one["headcount"]
        assert one["grade"] in "ABCX"


def test_a_day_is_read_at_the_nearest_quarter_end() -> None:
    assert hindcast.first_month("2022-11-09") == "2022-10"
    ended = [hindcast.quarter(day, "2022-11-09") for day in ("2022-12-31", "2023-02-10", "2023-12-31")]
    assert ended == [1, 1, 5]
    assert hindcast.quarter("2025-05-12", "2023-06-12") == 8


def test_errors_are_those_worked_by_hand(errors: pd.DataFrame) -> None:
    google = errors[errors["company"].eq("Google") & errors["year"].eq(1)].set_index("forecast")
    assert google.at["no_change", "error"] == pytest.approx(100 * (190_234 - 182_502) / 190_234)
    assert google.at["as_announced", "error"] == pytest.approx(100 * (178_234 - 182_502) / 190_234)
    assert google["right"].to_dict()["no_change"] and not google["right"].to_dict()["attrition"]
    least = errors["error"].abs().groupby([errors["company"], errors["announced"], errors["year"]])
    assert (
        errors.loc[errors["nearest"], "error"].abs() <= least.transform("min")[errors["nearest"]] + 0.5
    ).all()
    assert errors.groupby(["company", "announced", "year"])["nearest"].any().all()


@pytest.mark.long
def test_a_case_computed_again_gives_the_plans_kept(asked: dict[str, Any], kept: dict[str, Any]) -> None:
    place = [one["company"] for one in asked["cases"]].index("Chegg")
    plans, _ = hindcast.plans_of(asked["cases"][place], asked["plan"])
    for name, path in kept["cases"][place]["positions"].items():
        assert plans["positions"][name] == pytest.approx(path, rel=RERUN), (
            "the plans have moved: run python -m scripts.pages.hindcast and say in the changelog which and why"
        )
