"""Learning a job: what it takes somebody who has no job yet, and what it pays at first and later."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.jobs.question import JobQuery
from reallocate.kernel.parameters import Parameters
from reallocate.moves.facts import LEVEL_YEARS, occupation_facts
from reallocate.moves.odds import LocalPay
from reallocate.moves.study import entry_from_school
from reallocate.work.world import World

_HIGH_SCHOOL = 12.0
_PERCENTILES = (10, 25, 50, 75)


@dataclass(frozen=True)
class Learning:
    """What a job takes and pays somebody who comes from school.

    held, usual : schooling from which it is counted, and of the people in the job [years of school]
    years, tuition : of study [years], [USD in all]
    experience : related work that entry asks [years]
    apprenticeship : whether it is learned in paid work
    asks : the programme or schooling; "" where none is asked
    pay : 10th, 25th, 50th and 75th percentile in the place [USD/year]
    """

    held: float
    usual: float
    years: float
    tuition: float
    experience: float
    apprenticeship: bool
    asks: str
    pay: tuple[float, ...]


def learning(world: World, query: JobQuery, pay: LocalPay, parameters: Parameters) -> Learning:
    """What the likeliest occupation takes after the schooling that is said, high school where none is.

    pay : of every occupation in the place
    """
    code, facts = query.job.likeliest, occupation_facts(world)
    held = _HIGH_SCHOOL if query.education is None else LEVEL_YEARS[query.education - 1]
    entry = entry_from_school(world, code, held, parameters)
    paid = tuple(float(pay.table[f"p{at}"][code]) for at in _PERCENTILES)
    return Learning(held, float(facts.usual_schooling[facts.place(code)]), *entry, paid)
