"""Laws of a lost job: pay when hired again, the match that is lost, who stops looking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reallocate.kernel.arrays import Array

_CALM, SLACK = 0.0484, 0.0911
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
        slack = float(np.clip((unemployment - _CALM) / (SLACK - _CALM), 0.0, 1.0))

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
