"""Row 4: leaner teams with AI as force multipliers."""

from __future__ import annotations

from typing import Any

import numpy as np

from reallocate.claims.basis.claim import ByDraws, Measured, Reading, Rule, Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.plan_basis import (
    DECIDING,
    TOGETHER,
    centre_figures,
    figures_of,
    firm_of,
    plan_samples,
    sampled_figures,
)
from reallocate.firm.model.relief import CAPTURES
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.parameters import Parameters

_TWICE, _LITTLE = 2.0, 1.2


class _ForceMultipliers(ByDraws):
    """Work delivered by each of those who remain, beside what each delivers without AI."""

    id = "force-multipliers"
    row = "4"
    effort = 25.0
    statement = 'Leaner teams of AI-augmented specialists are "force multipliers"'
    reading = (
        "work delivered per remaining position at the end of the plan of three years, as a multiple of the "
        "same without AI; coordination is left out of the work, since fewer people need less of it"
    )
    unit = "multiple of the baseline"
    rule = Rule("the median is 2 or more", "the median is below 1.2", Verdict.MIXED, (_TWICE, _LITTLE))
    drivers = DECIDING
    together = TOGETHER
    sources = (
        "the study's plan: O*NET 30.1, OEWS May 2025 (A)",
        "eight sources of reach (A)",
        "trials of hours saved with AI (A, B); capture and adoption (J)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The multiple in one plan.

        context : the study
        """
        return centre_figures(context, parameters).work_each

    def draws(self, context: ClaimContext, parameters: Parameters) -> list[tuple[Parameters, str]]:
        """Assumptions and a source of reach.

        context, parameters : as `measure`
        """
        return plan_samples(context, parameters, DECIDING)

    def figure(self, context: ClaimContext, *draw: Any) -> float:
        """The multiple in the plan of one draw.

        draw : assumptions and source
        """
        return figures_of(context, *draw).work_each

    def judged(self, figures: Array) -> tuple[float, Verdict]:
        """By the median.

        figures : (draw) [multiple of the baseline]
        """
        return self.judged_by_median(figures)

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The multiple over draws and sources.

        context : the study, how many draws
        """
        values = np.array([one.work_each for one in sampled_figures(context, parameters)])
        middle, low, high = interval(values)
        finding = (
            f"In the median draw each remaining position delivers {middle:.2f} times the work that it would "
            f"without AI ({low:.2f} to {high:.2f}); hours of coordination are not counted."
        )
        return Measured(middle, low, high, self.verdict_at(middle), finding)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """With coordination counted, for the role that gains most, and with every freed hour used.

        context, parameters : as `measure`
        """
        figures = sampled_figures(context, parameters)
        titles = firm_of(context).setting.firm.roles["title"]
        role = centre_figures(context, parameters).best_role
        every = centre_figures(context, parameters.replace(**dict.fromkeys(CAPTURES, 1.0))).work_each
        words = "every hour that AI frees becomes capacity, all else as assumed"
        return (
            self._reading("coordination counted as work delivered", [one.all_work_each for one in figures]),
            self._reading(
                f"the role that gains most (as assumed: {titles.get(role, role)})",
                [one.best_role_gain for one in figures],
            ),
            Reading(words, f"{every:.2f} times", self.verdict_at(every)),
        )

    def _reading(self, words: str, multiples: list[float]) -> Reading:
        middle, low, high = interval(np.array(multiples))
        return Reading(words, f"{middle:.2f} times ({low:.2f} to {high:.2f})", self.verdict_at(middle))


CLAIM = _ForceMultipliers()
