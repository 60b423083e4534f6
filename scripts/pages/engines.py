"""How whole people differ from expected values: docs/economy-engines.md and its drawing; some minutes.

It ends with an error where the bias does not fall as 1/N or the spread not as 1/√N.
"""

from __future__ import annotations

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd
import vl_convert
from scripts.pages.parts import IMAGES, tight, write

from reallocate.data.bundle import load_world
from reallocate.market.flow import engine as flow
from reallocate.market.state.market import PUBLISHED_WEEKS, Market, Rates
from reallocate.market.state.network import Network
from reallocate.market.whole_people.counts import Cells, Counts, run_counts
from reallocate.render.page import STILL_WIDTH, vega_lite
from reallocate.render.theme import themed

CHART = IMAGES / "whole-people.svg"
OCCUPATIONS, STEPS, LONG_TERM = 24, 8, 3
AIMS = {0: 0.55, 1: 0.2, 2: 0.1, 5: 0.1, 11: 0.05}
"""Share of an occupation's people who see the openings of the one so many places on."""
SIZES = {1_200: 20_000, 12_000: 40_000, 120_000: 60_000, 1_200_000: 40_000}
"""Runs for each number of jobs at the start."""
BATCH = 10_000
BIAS_SLOPE, SPREAD_SLOPE = (-1.0, 0.1), (-0.5, 0.01)
"""Slope in logarithms and how far it may be off."""
NAMES = {"vacancies": "open positions", "unemployed": "unemployed", "long_term_unemployed": "of them long"}
AREA_STEPS, STEPS_OF_TEN_YEARS, STEP_WEEKS, LONG_SPELLS = 60, 120, 52 / 12, 6
SEED, MOVES = 20260101, 91
RATES = Rates(
    separation=0.011, opening=0.012, close_surplus=0.1, close_shortage=0.12, effort=1.0, on_the_job=0.02,
    replaced=0.9, leaving=1.0, outside=0.6,
)  # fmt: skip
Array = npt.NDArray[np.float64]


def parts() -> dict[str, str]:
    """Measure, draw, and write what was measured."""
    measured = pd.DataFrame([row for size, runs in SIZES.items() for row in _deviation(size, runs)])
    slopes = _fitted(measured)
    for (slope, tolerance), found in zip((BIAS_SLOPE, SPREAD_SLOPE), slopes, strict=True):
        if abs(found - slope) > tolerance:
            raise SystemExit(f"a slope of {slope} within {tolerance} was expected, {found:.3f} was found")
    write(CHART, _drawing(measured))
    return {"deviation": _deviation_table(measured, slopes), "areas": _areas_table()}


def _ring(size: int) -> Market:
    """Occupations of one size, each of which sees the same neighbours."""
    weights = np.zeros((OCCUPATIONS, OCCUPATIONS))
    for places, share in AIMS.items():
        origin = np.arange(OCCUPATIONS)
        weights[origin, (origin + places) % OCCUPATIONS] = share
    rows, targets = np.nonzero(weights)
    start = np.concatenate([[0], np.cumsum(np.bincount(rows))])
    labels = pd.Index([f"{place:02}" for place in range(OCCUPATIONS)])
    employment = np.full(OCCUPATIONS, size / OCCUPATIONS)
    return Market(labels, employment, Network(start, targets, weights[rows, targets]))


def _deviation(size: int, runs: int) -> list[dict[str, float | str]]:
    """How far totals after the last step are from the expected ones, per person of the labour force."""
    people, drawn = _ring(size), {name: [] for name in NAMES}
    for first in range(0, runs, BATCH):
        many = min(BATCH, runs - first)
        start = Cells.published(people, [Rates()] * many, LONG_TERM)
        path = _shifted(start)
        counts = run_counts(people, start, path, [Rates()] * many, PUBLISHED_WEEKS, SEED, first)
        for name, found in drawn.items():
            found.append(counts.total(name)[-1])
    expected = _as_flow(people, start, path)
    force = float(start.labour_force[0])
    rows = []
    for name, parts in drawn.items():
        share, mean = np.concatenate(parts) / force, expected.total(name)[-1, 0] / force
        bias, error = share.mean() - mean, share.std() / np.sqrt(runs)
        rows.append(
            {"jobs": size, "runs": runs, "name": name, "mean": mean, "bias": bias, "error": error,
             "spread": share.std()}
        )  # fmt: skip
    return rows


