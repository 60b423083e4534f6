"""How work moves between people and AI compute: a firm's plan, the economy, one worker's ways out.

    import reallocate as ra

    firm = ra.Scenario.from_industry("insurance carriers", headcount=20_000)
    plan = ra.plan(firm, exits="10%")
    plan.table("roles")

Names are loaded when they are first used, so that `import reallocate` is instant."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reallocate.api.actuals import actuals as actuals
    from reallocate.api.calibrate import calibrate as calibrate
    from reallocate.api.claims import claims as claims
    from reallocate.api.claims import layoffs as layoffs
    from reallocate.api.compare import compare as compare
    from reallocate.api.cut import cut as cut
    from reallocate.api.ensemble import ensemble as ensemble
    from reallocate.api.estimates import estimates as estimates
    from reallocate.api.firm import Scenario as Scenario
    from reallocate.api.forecast import forecast as forecast
    from reallocate.api.hindcast import hindcast as hindcast
    from reallocate.api.job import job as job
    from reallocate.api.jobs import jobs as jobs
    from reallocate.api.market import Market as Market
    from reallocate.api.plan import plan as plan
    from reallocate.api.reach import Reach as Reach
    from reallocate.api.rerun import rerun as rerun
    from reallocate.api.roster import Roster as Roster
    from reallocate.api.saved import open as open
    from reallocate.api.scorecard import scorecard as scorecard
    from reallocate.api.share import share as share
    from reallocate.api.sheet import sheet as sheet
    from reallocate.api.shipped import shipped as shipped
    from reallocate.api.simulate import simulate as simulate
    from reallocate.api.sweep import sweep as sweep
    from reallocate.api.world import World as World
    from reallocate.kernel.errors import DataError as DataError
    from reallocate.kernel.errors import InfeasiblePlan as InfeasiblePlan
    from reallocate.kernel.errors import InputError as InputError
    from reallocate.kernel.errors import InvariantError as InvariantError
    from reallocate.kernel.errors import NotComputed as NotComputed
    from reallocate.kernel.errors import PlanError as PlanError
    from reallocate.kernel.errors import Problem as Problem
    from reallocate.kernel.errors import ReallocateError as ReallocateError
    from reallocate.kernel.errors import UnknownName as UnknownName
    from reallocate.kernel.errors import WorkerError as WorkerError
    from reallocate.render.result import Result as Result

    __version__: str

_NAMES = {
    "api.actuals": ("actuals",),
    "api.calibrate": ("calibrate",),
    "api.claims": ("claims", "layoffs"),
    "api.compare": ("compare",),
    "api.cut": ("cut",),
    "api.ensemble": ("ensemble",),
    "api.estimates": ("estimates",),
    "api.firm": ("Scenario",),
    "api.forecast": ("forecast",),
    "api.hindcast": ("hindcast",),
    "api.job": ("job",),
    "api.jobs": ("jobs",),
    "api.market": ("Market",),
    "api.plan": ("plan",),
    "api.reach": ("Reach",),
    "api.rerun": ("rerun",),
    "api.roster": ("Roster",),
    "api.saved": ("open",),
    "api.scorecard": ("scorecard",),
    "api.share": ("share",),
    "api.sheet": ("sheet",),
    "api.shipped": ("shipped",),
    "api.simulate": ("simulate",),
    "api.sweep": ("sweep",),
    "api.world": ("World",),
    "kernel.errors": (
        "DataError", "InfeasiblePlan", "InputError", "InvariantError", "NotComputed", "PlanError",
        "Problem", "ReallocateError", "UnknownName", "WorkerError",
    ),
    "render.result": ("Result",),
}  # fmt: skip
"""Names by the module that holds them. A new name of the face is one word here and one line above."""
_HOMES = {name: f"reallocate.{module}" for module, names in _NAMES.items() for name in names}

__all__ = sorted([*_HOMES, "__version__"])


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("reallocate")
    if name not in _HOMES:
        raise AttributeError(f"module 'reallocate' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__


class _Face(ModuleType):
    """The package, on which rooms named like a function of the face (`plan`, `claims`) are not bound.

    `from reallocate.firm.model.cases import …` imports from the room; `reallocate.plan` is the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in _HOMES):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
