"""What closes the accounts: money held, nominal income on its path, or pay that clears."""

from __future__ import annotations

from enum import StrEnum


class Closure(StrEnum):
    """How money, pay and jobs come together again once hours are saved."""

    MONEY_HELD = "A"
    INCOME_ON_PATH = "B"
    PAY_CLEARS = "C"

    @property
    def words(self) -> str:
        """What is assumed, in words that follow "if"."""
        return WORDS[self]


WORDS = {
    Closure.MONEY_HELD: "spending and real pay are held",
    Closure.INCOME_ON_PATH: "money income stays on its path and money pay does not give way",
    Closure.PAY_CLEARS: "pay clears",
}
HEADLINE = Closure.PAY_CLEARS
"""Fixed before its result was known; the others are readings."""