def _shifted(start: Cells) -> flow.Path:
    """Every other occupation loses a fifth of its demand at once, the others gain as much."""
    jobs = (start.people[0] + start.people[1]).astype(float)
    shift = np.where(np.arange(OCCUPATIONS) % 2 == 0, 0.8, 1.2)[:, None]
    ones = np.ones((STEPS, jobs.shape[-1]))
    return flow.Path(np.stack([jobs, jobs * shift]), ones, ones)


def _as_flow(people: Market, start: Cells, path: flow.Path) -> flow.Flows:
    """Expected values from the same start, one run."""
    state = flow.State(
        np.ascontiguousarray(start.people[:, 0, :, :1], dtype=float),
        np.ascontiguousarray(start.spells[:, 0, :, :1], dtype=float),
    )
    one = flow.Path(np.ascontiguousarray(path.demand[:, 0, :, :1]), path.mix[:, :1], path.scale[:, :1])
    return flow.run_flow(people, state, one, [Rates()], PUBLISHED_WEEKS)


def _fitted(measured: pd.DataFrame) -> tuple[float, float]:
    """Slopes of bias and spread of open positions over the number of jobs, weighted by their errors."""
    rows = measured[measured["name"] == "vacancies"]
    size = np.log(rows["jobs"])
    bias = np.polyfit(size, np.log(rows["bias"].abs()), 1, w=(rows["bias"].abs() / rows["error"]))[0]
    return float(bias), float(np.polyfit(size, np.log(rows["spread"]), 1)[0])


def _deviation_table(measured: pd.DataFrame, slopes: tuple[float, float]) -> str:
    """The figures behind the drawing."""
    heads = (
        *("jobs at the start", "runs", "after eight steps", "expected", "bias × jobs", "its standard error"),
        "spread × √jobs",
    )
    rows = []
    for row in measured.sort_values(["name", "jobs"], ascending=[False, True]).to_dict("records"):
        jobs, bias, error = row["jobs"], row["bias"], row["error"]
        sizes = (f"{jobs:,}", f"{row['runs']:,}", NAMES[row["name"]], f"{row['mean']:.2%}")
        scaled = (f"{bias * jobs:.2f}", f"{error * jobs:.2f}", f"{row['spread'] * np.sqrt(jobs):.3f}")
        rows.append([*sizes, *scaled])
    said = (
        "Fitted to the open positions, weighted by their errors, the bias goes with the power "
        f"{slopes[0]:.2f} of the number of jobs and the spread with the power {slopes[1]:.3f}."
    )
    return f"{tight(heads, rows)}\n\n{said}".replace("| -", "| −").replace("power -", "power −")


def _uneven(employment: Array) -> Market:
    """Occupations of given size, on a network of random moves towards large ones, with fixed seed."""
    count, random = len(employment), np.random.default_rng(SEED)
    likely = employment / employment.sum()
    weights = np.zeros((count, count))
    for origin in range(count):
        aims = np.append(random.choice(count, MOVES, replace=False, p=likely), (origin + 1) % count)
        weights[origin, aims] = random.exponential(size=len(aims)) * employment[aims]
    np.fill_diagonal(weights, 0.0)
    weights *= 0.45 / weights.sum(axis=1, keepdims=True)
    np.fill_diagonal(weights, 0.55)
    rows, targets = np.nonzero(weights)
    start = np.concatenate([[0], np.cumsum(np.bincount(rows))])
    network = Network(start, targets, weights[rows, targets])
    labels = pd.Index([f"{place:03}" for place in range(count)])
    return Market(labels, employment, network, exit_rate=np.full(count, 0.04))


def _shipped() -> tuple[Market, Array]:
    """A market of the shipped occupations and areas; (area, occupation) [persons]."""
    world = load_world()
    # States hold the same people again.
    parts = world.table("areas").query("areatype == 'metropolitan'")["area"]
    table = world.table("area_employment")
    table = table[table["area"].isin(parts)]
    wide = table.pivot(index="area", columns="occupation", values="employment").fillna(0.0)
    wide = wide.loc[:, wide.sum() > 0]
    return _uneven(wide.sum().to_numpy()), wide.to_numpy()


def _started(of_all: Market, employment: Array, steps: int) -> tuple[Cells, flow.Path]:
    """The start, and demand that moves by up to a tenth either way within ten years."""
    start = Cells.published(of_all, [RATES], LONG_SPELLS, employment)
    jobs = start.people[0] + start.people[2].astype(float)
    shift = np.random.default_rng(SEED).uniform(0.9, 1.1, of_all.size)
    ones = np.ones((steps, 1))
    mix = np.linspace(0.0, 1.0, STEPS_OF_TEN_YEARS)[:steps, None]
    return start, flow.Path(np.stack([jobs, jobs * shift[:, None]]), mix, ones)


