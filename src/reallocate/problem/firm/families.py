"""Figures by role family and quarter, and who is trained for what."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.plan.inputs import DIRECTING_ROLE
from reallocate.plan.outcome import Outcome
from reallocate.plan.role_tables import DIRECTING_TITLE
from reallocate.problem.firm.solved_cases import SolvedCases


def by_family(solved: SolvedCases, outcome: Outcome, figures: dict[str, Array]) -> pd.DataFrame:
    """Figures by role added up over role families; the family of directing positions comes last."""
    i, titles, periods = outcome.inputs, solved.family_titles, solved.problem.scenario.periods
    place = i.families.get_indexer(i.family)
    rows = len(i.families)
    columns = {}
    for name, values in figures.items():
        summed = np.zeros((rows, len(i.periods)))
        np.add.at(summed, place, values)
        columns[name] = summed.ravel()
    names = [DIRECTING_TITLE if f == DIRECTING_ROLE else str(titles.get(f, f)) for f in i.families]
    return pd.DataFrame(
        {
            "family": np.repeat(i.families.to_numpy(), len(i.periods)),
            "title": np.repeat(names, len(i.periods)),
            "period": list(periods) * rows,
            **columns,
        }
    )
