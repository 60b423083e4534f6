"""The published figures are stated whole, and judged by what was stated."""

from __future__ import annotations

import pytest

from reallocate.claims.evidence.context import file_words
from reallocate.claims.evidence.target import FigureKind, Target, published
from reallocate.data.bundle import load_tables


def target(**given: object) -> Target:
    """A figure with what a test needs."""
    rest: dict[str, object] = {"id": "a.b", "statement": "s", "kind": "data", "unit": "%", "tag": "V"}
    return Target.model_validate(rest | given)


def test_a_figure_holds_within_its_tolerance_and_is_missed_beyond_it() -> None:
    one = target(value=47.0, tolerance=3.0)
    assert one.holds(44.0) and one.holds(50.0)
    assert not one.holds(43.999) and not one.holds(50.001)


@pytest.mark.parametrize(("ends", "inside", "outside"), [
    ({"low": 6.0, "high": 7.0}, 6.5, 7.01),
    ({"low": 0.0}, 1.0, -0.01),
    ({"high": 0.0}, -1.0, 0.01),
])  # fmt: skip
def test_a_band_or_a_sign_is_open_where_nothing_is_stated(
    ends: dict[str, float], inside: float, outside: float
) -> None:
    one = target(**ends)
    assert one.holds(inside) and not one.holds(outside)


def test_value_and_band_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="not both"):
        target(value=1.0, low=0.0)
    with pytest.raises(ValueError, match="not both"):
        target()


def test_every_paper_says_where_its_figures_are_from() -> None:
    papers = published()
    ids = [one.id for paper in papers for one in paper.targets]
    assert len(ids) == len(set(ids)) > 50
    for paper in papers:
        assert paper.paper.reference and paper.paper.title, paper.paper.id
        for one in paper.targets:
            if "I" in one.tag:
                assert one.kind is FigureKind.IDENTITY and one.equation, one.id
            if one.kind in (FigureKind.SIMULATION, FigureKind.PLAN, FigureKind.OUT_OF_SAMPLE):
                assert one.equation and one.tables, one.id
            if one.needs:
                assert one.equation or one.fitted, one.id
            assert not set(one.tables) - set(load_tables()), one.id


def test_which_tolerances_were_set_when_the_figure_had_been_seen_is_said() -> None:
    after = {one.id for paper in published() for one in paper.targets if one.tolerance_set == "after"}
    assert {
        "bls_displaced_2024.reemployed",
        "davis_von_wachter_2011.lost_calm",
        "davis_von_wachter_2011.lost_slack",
        "goldman_2025.unemployment",
    } <= after


@pytest.mark.parametrize("tag", ["", "X", "V,R", "VR"])
def test_a_tag_is_letters_that_mean_something(tag: str) -> None:
    with pytest.raises(ValueError, match="tag"):
        target(value=1.0, tag=tag)


def test_the_earlier_version_of_a_paper_is_never_mixed_in() -> None:
    values = [
        one.value for paper in published() if paper.paper.id == "acemoglu_2024" for one in paper.targets
    ]
    assert 0.66 in values and 0.53 in values and not {0.71, 0.55} & set(values)


@pytest.mark.parametrize(("ends", "words"), [({"low": 0.0}, "above 0"), ({"high": 0.0}, "below 0")])
def test_zero_has_no_sign(ends: dict[str, float], words: str) -> None:
    one = target(**ends)
    assert not one.holds(0.0) and one.published == words


def test_of_every_file_that_is_needed_it_is_known_who_gives_it() -> None:
    for paper in published():
        for one in paper.targets:
            assert all(file_words(name) for name in one.needs), one.id
