"""The sources, one file each, in an explicit list."""

from __future__ import annotations

from types import ModuleType

from reallocate.data.manifest import Pack
from reallocate.data.packs import crosswalks, oews, oews_national, restructuring, us_mobility

MODULES: tuple[ModuleType, ...] = (
    oews,
    oews_national,
    crosswalks,
    us_mobility,
    restructuring,
)
"""Every source; a new one is added here and nowhere else."""

PACKS: tuple[Pack, ...] = tuple(module.PACK for module in MODULES)
