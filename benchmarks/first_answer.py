"""In a child: the first answer of an industry's plan from a cold start, and a what-if on it."""

from __future__ import annotations

import sys

from benchmarks.timing import stage, tell, tell_memory
from reallocate.kernel.start import load_less

CHANGED = 1.5
"""Times the value in force."""


def first_answer(industry: str, headcount: float, change: str) -> None:
    """Import, figures, firm, plan, cut and tables; then the same plan with one assumption changed.

    headcount : [FTE]
    change : name of the assumption
    The process starts as those of the live pages do. What a what-if answers is the plan; what stands beside
    it is solved when it is read.
    """
    load_less()
    with stage("import"):
        import reallocate

        plan = reallocate.plan
    with stage("first answer"):
        firm = reallocate.Scenario.from_industry(industry, headcount)
        made = plan(firm, exits="10%", quick=True, progress=False)
    with stage("what-if"):
        value = CHANGED * made.table("assumptions").set_index("parameter")["value"][change]
        changed = made.what_if(set={change: min(value, 1.0)}, progress=False)
    cost, before = (one.facts["totals"]["plan"]["present_value"] for one in (changed, made))
    tell(roles=len(made.table("roles")), moved=cost - before)
    tell_memory()


if __name__ == "__main__":
    first_answer(sys.argv[1], float(sys.argv[2]), sys.argv[3])
