"""Staffing patterns add up industries, report what was not released, and follow an area's pay."""

from __future__ import annotations

import pytest
from tests.worlds import small_world

from reallocate.data.industries import find_industries
from reallocate.data.staffing import area_pay, staffing_pattern
from reallocate.kernel.errors import DataError, UnknownName
from reallocate.work.world import World

SMALL = small_world()


def pattern_of(*names: str):  # type: ignore[no-untyped-def]
    return staffing_pattern(SMALL, find_industries(names, SMALL.table("industries")))


def test_shares_are_of_the_employment_that_was_released() -> None:
    found = pattern_of("524100").occupations
    assert found["share"].sum() == pytest.approx(1.0)
    assert found.loc["13-1031", "share"] == pytest.approx(300 / 980)
    assert "43-9061" not in found.index


def test_several_industries_add_up_by_employment() -> None:
    found = pattern_of("524100", "513200").occupations
    assert found.loc["15-1252", "employment"] == 390
    assert found.loc["15-2051", "share"] == pytest.approx(50 / 1480)
    assert found.loc["43-9061", "employment"] == 10


def test_pay_is_weighted_by_employment_and_what_was_filled_is_said() -> None:
    found = pattern_of("524100").occupations
    assert found.loc["13-1031", "wage_mean"] == pytest.approx(88_000)
    assert found.loc["15-2051", "wage_filled"] == 1.0
    assert found.loc["13-1031", "wage_filled"] == 0.0


def test_cells_that_were_not_released_are_reported() -> None:
    found = pattern_of("524100")
    assert found.suppressed.to_numpy().tolist() == [["524100", "43-9061"]]
    assert any("one occupation was not released" in note and "2.0%" in note for note in found.notes)
    assert any("1.0% of the headcount" in note for note in found.notes)


def test_an_industry_without_released_employment_is_an_error() -> None:
    with pytest.raises(DataError, match="521100"):
        pattern_of("521100")


def test_an_area_s_pay_is_told_occupation_by_occupation() -> None:
    found = area_pay(SMALL, "california")
    assert found.area == "06"
    assert found.ratio["15-1252"] == pytest.approx(1.2)
    # Not released there: the area's overall ratio, by employment and national pay.
    overall = (300e3 * 145e3 * 1.2 + 100e3 * 45e3) / (300e3 * 145e3 + 100e3 * 45e3)
    assert found.ratio["13-2011"] == pytest.approx(overall)
    assert found.own_share == pytest.approx(400 / 450)


def test_the_nation_is_its_own_measure_and_unknown_areas_are_errors() -> None:
    assert set(area_pay(SMALL, "99").ratio) == {1.0}
    with pytest.raises(UnknownName, match="there is no area 'Atlantis'"):
        area_pay(SMALL, "Atlantis")
    with pytest.raises(DataError, match="Choose a larger area"):
        area_pay(SMALL, "san jose")


def test_the_shipped_pattern_of_insurance_carriers(world: World) -> None:
    found = staffing_pattern(world, find_industries(["524100"], world.table("industries")))
    # OEWS May 2025, national industry-specific estimates: 1,215,820 people in all.
    assert 1_150_000 < found.occupations["employment"].sum() <= 1_215_820
    assert found.occupations["employment"].idxmax() == "13-1031"
    hidden = 1 - found.occupations["employment"].sum() / 1_215_820
    assert found.suppressed_share["524100"] == pytest.approx(hidden, abs=1e-4)
