"""How work moves between people and AI compute.

Everything named here is loaded when it is first used, so that `import reallocate` is instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reallocate.data.bundle import load_world as load_world
    from reallocate.errors import DataError as DataError
    from reallocate.errors import InfeasiblePlan as InfeasiblePlan
    from reallocate.errors import InputError as InputError
    from reallocate.errors import InvariantError as InvariantError
    from reallocate.errors import PlanError as PlanError
    from reallocate.errors import Problem as Problem
    from reallocate.errors import ReallocateError as ReallocateError
    from reallocate.errors import UnknownName as UnknownName
    from reallocate.errors import WorkerError as WorkerError
    from reallocate.measure.source import Grade as Grade
    from reallocate.measure.source import Source as Source
    from reallocate.work.firm import Firm as Firm
    from reallocate.work.moves import Moves as Moves
    from reallocate.work.parameters import Parameter as Parameter
    from reallocate.work.parameters import Parameters as Parameters
    from reallocate.work.world import World as World

    __version__: str

# Where each public name lives.
_HOMES = {
    "DataError": "reallocate.errors",
    "Firm": "reallocate.work.firm",
    "Grade": "reallocate.measure.source",
    "InfeasiblePlan": "reallocate.errors",
    "InputError": "reallocate.errors",
    "InvariantError": "reallocate.errors",
    "Moves": "reallocate.work.moves",
    "Parameter": "reallocate.work.parameters",
    "Parameters": "reallocate.work.parameters",
    "PlanError": "reallocate.errors",
    "Problem": "reallocate.errors",
    "ReallocateError": "reallocate.errors",
    "Source": "reallocate.measure.source",
    "UnknownName": "reallocate.errors",
    "WorkerError": "reallocate.errors",
    "World": "reallocate.work.world",
    "load_world": "reallocate.data.bundle",
}

__all__ = [
    "DataError",
    "Firm",
    "Grade",
    "InfeasiblePlan",
    "InputError",
    "InvariantError",
    "Moves",
    "Parameter",
    "Parameters",
    "PlanError",
    "Problem",
    "ReallocateError",
    "Source",
    "UnknownName",
    "WorkerError",
    "World",
    "__version__",
    "load_world",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("reallocate")
    if name not in _HOMES:
        raise AttributeError(f"module 'reallocate' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
