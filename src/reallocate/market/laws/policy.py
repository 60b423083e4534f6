"""Levers of policy: what each does to people and firms, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MONTHS_A_YEAR
from reallocate.market.laws.compiled import inlined
from reallocate.market.state.market import Rates

LEVERS = ("benefits", "retraining", "wage_insurance", "hiring_subsidy")
_MEASURED_SHARE, _MEASURED_YEARS = 0.5, 2.0
"""Wage insurance whose effect was measured: half of the pay lost, for two years."""


@dataclass(frozen=True)
class Policy:
    """What is done beyond today; a lever that pays a share of 0, or for no time, is nothing.

    benefit_level : added to the benefit [share of pay]
    benefit_weeks : added to the longest time that benefits are paid [weeks]
    retraining : of its cost, paid for the unemployed who change occupation [share]
    wage_insurance : of the loss of pay in the new job, made good [share], for insured_years [years]
    hiring_subsidy : of the pay of people hired from unemployment [share], for subsidised_months [months]
    """

    benefit_level: float = 0.0
    benefit_weeks: float = 0.0
    retraining: float = 0.0
    wage_insurance: float = 0.0
    insured_years: float = 2.0
    hiring_subsidy: float = 0.0
    subsidised_months: float = 6.0

    @property
    def is_nothing(self) -> bool:
        """Whether it pays nobody anything, and so leaves everything as it is."""
        return not (
            self.benefit_level
            or self.benefit_weeks
            or self.retraining
            or (self.wage_insurance and self.insured_years)
            or (self.hiring_subsidy and self.subsidised_months)
        )


@dataclass(frozen=True)
class Responses:
    """What people and firms do about it.

    recipients : unemployed who draw benefits [share]
    level_now, weeks_now : benefit [share of pay] and its longest time [weeks], today
    level_elasticity, weeks_effect : of the time that one person looks, to the level [ratio] and to the
        weeks [weeks/week]
    retraining_moves : applications to other occupations, at full cover [share more]
    retraining_cost : [USD/person]
    insurance_effect : people who apply in a step, with half of the loss made good for two years [share more]
    hiring_elasticity : of jobs wanted to the cost of labour, as a positive number [ratio]
    pay_lost : pay lost at the start of a new job, which is insured [share]
    tenure_years : in which 63% of it is earned again by tenure [years]
    """

    recipients: float
    level_now: float
    weeks_now: float
    level_elasticity: float
    weeks_effect: float
    retraining_moves: float
    retraining_cost: float
    insurance_effect: float
    hiring_elasticity: float
    pay_lost: float
    tenure_years: float

    @classmethod
    def of(cls, parameters: Mapping[str, float]) -> Responses:
        """As the parameters say.

        parameters : benefit_…, retraining_…, wage_insurance_effect, hiring_subsidy_elasticity, tenure_…
        The loss that is insured is the premium of the tenure of somebody with a job.
        """
        p = parameters
        premium = p["tenure_premium"] * (1.0 - np.exp(-p["tenure_of_employed"] / p["tenure_years"]))
        names = {
            "recipients": "benefit_recipients",
            "level_now": "benefit_level_now",
            "weeks_now": "benefit_weeks_now",
            "level_elasticity": "benefit_level_elasticity",
            "weeks_effect": "benefit_weeks_effect",
            "insurance_effect": "wage_insurance_effect",
            "hiring_elasticity": "hiring_subsidy_elasticity",
        }
        given = {one.name: p[names.get(one.name, one.name)] for one in fields(cls) if one.name != "pay_lost"}
        return cls(**given, pay_lost=1.0 - float(np.exp(-premium)))


def insured_years_of_loss(policy: Policy, responses: Responses) -> float:
    """Wage insurance for each person hired [years of the pay lost at the start].

    policy : wage_insurance and its years
    responses : how fast the loss is earned again
    i·T·(1 − e^(−y/T)): the loss shrinks with tenure in the new job, so that a further year pays less than
    the one before.
    Off (i = 0 or y = 0), nothing is paid.
    Source: the law of pay by tenure (Topel 1991), integrated over the insured years.
    """
    if responses.pay_lost <= 0.0:
        return 0.0
    regained = responses.tenure_years
    return policy.wage_insurance * regained * -float(np.expm1(-policy.insured_years / regained))


def search_effort(rates: Rates, policy: Policy, responses: Responses, weeks_out: float) -> Rates:
    """How many of the unemployed apply in a step under a policy.

    rates : without it
    policy : benefits and wage insurance
    responses : of people
    weeks_out : how long an unemployed person looks, without it [weeks]
    a·(1 + i·I/I*)/((b'/b)^(ρη)·(1 + ρ·μ·ΔP/D)): one person would look so much longer or shorter; ρ of the
    unemployed draw benefits. I is what insurance pays for each person hired, and I* the same for half of the
    loss over two years, as measured: nothing paid, nothing changed; a longer time counts by what it pays.
    What comes of it in the market depends on openings as well, so that unemployment moves less than one
    person's time, and λ falls or rises such that people with a job apply as before.
    Off, people look as they do now.
    Source: Schmieder, von Wachter 2016, Annual Review of Economics 8:547, DOI
    10.1146/annurev-economics-080614-115758 (η); Card, Levine 2000, Journal of Public Economics 78:107, DOI
    10.1016/S0047-2727(99)00113-9 (μ); Hyman, Kovak, Leive 2024, NBER 32464 (i); 19 U.S.C. 2318 (the program
    measured: half of the difference for up to two years); in proportion to what is paid: a judgement.
    """
    r = responses
    level = (1.0 + policy.benefit_level / r.level_now) ** (r.level_elasticity * r.recipients)
    weeks = 1.0 + r.recipients * r.weeks_effect * policy.benefit_weeks / weeks_out
    paid = insured_years_of_loss(policy, r)
    measured = insured_years_of_loss(Policy(wage_insurance=_MEASURED_SHARE, insured_years=_MEASURED_YEARS), r)
    sooner = 1.0 + (r.insurance_effect * paid / measured if paid else 0.0)
    effort = min(1.0, rates.effort * sooner / (level * weeks))
    if effort == rates.effort:
        return rates
    return rates.with_(effort=effort, on_the_job=rates.on_the_job * rates.effort / effort)


def applied_elsewhere(policy: Policy, responses: Responses) -> float:
    """Applications to other occupations under paid retraining [share more].

    policy : retraining
    responses : moves at full cover, and what retraining costs
    r·m; where retraining costs nothing, there is nothing to pay for.
    Off (r = 0), people apply where they do now.
    Source: form of this project; no measured size at hand.
    """
    return policy.retraining * responses.retraining_moves if responses.retraining_cost > 0.0 else 0.0


@inlined
def retrained_sum(together: float, own: float, value: float, more: float) -> float:
    """A sum over the network where people apply more to other occupations; in the unit of the values.

    together : Σ_j A_ij·v_j, with the weights of today
    own : A_ii, weight of the own occupation [share]
    value : v_i, what is summed, of the own occupation
    more : m, applications to other occupations [share more]
    Σ_j A_ij·v_j + m·(Σ_j A_ij·v_j − A_ii·v_i): weights A_ij·(1 + m) off the diagonal. Applications (E4) are
    divided by such a sum, so that rows need not be brought to 1. It opens other work; it does not make
    openings.
    Off (m = 0), people apply where they do now.
    Source: form of this project; no measured size at hand.
    """
    return together + more * (together - own * value)


def subsidised_jobs(policy: Policy, responses: Responses, hires: float, employed: float) -> float:
    """Jobs wanted under a hiring subsidy [ratio].

    policy : hiring_subsidy and its months
    responses : of firms
    hires : from unemployment in a year [persons/year]
    employed : [persons]
    1 + η·s·(hires·months/12)/employed: it makes labour cheaper by its share of all pay, most of it paid for
    hires that would have been made.
    Off (s = 0), as many jobs are wanted as without it.
    Source: Hamermesh 1993, Labor Demand, ch. 3 (η about .3).
    """
    covered = min(1.0, hires * policy.subsidised_months / MONTHS_A_YEAR / employed)
    return 1.0 + responses.hiring_elasticity * policy.hiring_subsidy * covered


def policy_costs(
    policy: Policy,
    responses: Responses,
    unemployed: float,
    hires: float,
    movers: float,
    pay: float,
) -> Array:
    """What each lever costs; (lever) as `LEVERS` [USD/year].

    policy : the levers
    responses : recipients, costs
    unemployed : [persons]
    hires : from unemployment [persons/year]
    movers : of them, into another occupation [persons/year]
    pay : mean pay [USD/year]
    Benefits: ρ·u·pay·((b + Δb)·(1 + ΔP/P·½) − b), since about half of those who draw them are still without
    work when they end; retraining: share·cost·movers; insurance: loss·pay·hires·the years of
    it that are made good; subsidy: s·pay·hires·months/12.
    Source: accounting identity; the half is a judgement of this project.
    """
    r = responses
    longer = 1.0 + 0.5 * policy.benefit_weeks / r.weeks_now
    benefits = r.recipients * unemployed * pay * ((r.level_now + policy.benefit_level) * longer - r.level_now)
    return np.array(
        [
            benefits if policy.benefit_level or policy.benefit_weeks else 0.0,
            policy.retraining * r.retraining_cost * movers,
            insured_years_of_loss(policy, r) * r.pay_lost * pay * hires,
            policy.hiring_subsidy * pay * hires * policy.subsidised_months / MONTHS_A_YEAR,
        ]
    )


def moved_money(costs: Array) -> Array:
    """Money that is taken from some and given to others; (pay–profits–budgets) [of the costs' unit].

    costs : (lever) as `LEVERS`
    All is paid by a tax on pay. Benefits and wage insurance come back to people; a hiring subsidy goes to
    firms; retraining is bought by budgets. The three add up to 0.
    Source: accounting identity.
    """
    benefits, retraining, insurance, subsidy = costs
    return np.array([benefits + insurance - costs.sum(), subsidy, retraining])
