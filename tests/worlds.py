"""A small World for tests that need round, known figures: 12 occupations, 8 activities, 2 industries."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from tests.golden_pages import kept_tables

from reallocate.data.build.work_tables import _onet_keys
from reallocate.data.country import country
from reallocate.work.world import World, reach_of

KEPT = kept_tables(Path(__file__).with_name("small_world.csv"), industry="str", naics="str", area="str")
SOURCES = ("people", "gpt4")


def small_world() -> World:
    """The small World; a new object at each call."""
    occupations = _occupations()
    content = np.array(
        [[1 + (3 * row + 5 * column) % 7 for column in range(8)] for row in range(12)], dtype=float
    )
    content /= content.sum(axis=1, keepdims=True)
    cells = np.array([[(row + 2 * column) % 10 / 10 for column in range(8)] for row in range(12)])
    augmentable = np.stack([cells * 0.8, cells])
    activities = KEPT["activities"].set_index("activity").sort_index()
    labels = occupations.index, activities.index
    return World(
        occupations=occupations,
        activities=activities,
        content=pd.DataFrame(content, *labels, copy=False),
        augmentable=reach_of(augmentable, SOURCES, *labels),
        automatable=reach_of(augmentable / 2, SOURCES, *labels),
        tables=_tables(occupations),
    )


def _occupations() -> pd.DataFrame:
    table = KEPT["occupations"].set_index("occupation")
    codes = table.index
    return country().flagged(table).assign(
        major_group=codes.str[:2] + "-0000", minor_group=codes.str[:4] + "000", broad_group=codes.str[:6] + "0",
        wage_mean=table["wage_mean"].astype(float), employment=table["employment"].astype(float), job_zone=table["job_zone"].astype(float),
        content_status=["filled" if code == "43-9061" else "observed" for code in codes], content_from="",
    )  # fmt: skip


def _tables(occupations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Pay in an industry is a tenth above the nation's; that of the 15-2051 was not released."""
    filled = KEPT["staffing"]["occupation"].eq("15-2051")
    wages = KEPT["staffing"]["occupation"].map(occupations["wage_mean"]) * np.where(filled, 1.0, 1.1)
    status = np.where(filled, "filled", "observed")
    official = pd.DataFrame({"title": occupations["title"].str.lower(), "occupation": occupations.index, "kind": "official"})
    titles = pd.concat([KEPT["titles"], official], ignore_index=True)
    paid = KEPT["paid"].astype({"employment": float})
    return {
        **{name: KEPT[name].fillna({"naics": "", "state": ""}) for name in ("groups", "industries", "areas")},
        "projections": pd.DataFrame({"occupation": occupations.index, "exit_rate": 0.04, "transfer_rate": 0.06}),
        "staffing": KEPT["staffing"].assign(wage_mean=wages, wage_status=status, wage_p50=wages),
        "titles": titles, "title_keys": _onet_keys(titles),
        "area_employment": paid.assign(wage_mean=paid["occupation"].map(occupations["wage_mean"]) * paid.pop("ratio")),
    }  # fmt: skip
