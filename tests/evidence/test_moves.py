"""Published figures move with the inputs and the files that they rest on."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications import (
    del_rio_chanona_2021,
    goldman_2025,
    svanberg_2024,
)
from reallocate.claims.evidence.scorecard import Row, score
from reallocate.claims.evidence.target import Found, Verdict, published
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

Change = Callable[[pd.DataFrame], pd.DataFrame]
LABELS = ["human_labels", "gpt4_exposure", "gpt4_automation"]
OTHERWISE = {"E0": "E1", "E1": "E0", "E2": "E0", "T0": "T4", "T1": "T4", "T2": "T4", "T3": "T0", "T4": "T0"}


def relabelled(table: pd.DataFrame) -> pd.DataFrame:
    """Every third label of each labelling another one, never of the same task in two labellings."""
    changed = table.copy()
    for place, column in enumerate(LABELS):
        rows = changed.index[place::3]
        changed.loc[rows, column] = changed.loc[rows, column].map(lambda label: OTHERWISE.get(label, label))
    return changed


def moved(columns: list[str], how: Callable[[pd.Series], pd.Series], table: pd.DataFrame) -> pd.DataFrame:
    """Some columns of a table changed."""
    return table.assign(**{name: how(pd.to_numeric(table[name], errors="coerce")) for name in columns})


def numbers(factor: float, table: pd.DataFrame) -> pd.DataFrame:
    """Every other row's numbers changed by a factor."""
    changed = table.copy()
    columns = [name for name in table if table[name].dtype.kind == "f"]
    changed.loc[changed.index[::2], columns] *= factor
    return changed


def more_jobs(table: pd.DataFrame) -> pd.DataFrame:
    """Ten million jobs in each of some occupations."""
    people = table["TOT_EMP"].astype(object)
    people.iloc[::9] = "10000000"
    return table.assign(TOT_EMP=people)


def cubed(values: pd.Series) -> pd.Series:
    """Numbers at unequal distances from where they were."""
    return values**3


CHANGES: dict[str, Change] = {
    "open/gpts-are-gpts/full_labelset.tsv": relabelled,
    "open/gpts-are-gpts/occ_level.csv": partial(numbers, 0.5),
    "open/gpts-are-gpts/national_May2021_dl.csv": more_jobs,
    "open/bls-oews-national/national_M2017_dl.xlsx": more_jobs,
    "open/crosswalks/crosswalk_soc2010_to_soc2018.csv": lambda table: table.iloc[::2],
    "open/anthropic-economic-index/release_2025_02_10/automation_vs_augmentation.csv": partial(numbers, 0.5),
    "open/working-with-ai/iwa_metrics.csv": partial(numbers, 0.5),
    "open/working-with-ai/soc_iwa_weights.csv": lambda table: table.assign(**{table.columns[1]: 9.0}),
    "open/working-with-ai/soc_ai_applicability_scores.csv": partial(numbers, 0.5),
    "open/epoch/benchmark_data_2026_05/metr_time_horizons_external.csv": partial(
        moved, ["Time horizon"], cubed
    ),
    "validation-only/adh-2013/workfile_china.csv": partial(
        moved, ["d_tradeusch_pw", "l_sh_routine33"], cubed
    ),
    "validation-only/adh-2013/shares.npz": lambda table: table.iloc[::-1],
    "validation-only/aioe/AIOE_DataAppendix.xlsx": partial(numbers, -2.0),
    "validation-only/aioe/Language Modeling AIOE and AIIE.xlsx": partial(numbers, 3.0),
    "validation-only/frey-osborne/automation_risk_soc2018.csv": partial(
        moved, ["Probability"], lambda chance: 1.0 - chance
    ),
    "validation-only/epoch-inference-price-trends/lowest_price_models_data.csv": partial(
        moved, ["USD per 1M Tokens"], cubed
    ),
    "validation-only/epoch-inference-price-trends/lowest_price_models_results.csv": partial(numbers, 0.5),
    "validation-only/penn-world-table-10.01/oecd.csv": partial(moved, ["emp", "labsh"], cubed),
    "validation-only/gdpval/gdpval_complete_data.json": partial(numbers, 0.5),
    "validation-only/ilo-genai-2025/Final_Scores_ISCO08_Gmyrek_et_al_2025.xlsx": lambda table: moved(
        ["score_2025"], cubed, table[["ISCO_08", "score_2025", "mean_score_2025", "SD_2025"]]
    ),
}
"""File -> how a table of it is changed."""
NEEDED = {name: paper for paper in published() for one in paper.targets for name in one.needs}
PAIRS = sorted(
    {(paper.paper.id, name) for paper in published() for one in paper.targets for name in one.needs}
)


def laid_out(folder: Path, sources: Path, names: set[str]) -> Path:
    """A folder of sources that holds some files only; skips where one is not here."""
    for name in names:
        if not (sources / name).exists():
            pytest.skip(f"{name} is not among the source files")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(sources / name)
    return folder


