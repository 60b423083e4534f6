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
    Every plan that was found keeps the limit, so a search may start from any of them.
    """

    def __init__(self, solved: Solved, near: float = NEAR) -> None:
        self.solved = solved
        self._solver = solved.solver
        least = solved.outcome.objective
        self._solver.return_to(solved.basis)
        self._solver.set_objective(None)
        self._solver.keep_cost_below(least + near * abs(least))
        best = self._solver.minimise(PRIMAL, limit=FINISH_LIMIT)
        self._found = [(self._solver.basis, best)]

    def range_of(self, measure: Sum, most_from_best: bool = False) -> tuple[float, float]:
        """Lowest and highest value of a figure among these plans.

        measure : the figure, a sum over the programme's variables
        most_from_best : look for the highest from the best plan, as other plans lead away from it
        Returns values in the unit of the figure: min and max of the figure subject to the rules and to
        cost ≤ least · (1 + near).
        """
        return self._furthest(measure, 1.0), self._furthest(measure, -1.0, most_from_best)

    def least_of(self, measure: Sum) -> float:
        """The lowest value of a figure alone.

        measure : as for `range_of`
        """
        return self._furthest(measure, 1.0)

    def _furthest(self, measure: Sum, sign: float, from_best: bool = False) -> float:
        """From the known plan that is furthest, the first of equals."""
        towards = times(sign, measure)
        known = self._found[:1] if from_best else self._found
        reached = self._solver.values_of(towards, [plan for _, plan in known])
        self._solver.return_to(known[reached.index(min(reached))][0])
        self._solver.set_objective(towards)
        found = self._solver.minimise(PRIMAL, limit=FINISH_LIMIT)
        self._found.append((self._solver.basis, found))
        result = sign * found.objective
        return result if abs(result) > TOLERANCE else 0.0
