"""Inputs of the nation's market that a page moves: their names, groups, units and how far they go."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.measure.number import with_minus
from reallocate.scenario.market.economy_run import ADOPTION
from reallocate.scenario.market.keys import PolicyKeys
from reallocate.work.capability import SCENARIOS
from reallocate.work.parameters import Parameters

POSITIONS = 16
"""Of a slider: as many runs as the flow engine takes side by side."""
CAPABILITY = "ai.capability"
AI, STATE = "ai.", "policy."
HOW_FAR, FIRMS, GOVERNMENT = "How far AI goes", "What firms and buyers do", "What the state does"


@dataclass(frozen=True)
class Slider:
    """An input and how far it goes.

    key : as `--set` takes it
    group : heading
    label : what is moved
    low, high : ends of the slider [the input's own unit]
    ends : both ends in words
    scale, unit : a value is shown times scale, with the unit
    step : smallest move [the input's own unit]
    first : whether it stands in sight
    """

    key: str
    group: str
    label: str
    low: float
    high: float
    ends: tuple[str, str]
    scale: float = 100.0
    unit: str = "%"
    digits: int = 0
    step: float = 0.01
    first: bool = False

    @property
    def parameter(self) -> str | None:
        """The parameter that the key holds; none for a key of policy."""
        if self.key.startswith(STATE):
            return None
        return ADOPTION[self.key.removeprefix(AI)] if self.key.startswith(AI) else self.key

    def place(self, value: float) -> float:
        """Where a value lies on the track [% of its length].

        value : [the input's own unit]
        """
        return 100.0 * (value - self.low) / (self.high - self.low)

    def written(self, value: float) -> str:
        """A value as a reader sees it, with its unit.

        value : [the input's own unit]
        """
        words = with_minus(f"{round(value * self.scale, self.digits):g}")
        return f"{words}{'' if self.unit.startswith('%') or not self.unit else ' '}{self.unit}"

    @property
    def shipped(self) -> float:
        """The value as shipped [the input's own unit]."""
        if self.parameter is None:
            return float(PolicyKeys.model_fields[self.key.removeprefix(STATE)].default)
        return Parameters.default()[self.parameter]

    @property
    def plausible(self) -> tuple[float, float] | None:
        """The range that the draws are taken from [the input's own unit]; none for a key of policy."""
        if self.parameter is None:
            return None
        about = Parameters.default().about(self.parameter)
        return about.low, about.high

    @property
    def positions(self) -> tuple[float, ...]:
        """Where the slider's runs are made, evenly from end to end, on whole steps [the input's own unit]."""
        width = (self.high - self.low) / (POSITIONS - 1)
        each = (self.low + width * place for place in range(POSITIONS))
        if self.step >= width:
            each = (self.low + self.step * round(width * place / self.step) for place in range(POSITIONS))
        return tuple(round(one, 10) for one in each)


SLIDERS = (
    Slider("ai.ceiling", HOW_FAR, "Work done by firms that use AI, in the end", 0.05, 1.0,
           ("little", "all"), first=True),
    Slider("ai.imitation", HOW_FAR, "How fast firms follow others", 0.1, 1.0, ("slowly", "fast"),
           unit="% a year", first=True),
    Slider("capture_augmented", HOW_FAR, "Time freed beside people that is put to use", 0.0, 1.0,
           ("none", "all")),
    Slider("capture_automated", HOW_FAR, "Time freed by systems that is put to use", 0.0, 1.0,
           ("none", "all")),
    Slider("review_hours", HOW_FAR, "Time to review AI's work", 0.0, 0.6, ("none", "much"),
           unit="% of the hours"),
    Slider("economy_saving_kept", FIRMS, "Savings that owners keep for good", -0.1, 0.6,
           ("less than none", "most"), first=True),
    Slider("economy_displaced_gap", FIRMS, "Jobs missing at first for each job that ends", -0.3, 1.0,
           ("more are made", "every one"), 1.0, "", 2, first=True),
    Slider("economy_gap_half_life", FIRMS, "Until half of the missing jobs are back", 0.5, 8.0,
           ("half a year", "8 years"), 1.0, "years", 1, 0.1, first=True),
    Slider("economy_price_elasticity", FIRMS, "Extra purchases when prices fall by 1%", 0.0, 3.0,
           ("none", "many"), 1.0, "%", 2),
    Slider("economy_hours_renewed", FIRMS, "Saved hours that return as new tasks", 0.0, 1.0,
           ("none", "all")),
    Slider("economy_renewal_lag", FIRMS, "Wait for new tasks", 4.0, 64.0, ("a year", "16 years"), 0.25,
           "years", 2, 1.0),
    Slider("economy_wage_elasticity", FIRMS, "Change in pay when unemployment rises by 1%", -0.2, 0.0,
           ("falls most", "stays"), 1.0, "%", 2),
    Slider("policy.wage_insurance", GOVERNMENT, "Wage insurance, of pay lost", 0.0, 1.0, ("none", "all"),
           first=True),
    Slider("policy.hiring_subsidy", GOVERNMENT, "Hiring subsidy, of six months' pay", 0.0, 1.0,
           ("none", "all")),
    Slider("policy.benefit_level", GOVERNMENT, "Higher unemployment benefits", 0.0, 0.5,
           ("none", "half"), unit="% of pay"),
    Slider("policy.retraining", GOVERNMENT, "Retraining cost that is paid", 0.0, 1.0, ("none", "all")),
)  # fmt: skip
"""The sliders of the nation's market. Reading between the positions of each is off by at most 0.01 points of
unemployment and 0.02% of jobs. Tokens for an hour, their price and their share have no slider: some use of AI
stops to pay at a threshold, and reading between positions misses that bound."""
KEYS = (*(slider.key for slider in SLIDERS), CAPABILITY)
"""Inputs whose strips ship."""


def shipped_positions(key: str) -> tuple[float | str, ...] | None:
    """Positions of an input that has a slider, or of capability; none for another.

    key : as in `KEYS`
    """
    if key == CAPABILITY:
        return SCENARIOS
    return next((slider.positions for slider in SLIDERS if slider.key == key), None)
