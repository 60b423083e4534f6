"""Five kinds of interval around the braked rule, scored on past months outside 2020–21."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.market.forecast.methods import LEVELS, crps, is_inside
from reallocate.market.forecast.monthly import NATIONAL, monthly_panel
from reallocate.market.forecast.rolling import AHEAD, FEWEST, SHOCK_ERA, era_of
from reallocate.market.forecast.rules import BRAKED, LEARN, NO_CHANGE, History, has_interval, histories
from reallocate.work.world import World

_KINDS = {
    "kept": "kept: all errors but the pandemic's",
    "all": "the pandemic's too",
    "recent": "errors with a half-life of five years",
    "mixed": "half and half of the first and the third",
    "tracked": "tracked: scale moves by 0.05 at a miss",
}
_HALF_LIFE, _STEP, _LEAST, _MOST = 60.0, 0.05, -0.7, 0.9
_NOMINAL = 0.8
"""[months], [logarithm of the scale], ends of that scale; [share] that an interval is meant to hold."""


def interval_kinds(world: World) -> pd.DataFrame:
    """One row a kind: share held, mean distance from 80%, and CRPS against no change with the kept kind.

    world : the shipped months
    """
    rows = []
    for name in NATIONAL:
        made = histories(monthly_panel(world, name))
        for ahead in AHEAD:
            rows += [{"series": name, "ahead": ahead, **row} for row in _scores(made[BRAKED], ahead)]
            still = _scores(made[NO_CHANGE], ahead)
            rows += [
                {"series": name, "ahead": ahead, **row, "kind": ""} for row in still if row["kind"] == "kept"
            ]
    scored = pd.DataFrame(rows)
    cells = scored.groupby(["kind", "series", "era", "ahead"])[["crps", "inside"]].agg(["mean", "size"])
    cells = cells[cells["crps", "size"] >= FEWEST]
    base = cells.loc[""]["crps", "mean"]
    each = {kind: cells.loc[[kind]].droplevel("kind") for kind in _KINDS}
    return pd.DataFrame([{"kind": _KINDS[kind], **_summary(part, base)} for kind, part in each.items()])


def _summary(cells: pd.DataFrame, base: pd.Series) -> dict[str, float]:
    held, count = cells["inside", "mean"].astype(float), cells["inside", "size"].astype(float)
    return {
        "held": float(np.average(held, weights=count)),
        "distance": float((held - _NOMINAL).abs().mean()),
        "ratio": float(np.exp(np.log(cells["crps", "mean"] / base).mean())),
    }


def _scores(made: History, ahead: int) -> list[dict[str, object]]:
    return list(_each(made, ahead))


def _each(made: History, ahead: int) -> Iterator[dict[str, object]]:
    """Scores of every kind from every origin; tracking goes by what had come due."""
    panel = made.panel
    y, usable, months = panel.values[:, 0], panel.usable, panel.months
    actual = panel.level(y)
    scale, held = 0.0, dict[int, bool]()
    for origin in range(LEARN, len(months) - ahead):
        if (due := origin - ahead) in held:
            scale = float(np.clip(scale + _STEP * ((not held[due]) - (1.0 - _NOMINAL)), _LEAST, _MOST))
        if not has_interval(panel, origin, ahead):
            continue
        made_at = np.arange(LEARN, origin - ahead + 1)
        errors = y[made_at + ahead] - made.paths[made_at, ahead - 1]
        calm = np.array([bool(usable[at : at + ahead + 1].all()) for at in made_at])
        age = (origin - ahead - made_at[calm]) / _HALF_LIFE
        spreads = _spreads(errors, calm, 0.5**age, scale)
        found = {kind: panel.level(made.paths[origin, ahead - 1] + one) for kind, one in spreads.items()}
        came = float(actual[origin + ahead])
        held[origin] = is_inside(found["tracked"], came)
        era = era_of(months[origin], months[origin + ahead])
        if era not in (None, SHOCK_ERA):
            for kind, one in found.items():
                yield {"kind": kind, "era": era, "crps": crps(one, came), "inside": is_inside(one, came)}


def _spreads(errors: Array, calm: Array, weight: Array, scale: float) -> dict[str, Array]:
    """Quantiles of errors, up and down, by kind."""
    own = errors[calm]
    both, twice = np.concatenate([own, -own]), np.concatenate([weight, weight])
    kept = np.quantile(both, LEVELS)
    mixed = 0.5 * twice / twice.sum() + 0.5 / len(twice)
    return {
        "kept": kept, "all": np.quantile(np.concatenate([errors, -errors]), LEVELS),
        "recent": _weighted(both, twice), "mixed": _weighted(both, mixed), "tracked": kept * np.exp(scale),
    }  # fmt: skip


def _weighted(values: Array, weight: Array) -> Array:
    order = np.argsort(values)
    reached = np.cumsum(weight[order]) - 0.5 * weight[order]
    found: Array = np.interp(LEVELS, reached / weight.sum(), values[order])
    return found
