"""Net present cost of a plan (P14): what it costs within the plan and after it, discounted to its start."""

from __future__ import annotations

from reallocate.measure.arrays import Array
from reallocate.plan.gpu_stock import capital_charge, value_at_end
from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Sum, Term, by, select
from reallocate.plan.variables import Variables


def objective(v: Variables, i: Inputs) -> Sum:
    """Net present cost [USD million]: Σ_t δ_t·Σ_s cost[s,t] + after the plan − value of GPUs at the end.

    after the plan = δ_T·annuity·4·(running cost of the last quarter + capital charge of owned GPUs): those
    in use at the end are replaced as they wear out, so that none is used for nothing once the plan has ended.
    value at the end = δ_T·Σ_t ordered[t]·V[t]. `end_of_plan` has the last two of a solved plan.
    Source: Fisher 1930, The Theory of Interest, ch. 13 (present value).
    """
    running = [i.cost_kinds.index(name) for name in i.running_kinds]
    return [
        Term(by("period", i.discount), v.cost),
        Term(i.weight_after, select(v.cost, statistic=running, period=-1)),
        Term(i.weight_after * capital_charge(i), select(v.owned, date=-1)),
        Term(-i.end_discount * by("period", value_at_end(i)), v.ordered),
    ]


def end_of_plan(
    i: Inputs, running: float, owned: Array, ordered: Array, quarters: float
) -> tuple[float, float]:
    """Running cost after a solved plan, and the value of its GPUs at the end.

    running : [USD million/quarter] running cost of the last quarter
    owned, ordered : (period) [GPUs]
    quarters : [quarters] that count after the plan: annuity·4, at its end; δ_T·annuity·4, at its start
    Returns quarters·(running + capital charge of owned GPUs) and Σ_t ordered[t]·V[t] [USD million], neither
    discounted further.
    """
    return quarters * (running + float(owned[-1]) * capital_charge(i)), float(ordered @ value_at_end(i))
