"""What is asked of the extended market."""

from __future__ import annotations

from dataclasses import dataclass, field

from reallocate.economy.assumptions import DRAWN
from reallocate.economy.laws.closures import HEADLINE, Closure
from reallocate.economy.laws.policy import Policy
from reallocate.economy.run_assumptions import Laws
from reallocate.work.parameters import Parameters


@dataclass(frozen=True, eq=False)
class EconomyRun:
    """What is asked of the extended market.

    years : how long [years]
    draws : of what is not known
    capability : trend, plateau, fast or reversal
    sources : of reach, in turn; all that ship where none are named
    closure : what closes the accounts; the others stand beside it
    policy : what is done beyond today, from the first quarter
    parameters : in force; those that somebody named are held, the others are drawn
    seed : of the draws
    """

    years: int = 10
    draws: int = 32
    capability: str = "trend"
    sources: tuple[str, ...] = ()
    laws: Laws = field(default_factory=Laws)
    closure: Closure = HEADLINE
    policy: Policy = field(default_factory=Policy)
    parameters: Parameters = field(default_factory=Parameters)
    seed: int = 0
    title: str = "The labour market of the United States while firms adopt AI"

    @property
    def drawn(self) -> tuple[str, ...]:
        """Parameters that are drawn: all that an ensemble draws, but for those that somebody named."""
        return tuple(name for name in DRAWN if not self.parameters.about(name).is_own)
