"""How a computation ended, in words."""

from __future__ import annotations

from dataclasses import dataclass

QUICK = "quick"
"""Status of a first answer: what it says is final, and further parts are added."""
_BOUNDED = "bounded"
"""Status of a plan that is not proven to cost least: it is told how near a bound it lies."""
STATUS = {
    "optimal": "Cheapest plan under these assumptions: none in this model costs less",
    _BOUNDED: "Best plan found under these assumptions",
    QUICK: "First answer",
    "run": "Computed",
}


@dataclass(frozen=True)
class Status:
    """How a computation ended.

    code : such as optimal
    cause, remedy : in words, where something is to be known
    """

    code: str = "run"
    cause: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        return self.code

    @property
    def text(self) -> str:
        """How it ended, in words, with cause and remedy where something is to be known."""
        return ". ".join(part for part in (STATUS.get(self.code, self.code), self.cause, self.remedy) if part)


def optimality(unproven: float) -> Status:
    """How the search for the cheapest plan ended.

    unproven : [share of the cost] by which a cheaper plan could lie below the one that was found at most
    """
    if unproven <= 0:
        return Status("optimal")
    return Status(_BOUNDED, f"It lies within {100 * unproven:.2g}% of a bound on the least cost")
