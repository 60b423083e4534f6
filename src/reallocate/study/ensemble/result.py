"""What an ensemble says: the middle of its draws with what lies around it, and which number moves it most."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import sobol_indices

from reallocate.economy.result import RATES
from reallocate.measure.quantiles import QUANTILES
from reallocate.study.ensemble.draws import Range
from reallocate.work.draws import Design

Array = npt.NDArray[np.float64]

PARTS = 8
"""Parts of the design that are reckoned by themselves, for how far an index may be off."""
FEWEST = 8
"""Draws that each part has at least; with fewer nothing is said of what matters."""
NOTHING = 1e-9
"""A spread below this is none [% points]."""

OUTCOMES: dict[str, tuple[str, str]] = {
    "unemployment_mean": ("unemployment, on average over the run", "% of the labour force"),
    "unemployment_highest": ("unemployment at its highest", "% of the labour force"),
    "unemployment_end": ("unemployment at the end", "% of the labour force"),
    "long_term_mean": ("long-term unemployment, on average over the run", "% of the labour force"),
    "vacancy_mean": ("the share of open positions, on average over the run", "% of all positions"),
    "shock_rise": ("the most that the shock adds to unemployment", "percentage points"),
}
"""What is told of each draw: in words, and its unit."""

ENSEMBLE_UNITS: dict[tuple[str, str], str] = {
    ("path", "years"): "years",
    **{
        ("path", f"{name}{end}"): "% of positions" if name == "vacancy_rate" else "% of the labour force"
        for name in RATES
        for end in ("", "_low", "_high")
    },
    **{
        ("importance", name): "share of the variance" for name in ("alone", "alone_error", "all", "all_error")
    },
}
"""(table, column) -> unit."""


def outcomes(paths: Mapping[str, Array], without: Array | None) -> dict[str, Array]:
    """What is told of each draw; (draw) [%].

    paths : by name of the rate, (step, draw) [%]
    without : (step, draw) unemployment without the shock, where there is one [%]
    """
    unemployment = paths["unemployment_rate"]
    found = {
        "unemployment_mean": unemployment.mean(axis=0),
        "unemployment_highest": unemployment.max(axis=0),
        "unemployment_end": unemployment[-1],
        "long_term_mean": paths["long_term_unemployment_rate"].mean(axis=0),
        "vacancy_mean": paths["vacancy_rate"].mean(axis=0),
    }
    return found if without is None else found | {"shock_rise": (unemployment - without).max(axis=0)}


def path_table(paths: Mapping[str, Array], years: Array) -> pd.DataFrame:
    """The middle of the draws after each step, with one in ten below and above.

    paths : by name of the rate, (step, draw) [%]
    years : (step) [years]
    """
    columns: dict[str, object] = {"step": np.arange(len(years)), "years": years}
    for name in RATES:
        low, middle, high = np.quantile(paths[name], list(QUANTILES.values()), axis=1)
        columns |= {name: middle, f"{name}_low": low, f"{name}_high": high}
    return pd.DataFrame(columns)


def outcome_table(told: Mapping[str, Array]) -> pd.DataFrame:
    """Each outcome over all draws: one in ten lower, the middle, one in ten higher.

    told : by name, (draw)
    """
    rows = [
        {"outcome": name, "says": OUTCOMES[name][0], "unit": OUTCOMES[name][1]}
        | {end: float(np.quantile(values, share)) for end, share in QUANTILES.items()}
        for name, values in told.items()
    ]
    return pd.DataFrame(rows)


def draw_table(drawn: tuple[Range, ...]) -> pd.DataFrame:
    """What was drawn, by a triangular law each.

    drawn : by axis
    """
    rows = [
        {
            "name": one.name,
            "says": one.says,
            "unit": one.unit,
            "low": one.low,
            "peak": one.peak,
            "high": one.high,
        }
        for one in drawn
    ]
    return pd.DataFrame(rows)


def importance_table(told: Mapping[str, Array], drawn: tuple[Range, ...], design: Design) -> pd.DataFrame:
    """How much of each outcome's variance a number makes, alone and with all it acts together with.

    told : by name, (draw)
    drawn : by axis
    design : of the draws
    Returns outcome, name, says, alone, alone_error, all, all_error; no rows where there are too few draws.
    The errors are standard errors over eight parts of the design.
    Source: Sobol' 2001, Math. Comput. Simul. 55:271; estimators of Saltelli et al. 2010, Comput. Phys.
    Commun. 181:259, DOI 10.1016/j.cpc.2009.09.018.
    """
    columns = ["outcome", "name", "says", "alone", "alone_error", "all", "all_error"]
    rows = []
    for outcome, values in told.items():
        if design.base < PARTS * FEWEST or np.ptp(values) < NOTHING:
            continue
        parts = design.parts(values)
        alone, total = _indices(*parts)
        size = design.base // PARTS
        each = [_indices(*(part[..., at * size : (at + 1) * size] for part in parts)) for at in range(PARTS)]
        errors = np.std(each, axis=0, ddof=1) / np.sqrt(PARTS)
        rows += [
            (outcome, one.name, one.says, alone[axis], errors[0][axis], total[axis], errors[1][axis])
            for axis, one in enumerate(drawn)
        ]
    return pd.DataFrame(rows, columns=columns)


def _indices(first: Array, second: Array, mixed: Array) -> tuple[Array, Array]:
    func = {"f_A": first[None, :], "f_B": second[None, :], "f_AB": mixed[:, None, :]}
    found = sobol_indices(func=func, n=first.shape[-1])
    return np.asarray(found.first_order).ravel(), np.asarray(found.total_order).ravel()


def sentences(tables: Mapping[str, pd.DataFrame], count: int, spread: float) -> dict[str, list[str]]:
    """The ensemble in sentences.

    tables : of the ensemble
    count : of draws
    spread : how far above and below a number was drawn [share of it]
    """
    headline = []
    for row in tables["outcomes"].itertuples():
        unit = " points" if row.unit == "percentage points" else "%"
        said = str(row.says)
        headline.append(
            f"{said[0].upper()}{said[1:]}: {row.p50:.2f}{unit} in the middle of {count:,} draws, "
            f"{row.p10:.2f} to {row.p90:.2f} in eight of ten."
        )
    return {
        "headline": headline,
        "importance": _importance(tables["importance"], tables["outcomes"]),
        "not_said": [
            f"Each number is drawn from {spread:.0%} below to {spread:.0%} above its value, most often near "
            "it, and by itself. That range is an assumption of this project: the published calibration "
            "gives none.",
            "An interval says how far the result moves with these numbers, the laws taken as true. It is no "
            "forecast, and what the laws leave out is not in it.",
        ],
    }


def _importance(table: pd.DataFrame, told: pd.DataFrame) -> list[str]:
    if table.empty:
        return ["Too few draws, or results too alike, to say which number matters most."]
    said = []
    for outcome, rows in table.groupby("outcome", sort=False):
        ranked = rows.sort_values("all", ascending=False)
        best = ranked.iloc[0]
        words = OUTCOMES[str(outcome)][0]
        line = (
            f"{words[0].upper()}{words[1:]}{',' if ',' in words else ''} is moved most by {best['says']}: "
            f"{_share(best['all'])} of the variance hangs on it, "
            f"{_share(min(best['alone'], best['all']))} on it alone"
        )
        if len(ranked) > 1:
            next_ = ranked.iloc[1]
            apart = 2.0 * float(np.hypot(best["all_error"], next_["all_error"]))
            line += (
                f"; then {next_['says']} ({_share(next_['all'])})"
                if best["all"] - next_["all"] > apart
                else f"; with so few draws {next_['says']} ({_share(next_['all'])}) may be as much"
            )
        said.append(line + ".")
    return said


def _share(number: float) -> str:
    return f"{100.0 * min(max(number, 0.0), 1.0):.0f}%"