def change(file: Path, how: Change) -> None:
    """Write a changed copy in the place of a link."""
    source = file.resolve()
    file.unlink()
    if file.suffix == ".xlsx":
        sheets: Mapping[str, pd.DataFrame] = pd.read_excel(source, sheet_name=None, engine="calamine")
        with pd.ExcelWriter(file, engine="xlsxwriter") as book:
            for name, table in sheets.items():
                how(table).to_excel(book, sheet_name=name, index=False)
    elif file.suffix == ".npz":
        with np.load(source) as stored:
            np.savez(file, **{**stored, "shares": how(pd.DataFrame(stored["shares"])).to_numpy()})
    elif file.suffix == ".json":
        whole = json.loads(source.read_text("utf-8"))
        models = {name: how(pd.DataFrame(rows)) for name, rows in whole["by_occupation"].items()}
        rates = {name: table.to_dict("records") for name, table in models.items()}
        file.write_text(json.dumps(whole | {"by_occupation": rates}), "utf-8")
    else:
        sep = "\t" if file.suffix == ".tsv" else ","
        how(pd.read_csv(source, sep=sep, low_memory=False)).to_csv(file, sep=sep, index=False)


def rows_of(world: World, paper: str, sources: Path) -> dict[str, Row]:
    """(figure) a paper's rows of the scorecard."""
    found = score(EvidenceContext(world, Parameters.default(), sources), [paper])
    return {row.target.id: row for row in found.rows}


def figures(row: Row) -> list[float]:
    """What a row holds: the figure, and those beside it."""
    return [
        math.nan if row.obtained.value is None else row.obtained.value,
        *row.obtained.other_figures.values(),
    ]


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulations among them end early."""
    monkeypatch.setattr(del_rio_chanona_2021, "_STEPS", del_rio_chanona_2021._START + 60)
    monkeypatch.setattr(del_rio_chanona_2021, "_PERIOD_YEARS", 1.0)


@pytest.fixture(scope="module")
def before(world: World) -> Callable[[str, Path], dict[str, Row]]:
    """A paper's rows from the files as they are, computed once."""
    kept: dict[str, dict[str, Row]] = {}

    def found(paper: str, sources: Path) -> dict[str, Row]:
        if paper not in kept:
            kept[paper] = rows_of(world, paper, sources)
        return kept[paper]

    return found


def test_every_file_that_a_figure_needs_is_tried() -> None:
    assert set(CHANGES) == set(NEEDED)


@pytest.mark.long
@pytest.mark.parametrize(("paper", "name"), PAIRS)
def test_a_figure_moves_with_each_of_its_files(
    world: World,
    source_data: Path,
    tmp_path: Path,
    before: Callable[[str, Path], dict[str, Row]],
    paper: str,
    name: str,
) -> None:
    targets = next(one.targets for one in published() if one.paper.id == paper)
    folder = laid_out(tmp_path, source_data, {file for one in targets for file in one.needs})
    change(folder / name, CHANGES[name])
    after, was = rows_of(world, paper, folder), before(paper, source_data)
    for one in targets:
        if name in one.needs:
            assert figures(after[one.id]) != figures(was[one.id]), f"{one.id} does not move with {name}"
            assert after[one.id].data_hash != was[one.id].data_hash


@pytest.mark.parametrize("paper", sorted({paper for paper, _ in PAIRS} - {"del_rio_chanona_2021"}))
def test_a_figure_needs_its_own_files_and_says_which_one_is_away(
    world: World, source_data: Path, tmp_path: Path, paper: str
) -> None:
    targets = next(one.targets for one in published() if one.paper.id == paper)
    for place, needs in enumerate(sorted({one.needs for one in targets if one.needs})):
        folder = laid_out(tmp_path / str(place), source_data, set(needs))
        for row in rows_of(world, paper, folder).values():
            if set(row.target.needs) == set(needs):
                assert row.verdict is not Verdict.NOT_AVAILABLE, row.target.id
        for name in needs:
            (folder / name).unlink()
            for row in rows_of(world, paper, folder).values():
                if name in row.target.needs:
                    assert row.verdict is Verdict.NOT_AVAILABLE and name in row.obtained.missing
            (folder / name).symlink_to(source_data / name)


@pytest.mark.long
def test_the_published_rise_is_explained_by_the_law_in_force_and_all_hours_back_leave_hardly_any(
    world: World,
) -> None:
    target = {one.id: one for paper in published() for one in paper.targets}["goldman_2025.unemployment"]
    renewed = Parameters.default().replace(economy_hours_renewed=1.0, economy_renewal_lag=4.0)
    rise = value(goldman_2025.replicate(EvidenceContext(world, renewed)), "unemployment")
    assert 0 < rise < 0.25 and not target.holds(rise)
    now = Parameters.default()
    cause = goldman_2025.replicate(EvidenceContext(world, now))["unemployment"].cause
    assert f"{now['economy_displaced_gap']:g} are missing" in cause
    assert f"half of the gap closes in {now['economy_gap_half_life']:g} years" in cause
    low = now.about("economy_displaced_gap").low
    fewer = goldman_2025.replicate(EvidenceContext(world, now.replace(economy_displaced_gap=low)))
    assert f"With {low:g} missing the rise is {value(fewer, 'unemployment'):.2f} points" in cause


@pytest.mark.long
def test_size_is_worth_nothing_where_systems_cost_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(svanberg_2024, "_COST", 0.0)
    found = svanberg_2024.replicate(EvidenceContext(world, Parameters.default()))
    target = {one.id: one for paper in published() for one in paper.targets}["svanberg_2024.scale"]
    assert value(found, "scale") == pytest.approx(0.0, abs=1e-4) and not target.holds(value(found, "scale"))


def value(found: Found, name: str) -> float:
    """A figure that was computed."""
    obtained = found[name].value
    assert obtained is not None
    return obtained
