"""The tables of an ensemble: medians with percentiles, and how much of the variance each number makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import sobol_indices

from reallocate.economy.result import RATES
from reallocate.measure.quantiles import QUANTILES, SUFFIXES
from reallocate.output.table import BY_ROW, Column, table, with_quantiles
from reallocate.problem.market.draws import DrawnNumber
from reallocate.study.market.tables import FORCE, POSITIONS
from reallocate.work.draws import Design

Array = npt.NDArray[np.float64]

BLOCKS = 8
"""Parts of the design that are computed by themselves, for the standard error of an index."""
FEWEST = 8
"""Draws that each part has at least; with fewer nothing is said of what matters."""
NO_SPREAD = 1e-9
"""A spread below this is none [% points]."""

OUTCOMES: dict[str, tuple[str, str]] = {
    "unemployment_mean": ("unemployment, on average over the run", "% of the labour force"),
    "unemployment_highest": ("unemployment at its highest", "% of the labour force"),
    "unemployment_end": ("unemployment at the end", "% of the labour force"),
    "long_term_mean": ("long-term unemployment, on average over the run", "% of the labour force"),
    "vacancy_mean": ("the share of open positions, on average over the run", "% of all positions"),
    "shock_rise": ("the most that the shock adds to unemployment", "percentage points"),
}
"""Outcome of each draw: in words, and its unit."""
VARIANCE = "share of the variance"
LABELS = {
    "unemployment_rate": ("Unemployed", FORCE),
    "vacancy_rate": ("Open", POSITIONS),
    "long_term_unemployment_rate": ("Long-term unemployed", FORCE),
}


@dataclass(frozen=True, eq=False)
class EnsembleRun:
    """Many runs of a labour market.

    drawn : numbers, by axis of the design
    years : (step) [years]
    paths : by name of the rate, (step, draw) [%]
    outcomes : by name, (draw) [%]
    """

    drawn: tuple[DrawnNumber, ...]
    design: Design
    years: Array
    paths: Mapping[str, Array]
    outcomes: Mapping[str, Array]


def outcomes_of(paths: Mapping[str, Array], without: Array | None) -> dict[str, Array]:
    """The outcomes of each draw; (draw) [%].

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


def _rates() -> Iterator[Column]:
    for name in RATES:
        label, unit = LABELS[name]
        yield from with_quantiles(Column(name, label, unit, digits=2))


@table("path", "The labour market by step", Column("step", "Step"),
       Column("years", "Years", "years", digits=1), _rates())  # fmt: skip
def path(context: EnsembleRun) -> pd.DataFrame:
    """Rates after each step: median of the draws, with 10th and 90th percentile."""
    columns: dict[str, object] = {"step": np.arange(len(context.years)), "years": context.years}
    for name in RATES:
        ends = np.quantile(context.paths[name], list(SUFFIXES.values()), axis=1)
        columns |= {f"{name}{end}": values for end, values in zip(SUFFIXES, ends, strict=True)}
    return pd.DataFrame(columns)


@table("outcomes", "Outcomes over all draws", Column("outcome", "Code"), Column("says", "Outcome"),
       Column("p10", "10th percentile", BY_ROW, digits=2), Column("p50", "Median", BY_ROW, digits=2),
       Column("p90", "90th percentile", BY_ROW, digits=2), Column("unit", "Unit"))  # fmt: skip
def outcomes(context: EnsembleRun) -> pd.DataFrame:
    """One row an outcome."""
    rows = [
        {"outcome": name, "says": OUTCOMES[name][0], "unit": OUTCOMES[name][1]}
        | {end: float(np.quantile(values, share)) for end, share in QUANTILES.items()}
        for name, values in context.outcomes.items()
    ]
    return pd.DataFrame(rows)


@table("importance", "Variance by number drawn",
       Column("outcome", "Outcome", words={name: words for name, (words, _) in OUTCOMES.items()}),
       Column("name", "Key of the scenario"), Column("says", "Number drawn"),
       Column("alone", "Alone", VARIANCE), Column("alone_error", "Alone, standard error", VARIANCE),
       Column("all", "With interactions", VARIANCE),
       Column("all_error", "With interactions, standard error", VARIANCE),
       source="Sobol' 2001, Math. Comput. Simul. 55:271; estimators of Saltelli et al. 2010, Comput. Phys. "
              "Commun. 181:259, DOI 10.1016/j.cpc.2009.09.018.")  # fmt: skip
def importance(context: EnsembleRun) -> pd.DataFrame:
    """One row an outcome and a number; none with too few draws."""
    return variance_shares(context.outcomes, context.drawn, context.design)


@table("draws", "Numbers drawn", Column("name", "Key of the scenario"), Column("says", "Number drawn"),
       Column("unit", "Unit"), Column("low", "Lowest", BY_ROW), Column("peak", "Most likely", BY_ROW),
       Column("high", "Highest", BY_ROW), source="Triangular distributions; ranges are assumptions.",
       )  # fmt: skip
def draws(context: EnsembleRun) -> pd.DataFrame:
    """One row a number."""
    return pd.DataFrame([vars(one) for one in context.drawn])


TABLES = (path, outcomes, importance, draws)


def variance_shares(
    outcomes: Mapping[str, Array], drawn: tuple[DrawnNumber, ...], design: Design
) -> pd.DataFrame:
    """How much of each outcome's variance a number makes, alone and with all it acts together with.

    outcomes : by name, (draw)
    drawn : by axis
    Returns outcome, name, says, alone, alone_error, all, all_error; no rows where there are too few draws.
    The errors are standard errors over eight parts of the design.
    Source: Sobol' 2001, Math. Comput. Simul. 55:271; estimators of Saltelli et al. 2010, Comput. Phys.
    Commun. 181:259, DOI 10.1016/j.cpc.2009.09.018.
    """
    columns = ["outcome", "name", "says", "alone", "alone_error", "all", "all_error"]
    rows = []
    for outcome, values in outcomes.items():
        if design.base < BLOCKS * FEWEST or np.ptp(values) < NO_SPREAD:
            continue
        matrices = design.parts(values)
        alone, total = _indices(*matrices)
        size = design.base // BLOCKS
        blocks = (slice(at * size, (at + 1) * size) for at in range(BLOCKS))
        each = [_indices(*(matrix[..., block] for matrix in matrices)) for block in blocks]
        errors = np.std(each, axis=0, ddof=1) / np.sqrt(BLOCKS)
        rows += [
            (outcome, one.name, one.says, alone[axis], errors[0][axis], total[axis], errors[1][axis])
            for axis, one in enumerate(drawn)
        ]
    return pd.DataFrame(rows, columns=columns)


def _indices(first: Array, second: Array, mixed: Array) -> tuple[Array, Array]:
    func = {"f_A": first[None, :], "f_B": second[None, :], "f_AB": mixed[:, None, :]}
    found = sobol_indices(func=func, n=first.shape[-1])
    return np.asarray(found.first_order).ravel(), np.asarray(found.total_order).ravel()
