"""Dated lines on AI's effect: power by hand, the file that is kept, and scores of what came."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from tests.golden_pages import Goldens, figures_text

from reallocate.api.forecast import score
from reallocate.api.saved import open as open_result
from reallocate.kernel.errors import InputError
from reallocate.market.forecast.lines import ALARM, WITH, WITHOUT, Line, declared_series, every_line
from reallocate.market.forecast.lines_page import (
    CANNOT,
    ai_lines,
    is_lines,
    power_words,
    read_lines,
    save_lines,
)
from reallocate.render.result import Result

DAY = "2026-12-01"


@pytest.fixture(scope="module")
def made() -> Result:
    return ai_lines(DAY)


@pytest.fixture()
def file(made: Result, tmp_path: Path) -> Path:
    return save_lines(made, tmp_path / "lines.json")


def line(trend: float, spread: float) -> Line:
    return Line("one", 40, trend, spread, np.array([-2.0, -1.0, 0.0]), -2.0, -1.0, 0.0)


def test_power_and_densities_by_hand() -> None:
    one = line(-3.0, 4.0)
    assert one.error == 5.0 and one.power(0.0) == pytest.approx(0.05)
    # 2.8 standard errors show in four of five cases.
    assert one.power(14.0) == pytest.approx(0.80, abs=0.002)
    assert one.power(14.0, 10.0) == pytest.approx(0.29, abs=0.005)
    assert one.alarm_shows is None
    peak = -math.log(5.0 * math.sqrt(2 * math.pi))
    assert one.log_density(WITHOUT, -3.0) == pytest.approx(peak)
    assert one.log_density(ALARM, -13.0) == pytest.approx(peak)
    mixed = np.mean(np.exp(-0.5 * (np.array([2.0, 1.0, 0.0]) / 5.0) ** 2))
    assert one.log_density(WITH, -3.0) == pytest.approx(peak + math.log(mixed))
    assert math.isfinite(one.log_density(WITHOUT, -500.0))
    assert (power_words(0.19), power_words(0.2)) == (CANNOT, "20%")


def test_every_figure_and_sentence_is_the_kept_one(made: Result, golden: Goldens) -> None:
    golden("market/ai_lines", figures_text(made))


def test_five_lines_are_entered_and_none_of_the_series_tells_the_effect_of_the_model(made: Result) -> None:
    """Measured apart from the program with a trend that is known: 3.1, 5.0, 5.4, 5.7 and 12.4 log points show."""
    known = {key: 2.8 * every_line()[key].spread for key, one in declared_series().items() if one.entered}
    assert known == pytest.approx(
        {"insurance": 3.1, "systems": 5.0, "office": 5.4, "support": 5.7, "assistance": 12.4}, abs=0.05
    )
    rows = made.table("lines").set_index("line")
    assert set(rows.index) == set(known) and (rows["power"] == CANNOT).all()
    for key, power in {
        "insurance": 0.99,
        "systems": 0.81,
        "office": 0.73,
        "support": 0.69,
        "assistance": 0.20,
    }.items():
        one = every_line()[key]
        assert one.power(-5.0, one.spread) == pytest.approx(power, abs=0.015)
    assert rows.loc["support", "refuted_below"] < -20.0 < rows.loc["support", "refuted_known_trend"] < -10.0
    every = made.table("detectable")
    assert len(every) == len(declared_series()) and (every["power"] == CANNOT).all()
    text = made.explain()
    assert text["headline"][0].startswith(f"None of {len(every)} series can tell")
    assert len(text["lines"]) == 5 and all("is refuted" in one and CANNOT in one for one in text["lines"])
    assert made.kind.page(made) and made.kind.card(made)


def test_lines_are_kept_sealed_and_scored(file: Path) -> None:
    again = read_lines(file)
    assert is_lines(file) and again.table("lines")["refuted_below"].lt(0).all()
    with pytest.raises(InputError, match="exists already"):
        save_lines(again, file)
    came = file.with_name("came.csv")
    came.write_text("line,value\ninsurance,-6.5\nsystems,-2.0\n", "utf-8")
    rows = score(file, came).table("lines_scored")
    assert rows["refuted"].tolist() == [True, False]
    # An alarm lies ten below the trend: what came in systems is nearer to both other forecasts.
    assert (rows["with_alarm"].iloc[1], rows["without_alarm"].iloc[1]) > (0, 0)
    for text, words in (
        ("line,value\ninsurances,-1\n", "no line insurances"),
        ("line,value\n", "no figures"),
    ):
        came.write_text(text, "utf-8")
        with pytest.raises(InputError, match=words):
            score(file, came)
    changed = file.with_name("changed.json")
    changed.write_text(file.read_text("utf-8").replace('"trend": -1.27', '"trend": -0.27', 1), "utf-8")
    with pytest.raises(InputError, match="changed after it was written"):
        read_lines(changed)


def test_the_lines_that_are_kept_open_and_stay(root: Path) -> None:
    kept = root / "forecasts" / f"ai-lines-{DAY}.json"
    assert len(open_result(kept).table("lines")) == 5
