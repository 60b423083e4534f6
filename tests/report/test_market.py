"""The page of a simulated market: whole, self-contained, and the same as the study says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reallocate.market.published.files import with_market_flags
from reallocate.market.published.page import MARKET
from reallocate.market.published.run import market_study
from reallocate.market.published.tables import CHARTS
from reallocate.render.page import LARGEST
from reallocate.render.result import Result
from reallocate.render.saving import open_saved


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve occupations and a shock."""
    made = tmp_path_factory.mktemp("market")
    names = [f"work & <b>{number}</b>" for number in range(12)]
    people = "\n".join(f"{name},{1000 * (place + 1)}" for place, name in enumerate(names))
    shares = "\n".join(f"{name},{place / 12:.3f}" for place, name in enumerate(names))
    (made / "m.csv").write_text(f"occupation,employment\n{people}\n")
    (made / "p.csv").write_text(f"occupation,probability\n{shares}\n")
    return made


def study(folder: Path, **flags: object) -> Result:
    return market_study(
        with_market_flags(None, market=str(folder / "m.csv"), mobility="complete", steps=90, **flags)
    )


@pytest.mark.parametrize(
    "flags",
    [
        {"shock_start": 20.0, "shock_years": 4.0},
        {"amplitude": 0.06, "period": 30.0},
        {"engine": "counts", "runs": 4},
    ],
    ids=["shock", "cycle", "runs"],
)
def test_the_page_is_whole(flags: dict[str, object], folder: Path) -> None:
    shock = {"shock": str(folder / "p.csv")} if "shock_start" in flags else {}
    found = study(folder, **shock, **flags)
    page = found.page()
    assert len(page.encode()) < LARGEST
    page = page.split("</main>")[0]
    assert "<b>1</b>" not in page
    drawn = set(re.findall(r'id="chart-(\w+)"', page))
    assert drawn == {chart.name for chart in CHARTS} - (set() if shock else {"who_gains_and_loses"})
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*', page), "the page asks for something"
    assert found.explain()["headline"][0] in page
    assert ("by construction" in page) == bool(shock)
    assert ("Unemployed, 10th percentile" in page) == ("runs" in flags)


def test_a_chart_may_be_asked_for_by_name(folder: Path) -> None:
    spec = study(folder).chart("beveridge").to_dict()
    assert spec["title"].startswith("The Beveridge curve") and spec["description"]


def test_the_path_over_runs_lies_in_its_band(folder: Path) -> None:
    path = study(folder, engine="counts", runs=8, seed=2).table("path")
    assert (path["unemployment_rate_low"] <= path["unemployment_rate"]).all()
    assert (path["unemployment_rate"] <= path["unemployment_rate_high"]).all()
    assert path["unemployment_rate_high"].max() > path["unemployment_rate_low"].max()


def test_it_is_saved_with_its_inputs_and_opened_again(folder: Path, tmp_path: Path) -> None:
    found = study(folder, shock=str(folder / "p.csv"), shock_start=20.0, shock_years=4.0)
    opened = Result.opened(MARKET, open_saved(found.save(tmp_path / "saved")))
    assert opened.to_dict() == found.to_dict() and opened.inputs == found.inputs
    assert set(opened.inputs) == {"scenario.toml", "inputs/m.csv", "inputs/p.csv"}
    assert "inputs/p.csv" in opened.inputs["scenario.toml"].decode()
