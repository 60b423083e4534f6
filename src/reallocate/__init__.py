"""How work moves between people and AI compute: a firm's plan, the economy, one worker's ways out.

    import reallocate as ra

    firm = ra.Scenario.from_industry("insurance carriers", headcount=20_000)
    plan = ra.plan(firm, exits="10%")
    plan.table("roles")

Names are loaded when they are first used, so that `import reallocate` is instant.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reallocate.errors import DataError as DataError
    from reallocate.errors import InfeasiblePlan as InfeasiblePlan
    from reallocate.errors import InputError as InputError
    from reallocate.errors import InvariantError as InvariantError
    from reallocate.errors import NotComputed as NotComputed
    from reallocate.errors import PlanError as PlanError
    from reallocate.errors import Problem as Problem
    from reallocate.errors import ReallocateError as ReallocateError
    from reallocate.errors import UnknownName as UnknownName
    from reallocate.errors import WorkerError as WorkerError
    from reallocate.face.actuals import actuals as actuals
    from reallocate.face.calibrate import calibrate as calibrate
    from reallocate.face.claims import claims as claims
    from reallocate.face.claims import layoffs as layoffs
    from reallocate.face.compare import compare as compare
    from reallocate.face.cut import cut as cut
    from reallocate.face.ensemble import ensemble as ensemble
    from reallocate.face.firm import Scenario as Scenario
    from reallocate.face.forecast import forecast as forecast
    from reallocate.face.job import job as job
    from reallocate.face.jobs import jobs as jobs
    from reallocate.face.market import Market as Market
    from reallocate.face.plan import plan as plan
    from reallocate.face.rerun import rerun as rerun
    from reallocate.face.roster import Roster as Roster
    from reallocate.face.saved import open as open
    from reallocate.face.scorecard import scorecard as scorecard
    from reallocate.face.share import share as share
    from reallocate.face.shipped import shipped as shipped
    from reallocate.face.simulate import simulate as simulate
    from reallocate.face.sweep import sweep as sweep
    from reallocate.face.world import World as World
    from reallocate.result.result import Result as Result

    __version__: str

_NAMES = {
    "errors": (
        "DataError", "InfeasiblePlan", "InputError", "InvariantError", "NotComputed", "PlanError", "Problem",
        "ReallocateError", "UnknownName", "WorkerError",
    ),
    "face.actuals": ("actuals",),
    "face.calibrate": ("calibrate",),
    "face.claims": ("claims", "layoffs"),
    "face.compare": ("compare",),
    "face.cut": ("cut",),
    "face.ensemble": ("ensemble",),
    "face.firm": ("Scenario",),
    "face.forecast": ("forecast",),
    "face.job": ("job",),
    "face.jobs": ("jobs",),
    "face.market": ("Market",),
    "face.plan": ("plan",),
    "face.rerun": ("rerun",),
    "face.roster": ("Roster",),
    "face.saved": ("open",),
    "face.scorecard": ("scorecard",),
    "face.share": ("share",),
    "face.shipped": ("shipped",),
    "face.simulate": ("simulate",),
    "face.sweep": ("sweep",),
    "face.world": ("World",),
    "result.result": ("Result",),
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

    `from reallocate.plan.cases import …` imports from the room; `reallocate.plan` is the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in _HOMES):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