def _areas_table() -> str:
    """The shipped areas as whole people and as expected values from the same start."""
    of_all, employment = _shipped()
    start, path = _started(of_all, employment, AREA_STEPS)
    counts = run_counts(of_all, start, path, [RATES], STEP_WEEKS, SEED)
    state = flow.State(start.people[..., 0].swapaxes(1, 2) * 1.0, start.spells[..., 0].swapaxes(1, 2) * 1.0)
    areas = len(employment)
    demand = np.ascontiguousarray(path.demand[..., 0].swapaxes(1, 2))
    every = flow.Path(demand, np.repeat(path.mix, areas, axis=1), np.repeat(path.scale, areas, axis=1))
    flows = flow.run_flow(of_all, state, every, [RATES] * areas, STEP_WEEKS)
    workers = employment.sum(axis=1)
    heads = (
        *("people employed in the area", "areas", "jobs a cell, median", "unemployed, expected", "drawn"),
        *("open positions, expected", "drawn"),
    )
    edges = (0.0, 50e3, 200e3, 1e6, np.inf)
    words = ("below 50,000", "50,000 to 200,000", "200,000 to 1 million", "above", "all")
    groups = [(workers >= low) & (workers < high) for low, high in zip(edges[:-1], edges[1:], strict=True)]
    rows = []
    for word, group in zip(words, [*groups, workers > 0], strict=True):
        cells = employment[group]
        figures = (f"{share:.2%}" for share in _shares(counts, flows, group))
        rows.append([word, str(group.sum()), f"{np.median(cells[cells > 0]):,.0f}", *figures])
    return tight(heads, rows)


def _shares(counts: Counts, flows: flow.Flows, group: np.ndarray) -> list[float]:
    """Unemployed, then open positions, of labour force or jobs; expected, then drawn."""
    found = []
    for name in ("unemployed", "vacancies"):
        for of in (flows.total, lambda one: counts.total_by_area(one)[..., 0]):
            part, work = of(name)[-1][group].sum(), of("employed")[-1][group].sum()
            found.append(float(part / (part + work)))
    return found


def _drawing(measured: pd.DataFrame) -> str:
    """Bias and spread of the open positions, on logarithmic axes, beside lines of the expected slopes."""
    rows = measured[measured["name"] == "vacancies"].reset_index(drop=True)
    tall = pd.concat(
        [
            pd.DataFrame({"jobs": rows["jobs"], "what": "spread of a run", "share": rows["spread"],
                          "low": rows["spread"], "high": rows["spread"]}),
            pd.DataFrame({"jobs": rows["jobs"], "what": "bias of the mean", "share": rows["bias"].abs(),
                          "low": (rows["bias"].abs() - 2 * rows["error"]).clip(lower=1e-8),
                          "high": rows["bias"].abs() + 2 * rows["error"]}),
        ]
    )  # fmt: skip
    first = rows.iloc[0]
    ends = np.array([rows["jobs"].min(), rows["jobs"].max()], dtype=float)
    lines = pd.DataFrame(
        {
            "jobs": [*ends, *ends],
            "what": ["spread of a run"] * 2 + ["bias of the mean"] * 2,
            "share": [*(first["spread"] * (ends / ends[0]) ** -0.5), *(first["bias"] * ends[0] / ends)],
        }
    )
    colour = alt.Color(
        "what:N", title=None, scale=alt.Scale(domain=["spread of a run", "bias of the mean"]),
        legend=alt.Legend(orient="top"),
    )  # fmt: skip
    across = alt.X("jobs:Q", scale=alt.Scale(type="log", domain=[1e3, 2e6]), title="jobs at the start")
    across = across.axis(format="~s", values=[1e3, 1e4, 1e5, 1e6])
    up = alt.Y("share:Q", scale=alt.Scale(type="log", domain=[1e-7, 1e-2]), title="share of the labour force")
    up = up.axis(format=".0e", values=[10.0**power for power in range(-7, -1)])
    chart = alt.layer(
        alt.Chart(lines).mark_line(strokeDash=[4, 4]).encode(across, up, colour),
        alt.Chart(tall).mark_rule(strokeWidth=2).encode(across, alt.Y("low:Q"), alt.Y2("high:Q"), colour),
        alt.Chart(tall).mark_point(filled=True, size=60).encode(across, up, colour),
    ).properties(height=300)
    spec = {**themed(chart.to_dict()), "width": STILL_WIDTH, "padding": 12}
    return vl_convert.vegalite_to_svg(spec, vl_version=vega_lite()).rstrip() + "\n"
