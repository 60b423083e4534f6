"""Published figures move with the inputs and the files that they rest on."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications import (
    acemoglu_2024,
    aei_2026,
    bick_2025,
    bls_displaced_2024,
    brynjolfsson_2025,
    davis_von_wachter_2011,
    del_rio_chanona_2021,
    exposure_2025,
    feenstra_2015,
    goldman_2025,
    market_2024,
    meta_2026,
    patwardhan_2025,
    svanberg_2024,
    wef_2025,
)
from reallocate.claims.evidence.replications.a_firm import _StudiedFirm, firm
from reallocate.claims.evidence.scorecard import Row, score
from reallocate.claims.evidence.target import Found, Verdict, published
from reallocate.kernel.parameters import Parameters
from reallocate.market.calibration import page as calibration
from reallocate.market.nation import lost_pay
from reallocate.market.nation.economy import fitted
from reallocate.market.nation.fit import FITTED
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


@pytest.mark.parametrize("paper", sorted({paper for paper, _ in PAIRS}))
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


NOT_COMPUTED = {
    "imf_2024.advanced",
    "imf_2024.emerging",
    "svanberg_2024.vision_today",
    "svanberg_2024.vision_cheaper",
}
"""Their data are not available; each says what is missing."""


@dataclass(frozen=True)
class Case:
    """A paper computed from its inputs and again from others.

    module : of the paper
    figures : that move
    constants : (name) another value of a constant of the module
    parameters : (name) another value in force
    world : makes another world
    short : what makes both runs short: module, name and value of a constant
    size : −1 where all of them come nearer to 0, else 0
    """

    module: ModuleType
    figures: tuple[str, ...]
    constants: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)
    world: Callable[[World], World] = lambda world: world
    short: tuple[tuple[ModuleType, str, Any], ...] = ()
    size: int = 0


class Seen(Mapping[str, pd.DataFrame]):
    """Tables that remember which of them were read."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self.tables, self.names = tables, set[str]()

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.names.add(name)
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)


def half_reach(world: World) -> World:
    """A world in which AI reaches half as far."""
    return replace(world, augmentable=0.5 * world.augmentable, automatable=0.5 * world.automatable)


def another(name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[World], World]:
    """A world with one table changed."""
    return lambda world: replace(
        world, tables={**{each: world.tables[each] for each in world.tables}, name: change(world.table(name))}
    )


def uneven(history: pd.DataFrame) -> pd.DataFrame:
    """Every other row of 2025 has a third more jobs."""
    more = history["year"].eq(2025) & (np.arange(len(history)) % 2 == 0)
    return history.assign(employment=history["employment"].where(~more, 1.3 * history["employment"]))


def late_slack(series: pd.DataFrame) -> pd.DataFrame:
    """Every series a tenth higher from 2016 on."""
    later = series["month"].ge("2016-01")
    columns = ["unemployment", "openings_rate", "hires", "quits"]
    return series.assign(**{name: series[name].where(~later, 1.1 * series[name]) for name in columns})


def without_fitting(*_: object, **__: object) -> SimpleNamespace:
    """The values that ship instead of a fit of half a minute."""
    values = np.array([fitted().values[name] for name in FITTED])
    return SimpleNamespace(values=values, amplitude=fitted().values["amplitude"])


def dearer(context: EvidenceContext) -> _StudiedFirm:
    """The worked example's firm, asked for higher pay and severance."""
    here = firm(context)
    assert here.scenario.funding is not None
    asked = here.scenario.funding.model_copy(
        update={
            "pay_settings": tuple(1.2 * pay for pay in here.scenario.funding.pay_settings),
            "severance_range": tuple(1.5 * each for each in here.scenario.funding.severance_range),
        }
    )
    return replace(here, scenario=here.scenario.model_copy(update={"funding": asked}))


def other_use(table: pd.DataFrame) -> pd.DataFrame:
    """Use the other way round over major groups, and more of it automated."""
    inverse = 1.0 / table["use"].clip(lower=1e-4)
    return table.assign(use=0.01 * inverse / inverse.max(), automation=0.5 * table["automation"])


def less_reach_of_computing(world: World) -> World:
    """A world in which AI reaches half of what it does in computer occupations."""
    inside = world.augmentable["occupation"].str.startswith("15-")
    less = 1.0 - 0.5 * inside.astype(float)
    return replace(world, augmentable=world.augmentable * less, automatable=world.automatable * less)


