"""Near-optimal ranges of decisions: how far a figure can move while the plan costs at most 0.5% more.

Source: Brill 1979, Management Science 25:413, DOI 10.1287/mnsc.25.5.413 (modelling to generate
alternatives); Neumann, Brown 2021, DOI 10.1016/j.epsr.2020.106690 (ranges of near-optimal plans).
"""

from __future__ import annotations

from reallocate.plan.labelled import Sum, times
from reallocate.plan.linear_program import PRIMAL
from reallocate.plan.solve import Solved
from reallocate.plan.solver import FINISH_LIMIT

NEAR = 0.005
TOLERANCE = 1e-9


class NearOptimal:
    """The plans whose cost is within a share of the least, held by the solver of the best one.

    solved : the best plan; its solver keeps the limit on cost from now on
    near : [share of the least cost]
    """

    def __init__(self, solved: Solved, near: float = NEAR) -> None:
        self.solved = solved
        self._solver = solved.solver
        least = solved.outcome.objective
        self._solver.return_to(solved.start.basis)
        self._solver.set_objective(None)
        self._solver.keep_cost_below(least + near * abs(least))
        self._solver.minimise(PRIMAL, limit=FINISH_LIMIT)
        self._best = self._solver.basis

    def range_of(self, measure: Sum) -> tuple[float, float]:
        """Lowest and highest value of a figure among these plans.

        measure : the figure, a sum over the programme's variables
        Returns values in the unit of the figure: min and max of the figure subject to the rules and to
        cost ≤ least · (1 + near), each solved from the best plan.
        """
        low, high = (self._furthest(measure, sign) for sign in (1.0, -1.0))
        return low, high

    def _furthest(self, measure: Sum, sign: float) -> float:
        self._solver.return_to(self._best)
        self._solver.set_objective(times(sign, measure))
        result = sign * self._solver.minimise(PRIMAL, limit=FINISH_LIMIT).objective
        return result if abs(result) > TOLERANCE else 0.0
