"""The sources, one file each, in an explicit list."""

from __future__ import annotations

from types import ModuleType

from reallocate.data.pack import Pack
from reallocate.data.packs import (
    aei_2026,
    anthropic,
    bea_io,
    btos,
    cps_transitions,
    cps_unemployment,
    crosswalks,
    displaced_workers,
    epoch_chips,
    esco,
    gpts_are_gpts,
    hiring_lab,
    hiring_lab_sector,
    isco,
    jolts,
    macro_series,
    oews,
    oews_national,
    onet,
    onet_crosswalk,
    projections,
    published_estimates,
    restructuring,
    sweden_register,
    us_mobility,
    us_monthly,
    working_with_ai,
)

MODULES: tuple[ModuleType, ...] = (
    oews, oews_national, onet, onet_crosswalk, gpts_are_gpts, working_with_ai, anthropic, crosswalks,
    us_mobility, projections, cps_unemployment, jolts, macro_series, restructuring, bea_io, btos,
    displaced_workers, esco, isco, aei_2026, hiring_lab, hiring_lab_sector, epoch_chips,
    us_monthly, cps_transitions, sweden_register, published_estimates,
)  # fmt: skip
"""Every source; a new one is added here and nowhere else. Each has its manifest `PACK`, and `tidy(folder)`:
its tables in the product's frame of codes, nothing filled or guessed."""

BY_NAME = {module.__name__.rsplit(".", 1)[-1]: module for module in MODULES}
"""The same by the name of the file."""

PACKS: tuple[Pack, ...] = tuple(module.PACK for module in MODULES)