SOURCES = ("people", "gpt4", "gpt4_second_rubric", "gpt4_second_automation", "people_direct", "gpt4_direct")
USAGE = ("copilot_usage", "claude_usage")
SERIES = tuple(
    f"{name}_{year}" for year in (2015, 2020) for name in ("unemployment", "openings", "hires", "quits")
)
SOON = ((goldman_2025, "QUARTERS", 8),)
EARLY = ((brynjolfsson_2025, "QUARTERS", 2), (brynjolfsson_2025, "LATER", 3))
BRIEF = ((lost_pay, "YEARS_COUNTED", 4.0),)
GAP = ("young_gap", "young_gap_sign")
LOST = ("lost_calm", "lost_slack")
BACK = ("reemployed", "reemployed_25_to_54", "reemployed_55_to_64", "reemployed_65_and_over")
BACK_IN = ("reemployed_2010", "reemployed_2012", "reemployed_2014")
SAVED = ("hours_saved", "hours_saved_information")
CASES = {
    "acemoglu, inputs": Case(
        acemoglu_2024,
        (
            "affected_share", "cost_saving", "productivity", "productivity_yearly", "productivity_hard",
            "output", "output_hard",
        ),
        {"EXPOSED": 0.25, "SAVING": 0.3, "PRINTED_HARD": 0.6},
    ),
    "world economic forum, jobs": Case(wef_2025, ("net", "churn"), {"MADE": 180.0}),
    "gdpval, win rate": Case(patwardhan_2025, ("advantage",), {"GOOD": 0.5}),
    "network, weeks a step": Case(del_rio_chanona_2021, ("retention",), {"PUBLISHED_WEEKS": 10.0}),
    "network, cycle": Case(del_rio_chanona_2021, ("beveridge_turns",), {"AMPLITUDE": 0.03}),
    "network, moves": Case(
        del_rio_chanona_2021,
        ("beveridge_turns",),
        world=another("mobility", lambda moves: moves.assign(share=moves["share"] ** 2)),
        short=((del_rio_chanona_2021, "PERIOD_YEARS", 2.0),),
    ),
    "exposure, jobs of 2025": Case(exposure_2025, SOURCES + USAGE, world=another("history", uneven)),
    "market, months unseen": Case(
        market_2024,
        SERIES,
        world=another("market_series", late_slack),
        short=((calibration, "fit", without_fitting),),
    ),
    "goldman, half the reach": Case(
        goldman_2025, ("displaced", "unemployment"), world=half_reach, short=SOON, size=-1
    ),
    "goldman, earlier renewal": Case(
        goldman_2025, ("unemployment",), parameters={"economy_renewal_lag": 1.0}, short=SOON, size=-1
    ),
    "the young, half the reach": Case(brynjolfsson_2025, GAP, world=half_reach, short=EARLY, size=-1),
    "lost jobs, discount": Case(
        davis_von_wachter_2011, LOST, parameters={"worker_discount_rate": 0.1}, short=BRIEF
    ),
    "lost jobs, unemployment": Case(
        davis_von_wachter_2011, LOST, short=BRIEF, constants={"lost_pay.CALM": 0.06, "lost_pay.SLACK": 0.1}
    ),
    "people displaced, unemployment": Case(
        bls_displaced_2024, BACK, short=BRIEF, constants={"lost_pay.CALM": 0.07}
    ),
    "people displaced, sureness of new jobs": Case(
        bls_displaced_2024, (*BACK, *BACK_IN), short=BRIEF, parameters={"separation_when_new": 4.0}
    ),
    "over countries, what owners keep": Case(
        feenstra_2015,
        ("jobs_modelled", "pay_modelled", "labour_share_modelled"),
        parameters={"economy_saving_kept": 0.3},
    ),
    "use today, hours assisted": Case(bick_2025, ("assisted", *SAVED), parameters={"assisted_today": 0.02}),
    "use today, savings": Case(bick_2025, SAVED, parameters={"saving_other": 0.5}),
    "use by occupation, another vendor": Case(
        aei_2026,
        ("computer_chat", "automation_chat", "automation_api", "groups_rank"),
        world=another("claude_use", other_use),
    ),
    "use by occupation, computer staff": Case(aei_2026, ("computer_hours",), world=less_reach_of_computing),
    "meta, pay and severance": Case(
        meta_2026, ("freed", "share", "severance", "severance_months", "gpu_years"), {"firm": dearer}
    ),
}  # fmt: skip
SLOW = {"svanberg_2024.scale"}
"""Moved by a test of its own."""


@contextmanager
def changed(case: Case) -> Iterator[None]:
    """The constants of a case in place."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in case.constants.items():
            module = lost_pay if name.startswith("lost_pay.") else case.module
            patch.setattr(module, name.removeprefix("lost_pay."), value)
        yield


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_a_figure_moves_with_an_input(world: World, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    case = CASES[name]
    for module, constant, shorter in case.short:
        monkeypatch.setattr(module, constant, shorter)
    parameters, seen = Parameters.default(), Seen(world.tables)
    before: Found = case.module.replicate(EvidenceContext(replace(world, tables=seen), parameters))
    assert seen.names <= tables_of(case.module), f"{seen.names - tables_of(case.module)} are not named"
    with changed(case):
        context = EvidenceContext(case.world(world), parameters.replace(**case.parameters))
        after: Found = case.module.replicate(context)
    for figure in case.figures:
        was, now = value(before, figure), value(after, figure)
        assert abs(now - was) > 1e-3 * abs(was), f"{figure}: {was} and {now}"
        assert case.size == 0 or abs(now) < abs(was), f"{figure}: {was} and {now}"


def tables_of(module: ModuleType) -> set[str]:
    """Shipped tables that a paper's figures name."""
    paper = next(one for one in published() if module.__name__.endswith(f".{one.paper.id}"))
    return {name for one in paper.targets for name in one.tables}


def test_every_figure_is_moved_by_a_file_or_an_input() -> None:
    moved = {
        f"{case.module.__name__.rpartition('.')[2]}.{name}"
        for case in CASES.values()
        for name in case.figures
    }
    every = [one for paper in published() for one in paper.targets]
    with_files = {one.id for one in every if one.needs}
    assert moved | with_files | SLOW | NOT_COMPUTED == {one.id for one in every}


def test_unemployment_hardly_rises_where_all_hours_come_back_within_a_year(world: World) -> None:
    target = {one.id: one for paper in published() for one in paper.targets}["goldman_2025.unemployment"]
    renewed = Parameters.default().replace(economy_hours_renewed=1.0, economy_renewal_lag=4.0)
    rise = value(goldman_2025.replicate(EvidenceContext(world, renewed)), "unemployment")
    assert 0 < rise < 0.1 and not target.holds(rise)


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
