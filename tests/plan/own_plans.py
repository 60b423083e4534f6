"""Own plans of tiny firms: the decisions of a solved plan as rows, and rows by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from tests.plan.firms import make_options, setting_with

from reallocate.firm.model.cases import Setting
from reallocate.firm.model.inputs import DIRECTING_ROLE
from reallocate.firm.model.plan import Outcome

COLUMNS = ("role", "period", "hires", "exits", "offers", "headcount", "moves", "to")


def setting_of(quarters: int = 4, **given: Any) -> Setting:
    """The firm of three roles with every move."""
    return setting_with(make_options(quarters, **given))


def rows_of(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Decisions by hand; what a row does not say is left open."""
    blank = dict.fromkeys(("hires", "exits", "offers", "headcount", "moves"), np.nan) | {"to": ""}
    return pd.DataFrame([{**blank, **row} for row in rows], columns=list(COLUMNS))


def decisions(plan: Outcome) -> pd.DataFrame:
    """Every decision about people of a solved plan."""
    i, rows = plan.inputs, []
    for (place, period), hires in np.ndenumerate(plan.hires):
        role = i.roles[place]
        here = {"role": role, "period": period}
        rows.append({**here, "hires": hires, "exits": plan.layoffs[place, period]})
        rows[-1]["offers"] = plan.voluntary[place, period]
        moved = {
            str(i.move_table["target"].iloc[pair]): plan.moves[pair, period]
            for pair in np.flatnonzero(i.origins == place)
        } | {DIRECTING_ROLE: plan.to_directing[place, period]}
        some = {to: people for to, people in moved.items() if people > 0}
        rows += [{**here, "moves": people, "to": to} for to, people in some.items()]
        rows[-1] |= {} if some else {"moves": 0.0}
    return rows_of(*rows)
