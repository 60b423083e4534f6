"""How work moves between people and AI compute.

Everything named here is loaded when it is first used, so that `import reallocate` is instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reallocate.errors import DataError as DataError
    from reallocate.errors import InfeasiblePlan as InfeasiblePlan
    from reallocate.errors import InputError as InputError
    from reallocate.errors import InvariantError as InvariantError
    from reallocate.errors import PlanError as PlanError
    from reallocate.errors import ReallocateError as ReallocateError
    from reallocate.errors import UnknownName as UnknownName
    from reallocate.work.firm import Firm as Firm
    from reallocate.work.moves import Moves as Moves
    from reallocate.work.world import World as World

    __version__: str

# Where each public name lives.
_HOMES = {
    "DataError": "reallocate.errors",
    "Firm": "reallocate.work.firm",
    "InfeasiblePlan": "reallocate.errors",
    "InputError": "reallocate.errors",
    "InvariantError": "reallocate.errors",
    "Moves": "reallocate.work.moves",
    "PlanError": "reallocate.errors",
    "ReallocateError": "reallocate.errors",
    "UnknownName": "reallocate.errors",
    "World": "reallocate.work.world",
}

__all__ = [
    "DataError",
    "Firm",
    "InfeasiblePlan",
    "InputError",
    "InvariantError",
    "Moves",
    "PlanError",
    "ReallocateError",
    "UnknownName",
    "World",
    "__version__",
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
