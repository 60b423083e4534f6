"""Row 6: it ripples and becomes an industry standard."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reallocate.claims.basis.claim import Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.basis.context import ClaimContext, accounts_of, assumed_by, ensemble_draws
from reallocate.claims.rows.young_people import whether_peers_follow
from reallocate.kernel.arrays import interval
from reallocate.kernel.parameters import Parameters
from reallocate.market.nation.assumptions import firms_with_ai
from reallocate.market.nation.demand import adoption_path
from reallocate.market.nation.run import RunAssumptions
from reallocate.market.state.accounts import Accounts

_QUARTERS = 32
_HALF = 50.0
_TECH = ("511", "513", "514", "5415")
"""Industries of the accounts that hold publishing with software (NAICS 513), broadcasting and content (516,
with telecommunications), data processing and search (518, 519), and computer systems design (5415)."""


class _IndustryStandard(Claim):
    """How much tech work is done by adopters in eight years."""

    id = "industry-standard"
    row = "6"
    effort = 8.0
    statement = "Peers follow until it is the industry's standard"
    reading = (
        "first what is observed: companies that explained a cut by AI, firms that use it, postings; then, "
        "since that gives no share of peers, the share of tech work, counted in jobs, at firms that have put "
        "AI to all the work that it reaches, in eight years; drawn are how many firms do so in the end and "
        "how fast they follow each other. How many firms use AI, and for how much of their work, is one "
        "variable here: work done as by full users. That share also rises where users grow and rivals who do "
        "not follow shrink, as with robots (Acemoglu, Lelarge, Restrepo 2020, abstract), and the row does "
        "not tell the two apart. The rule is on that share; who adopts AI need not cut "
        "jobs"
    )
    unit = "% of tech employment"
    rule = Rule(
        "the 10th percentile is 50% or more",
        "the 90th percentile is below 50%",
        Verdict.CANNOT_BE_TOLD,
        (_HALF,),
    )
    drivers = (
        "industry_adoption_ceiling",
        "industry_adoption_innovation",
        "industry_adoption_imitation",
        "industry_adoption_peers",
        "assisted_today",
    )
    fixed = ("industry_adoption_ceiling",)
    sources = (
        "Census BTOS, use of AI: states 2023 to 2025, level of the states in August 2025, ranking by the "
        "supplement (A)",
        "Bass 1969 (form, A); ceiling and speeds: fitted equally well by many (J)",
        "record of announced cuts (A to C); Indeed Hiring Lab, job postings to August 2026",
        "surveys of firms by the Census Bureau and the Federal Reserve Bank of New York (summaries, C)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The share at one set of parameters.

        context : the nation's accounts
        """
        return self._share(accounts_of(context, parameters), assumed_by(context, parameters, 1))

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The share over draws of ceilings and speeds.

        context : the nation's accounts, how many draws
        """
        middle, low, high = self._over(context, parameters, ensemble_draws(context, parameters))
        finding = (
            f"{whether_peers_follow(context.world)} The model: in eight years {middle:.0f}% of tech jobs "
            f"({low:.0f} to {high:.0f}%) are at firms that use AI for all the work within its reach. Use "
            "reported so far fits a ceiling of few firms as well as one of nearly all, and the ceiling "
            "decides."
        )
        return Measured(middle, low, high, _judged(low, high), finding)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Any use of AI, however little of the work it does.

        context, parameters : as `measure`
        """
        accounts = accounts_of(context, parameters)
        any_use = firms_with_ai(context.world, accounts.industries, accounts.jobs_by_industry)
        runs = tuple(replace(run, use_now=any_use) for run in ensemble_draws(context, parameters))
        middle, low, high = self._over(context, parameters, runs)
        return (
            Reading(
                "from today's share of firms that use AI at all (the row begins with the share of the work "
                "within AI's reach that is done with it), taken to spread as full use does",
                f"{middle:.0f}% of tech work ({low:.0f} to {high:.0f}%)",
                _judged(low, high),
            ),
        )

    def _over(
        self, context: ClaimContext, parameters: Parameters, runs: tuple[RunAssumptions, ...]
    ) -> tuple[float, float, float]:
        """Middle, 10% and 90% over the draws of the ensemble [% of tech employment]."""
        accounts = accounts_of(context, parameters)
        return interval(np.array([self._share(accounts, run) for run in runs]))

    def _share(self, accounts: Accounts, run: RunAssumptions) -> float:
        """Tech work at adopters in eight years [% of tech employment]."""
        share = adoption_path(run, accounts, _QUARTERS)[-1]
        tech = accounts.industries.isin(_TECH)
        work = accounts.jobs_by_industry[tech]
        return 100.0 * float(work @ share[tech] / work.sum())


def _judged(low: float, high: float) -> Verdict:
    """The verdict on both percentiles [% of tech employment]."""
    return Verdict.of(low >= _HALF, high < _HALF, Verdict.CANNOT_BE_TOLD)


CLAIM = _IndustryStandard()
