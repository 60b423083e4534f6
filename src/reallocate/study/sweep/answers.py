"""The answers of a sweep, one an industry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Answer:
    """One industry's answer.

    industry : code
    parts : the answer as `as_shipped` gives it; none where it is impossible
    reason : why it is impossible, in words; empty where it is not
    seconds : of processor that it took; 0 where it was at hand
    """

    industry: str
    parts: dict[str, Any] | None
    reason: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, eq=False)
class Swept:
    """The answers of all industries that were asked for.

    industries : (industry) naics, title, employment
    answers : in the same order
    """

    industries: pd.DataFrame
    answers: tuple[Answer, ...]
    headcount: float
    cut: str
