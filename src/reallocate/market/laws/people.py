"""Laws on people: pay after a lost job, age at the door, pay by tenure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.market.laws.compiled import compiled

CALM, SLACK = 0.0484, 0.0911
"""Mean unemployment of the months that `jobless_leave` and `jobless_leave_slack` are means of [share]."""
PRIME, OLDER, OLD = "25_to_54", "55_to_64", "65_and_over"
"""Ages with an own share of the jobless who are not looking."""


@dataclass(frozen=True)
class AfterLoss:
    """What holds for people who have lost a job, beside tenure; with all at 0 nothing does.

    hiring_pay : β, fall of pay in a job for each point of unemployment above normal when it begins [share of
        pay/percentage point]
    match : m, pay of a settled match above that of a new one [log points]
    leave : x, of those without a job, who stop looking [share/month]
    outside : n, of those without a job, who are not looking in the end [share]
    """

    hiring_pay: float = 0.0
    match: float = 0.0
    leave: float = 0.0
    outside: float = 0.0

    @classmethod
    def of(cls, p: Mapping[str, float], unemployment: float, age: str = "") -> AfterLoss:
        """As the parameters say, at some unemployment.

        p : hiring_pay_per_point, match_premium, jobless_leave, jobless_outside and those of slack and ages
        unemployment : when the job is lost [share of the labour force]
        age : `PRIME`, `OLDER` or `OLD`; all ages where nothing is said
        Between a calm and a slack market in a straight line, beyond them as in the nearer; of an age's share
        who are not looking, no change with slack is seen.
        """
        slack = float(np.clip((unemployment - CALM) / (SLACK - CALM), 0.0, 1.0))

        def between(name: str) -> float:
            return (1.0 - slack) * p[name] + slack * p[f"{name}_slack"]

        outside = p[f"jobless_outside_{age}"] if age else between("jobless_outside")
        return cls(p["hiring_pay_per_point"], p["match_premium"], between("jobless_leave"), outside)


def pay_when_hired(above_normal: Array, law: AfterLoss) -> Array:
    """Pay of a job that begins now, beside one that begins at normal unemployment; same axes [ratio].

    above_normal : unemployment above normal [percentage points]
    law : how far pay follows
    1 − β·(u − u*), for as long as the job lasts
    Off (β = 0), slack makes the wait longer and nothing else.
    Source: Pissarides 2009, Econometrica 77:1339, DOI 10.3982/ECTA7562 (pay in new matches moves, the figure
    from memory). Against it: Gertler, Huckfeldt, Trigari 2018 (who finds better matches, not pay); Hazell,
    Taska 2024, CEPR DP19762 (pay of a vacancy seldom falls).
    """
    pay: Array = 1.0 - law.hiring_pay * above_normal
    return pay


def match_pay(law: AfterLoss) -> float:
    """Pay of a settled match beside that of a new one [ratio].

    law : what it adds
    e^m, lost with the job: a match that lasted was a better one than the next is likely to be
    Off (m = 0), only tenure is lost.
    Source: Lachowska, Mas, Woodbury 2020, American Economic Review 110:3231, DOI 10.1257/aer.20180652.
    """
    return float(np.exp(law.match))


def looking_again(find: Array, law: AfterLoss) -> Array:
    """People who are not looking, who look again in a month; same axes as find [share/month].

    find : f, of those who look, who find a job [probability/month]
    law : who stops looking, and how many are not looking in the end
    r = (f + x/n)·(1 − n), at which n of the jobless are not looking while they become fewer; at most 1.
    Whoever returns looks for a job first, as all who enter the labour force do (`labour_force_exits`).
    Off (n = 0), all look until they find a job or retire.
    Source: an identity of the two flows; n and x from BLS Displaced Worker Supplement and CPS gross flows.
    """
    if law.outside == 0.0:
        return np.ones_like(find)
    back: Array = np.minimum(1.0, (find + law.leave / law.outside) * (1.0 - law.outside))
    return back


@compiled
def share_of_hires(seeking: float, all_seeking: float) -> float:
    """A group's share of the jobs that people of an occupation find in a step [share].

    seeking : applicants of the group [persons]
    all_seeking : applicants of the occupation [persons]
    seeking/all: an opening does not ask for age. Who comes new to the labour market has to be hired to have
    a job at all, so that fewer openings fall on them first; separations take from all ages alike.
    Off (all ages enter alike), the young lose no more than others.
    Source: that hiring, not separation, bears the change: Brynjolfsson, Chandar, Chen 2025, "Canaries in
    the Coal Mine?" (finding to compare with, not fitted).
    """
    return seeking / all_seeking if all_seeking > 0.0 else 0.0


@dataclass(frozen=True, eq=False)
class Ages:
    """Ages of people in the labour force.

    names : of the groups
    share : (group) of people [share]; adds up to 1
    years : (group) how many years of age each holds; infinite for the last [years]
    """

    names: tuple[str, ...]
    share: Array
    years: Array

    @classmethod
    def of(cls, parameters: Mapping[str, float]) -> Ages:
        """As the parameters say.

        parameters : employed_16_to_21, employed_22_to_25, employed_55_and_over
        """
        young, next_, old = (
            parameters[name] for name in ("employed_16_to_21", "employed_22_to_25", "employed_55_and_over")
        )
        share = np.array([young, next_, 1.0 - young - next_ - old, old])
        return cls(("16–21", "22–25", "26–54", "55+"), share, np.array([6.0, 4.0, 29.0, np.inf]))


def who_leaves_and_enters(ages: Ages, leaving: float) -> tuple[Array, Array]:
    """Who leaves the labour force and who comes, by age, so that its ages stay as they are.

    ages : of the labour force
    leaving : of all people, in a year [share/year]
    Returns (group) the weight in exits [ratio], and (group) newcomers [share].
    Nobody comes at the last age: as many leave there as grow into it. All other exits fall on younger
    people alike, and c_g = x_g·s_g + s_g/years_g − s_{g−1}/years_{g−1} come.
    Source: stationarity, with shares of BLS CPS and exits of BLS Employment Projections, table 1.10.
    """
    older = ages.share / ages.years
    into_last = min(float(older[-2]), leaving)
    rate = np.full(len(ages.share), (leaving - into_last) / float(ages.share[:-1].sum()))
    rate[-1] = into_last / ages.share[-1]
    come = rate * ages.share + older - np.concatenate([[0.0], older[:-1]])
    come = np.maximum(come, 0.0)
    return rate / leaving, come / come.sum()


def tenure_by_age(ages: Ages, parameters: Mapping[str, float]) -> Array:
    """Tenure with the employer by age; (age) [years].

    ages : of the labour force
    parameters : tenure_before, tenure_at_16_to_21, tenure_at_22_to_25, tenure_at_26_to_54,
        tenure_at_55_and_over
    τ_g = τ·t_g/Σ_g s_g·t_g: the ages differ as in the survey, around the tenure of all whose loss is counted.
    Source: BLS, Employee Tenure, January 2016 (The Economics Daily, 2016).
    """
    names = ("16_to_21", "22_to_25", "26_to_54", "55_and_over")
    asked = np.array([parameters[f"tenure_at_{name}"] for name in names])
    return parameters["tenure_before"] * asked / float(ages.share @ asked)


def exits_ahead(weight: Array, years: Array, leaving: Array, months: int) -> Array:
    """Exits from the labour force month by month, of people by the age they have now, who grow older;
    (age, month, occupation) [share/month].

    weight : (age) in exits [ratio]
    years : (age) that each group holds; infinite for the last [years]
    leaving : (occupation) of all people [share/year]
    months : how many
    Of those who are still there in a month, a_g are of age g, and x·Σ w_g·a_g leave; in the month after,
    1/(12·years_g) of the rest of each age are of the next. So the middle-aged leave more often as they come
    near the last age, and what is counted over years ends with working life.
    Source: exits of BLS Employment Projections 2024-34, table 1.10, over ages as `who_leaves_and_enters`.
    """
    count, occupations = len(weight), len(leaving)
    monthly = np.minimum(1.0, weight[:, None] * leaving / 12.0)
    older = 1.0 / (12.0 * years)
    there = np.repeat(np.eye(count)[:, :, None], occupations, axis=2)
    result = np.zeros((count, months, occupations))
    for month in range(months):
        result[:, month] = (there * monthly).sum(axis=1)
        there = there * (1.0 - monthly)
        grown = there * older[None, :, None]
        there = there - grown
        there[:, 1:] += grown[:, :-1]
        left = there.sum(axis=1, keepdims=True)
        there = np.divide(there, left, out=np.zeros_like(there), where=left > 0)
    return result


@dataclass(frozen=True)
class Tenure:
    """What the length of a job does.

    premium : P, added to log pay in the end [log points]; 0 is off
    years : k, in which 63% of it is reached [years]
    when_new, when_settled : ρ₀ and ρ∞, chance to lose a job in its first days and after many years, beside
        the average job [ratio]; both 1 is off
    settles : years in which 63% of that fall has happened [years]
    """

    premium: float = 0.0
    years: float = 5.0
    when_new: float = 1.0
    when_settled: float = 1.0
    settles: float = 2.0

    @classmethod
    def of(cls, parameters: Mapping[str, float]) -> Tenure:
        """As the parameters say.

        parameters : tenure_premium, tenure_years, separation_when_new, separation_when_settled,
            separation_settles
        """
        return cls(
            parameters["tenure_premium"],
            parameters["tenure_years"],
            parameters["separation_when_new"],
            parameters["separation_when_settled"],
            parameters["separation_settles"],
        )


def tenure_pay(tenure: Array, law: Tenure) -> Array:
    """Pay by tenure, beside that of a new job; same axes as tenure [ratio].

    tenure : with the employer [years]
    law : how much it adds and how fast
    exp(P·(1 − e^(−τ/k)))
    Lost with the job, and earned again from nothing in the next.
    Off (P = 0), a displaced person loses less, and for a shorter time.
    Source: Topel 1991, Journal of Political Economy 99:145, DOI 10.1086/261744 (level and shape); Altonji,
    Shakotko 1987, Review of Economic Studies 54:437, DOI 10.2307/2297407 (a much flatter slope); Jacobson,
    LaLonde, Sullivan 1993, American Economic Review 83:685 (lost on displacement, slow to return).
    """
    return np.exp(law.premium * (1.0 - np.exp(-tenure / law.years)))
