"""Relief from AI (P6): hours it frees, less the review and rework it brings; rules and tables share it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import Quantity, Sum, Term, by, of_one_kind, of_roles
from reallocate.firm.model.variables import Figures, Variables
from reallocate.kernel.arrays import Array
from reallocate.work.time_saved import rework

_Spread = Callable[[Inputs, Array | float, Quantity], Term]
CAPTURES = ("capture_augmented", "capture_automated")
"""Parameters of the share of freed hours that becomes capacity, by mode."""


@dataclass(frozen=True, eq=False)
class _HourEffects:
    """What an hour with AI does to people's hours, by cell; every array is (cell, period) [hours/hour].

    saved : σ, freed where a person works with AI
    freed : 1 − d·(1 − w), freed where the hour is automated
    redo : d·(1 − w), done again by people, of an automated hour
    review : ρ, of checking an automated hour
    augmented, automated : χ_u, χ_a, share of the hours freed in either mode that becomes capacity
    """

    saved: Array
    freed: Array
    redo: Array
    review: float
    augmented: float
    automated: float

    @property
    def with_ai(self) -> Array:
        """χ_u·σ: relief from every hour with AI, automated or not."""
        return self.augmented * self.saved

    @property
    def more(self) -> Array:
        """χ_a·(1 − d·(1 − w)) − χ_u·σ: further relief where the hour is automated, before review."""
        if self.automated == self.augmented:
            return self.automated * (self.freed - self.saved)
        return self.automated * self.freed - self.augmented * self.saved


def hour_effects(i: Inputs) -> _HourEffects:
    """What an hour with AI does to people's hours."""
    p, good = i.options.parameters, i.cells.good
    redo = rework(p["redo_share"], good)
    saving = i.cells.saving[:, None]
    return _HourEffects(
        saved=np.broadcast_to(saving, good.shape),
        freed=1 - redo,
        redo=redo,
        review=p["review_hours"],
        augmented=p["capture_augmented"],
        automated=p["capture_automated"],
    )


def freed_hours(v: Variables | Figures, i: Inputs) -> Sum:
    """Hours that AI frees (P6); (role, period) [thousand hours].

    σ·augmented + (1 − d·(1 − w))·automated
    """
    return _captured(v, i, replace(hour_effects(i), augmented=1.0, automated=1.0, review=0.0))


def captured_hours(v: Variables | Figures, i: Inputs) -> Sum:
    """Freed hours that become capacity, before review (P6); (role, period) [thousand hours].

    χ_u·σ·augmented + χ_a·(1 − d·(1 − w))·automated
    """
    return _captured(v, i, replace(hour_effects(i), review=0.0))


def relief(v: Variables | Figures, i: Inputs) -> Sum:
    """Net relief from AI, less the review that a role does (P6); (role, period) [thousand hours].

    χ_u·σ·augmented + χ_a·(1 − d·(1 − w))·automated − review, which is ρ·automated unless it is shared
    """
    if v.review is None:
        return own_relief(v, i)
    return [*captured_hours(v, i), Term(-1, v.review)]


def own_relief(v: Variables | Figures, i: Inputs, spread: _Spread = of_roles) -> Sum:
    """Net relief from AI as if each role checked its own work (P6) [thousand hours].

    spread : over what hours in cells are added up
    χ_u·σ·augmented + χ_a·(1 − d·(1 − w))·automated − ρ·automated
    """
    return _captured(v, i, hour_effects(i), spread)


def _captured(
    v: Variables | Figures, i: Inputs, effects: _HourEffects, spread: _Spread = of_roles
) -> list[Term]:
    """χ_u·σ·with_ai + (χ_a·(1 − d·(1 − w)) − χ_u·σ − ρ)·automated [thousand hours]."""
    return [
        spread(i, effects.with_ai, v.with_ai),
        spread(i, effects.more - effects.review, v.automated),
    ]


def relief_in_kind(v: Variables | Figures, i: Inputs, kind: str, share: Array) -> Sum:
    """Net relief from AI in one kind of work (P6); (role, period) [thousand hours].

    kind : of work
    share : (role) [share of own hours] in this kind, as from `plan.kind_shares`
    Review by others leaves the kind whose work is checked for the kinds that fill the checkers' time.
    """
    cells = i.cells
    own = own_relief(v, i, partial(of_one_kind, kind))
    if v.review is None:
        return own
    checked = np.zeros((len(cells.hours), 1))
    np.add.at(checked[:, 0], cells.entry_cell, cells.entry_share * share[cells.entry_role])
    given_up = of_roles(i, hour_effects(i).review * checked, v.automated)
    return [*own, given_up, Term(by("role", -share), v.review)]
