"""Work that responds to its cost: how much of it is wanted, and what the next hour is worth (P1).

A good is the work of a family of roles. Its amount moves in bands of today's amount, each worth less than the
one before; a plan takes a band where the band is worth what it costs."""

from __future__ import annotations

import numpy as np

from reallocate.firm.model.ai_hour import ai_hour, todays_use_is_given
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import Sum, Term, add_rows, by, select
from reallocate.firm.model.quits import share_that_stays
from reallocate.firm.model.relief import hour_effects
from reallocate.firm.model.variables import CHEAPER, DEARER, Figures, Variables
from reallocate.kernel.arrays import Array, Flags, Integers
from reallocate.lp.model import Model
from reallocate.lp.named_axes import Named


def band_worth(costs: tuple[float, ...]) -> Array:
    """What an hour in each band is worth, as a multiple of its cost today; (band) [ratio].

    costs : at which the bands end, as multiples of today's
    m_b = √(r_b·r_{b+1}), which is (geometric midpoint of the amounts r^(−ε))^(−1/ε)
    Source: demand of constant elasticity; Hamermesh 1993, Labor Demand, ch. 2 (Hicks–Marshall).
    """
    ends = np.array(costs)
    result: Array = np.sqrt(ends[1:] * ends[:-1])
    return result


_WORTH_UP = band_worth(CHEAPER)
_WORTH_DOWN = np.append(band_worth(DEARER), DEARER[-1])
"""However little of it is left, work is worth at most five times its cost today."""


def added_work(v: Variables | Figures, i: Inputs) -> Sum:
    """Own work added to today's, less what is not wanted any more (P1); (role, period) [thousand hours].

    D₀·g(t)·(Σ up − Σ down)
    """
    has = np.flatnonzero(i.good >= 0)
    place = by("has", i.good[has])
    hours, at = by("has", i.work[has]) * by("period", i.growth), {"role": by("has", has)}
    return [] if v.added is None else [Term(hours, select(v.added, good=place), at)]


def work_responds(m: Model, v: Variables, i: Inputs) -> None:
    """P1: added[k,t] = Σ_b up[k,b,t] − Σ_b down[k,b,t], in shares of a family's own work; none if given.

    Bands are as wide as their ends are apart. A family's work moves as a whole, with what AI reaches of it.
    """
    if v.added is None or v.up is None:
        return
    change = [Term(1, v.up), *([] if v.down is None else [Term(-1, v.down)])]
    add_rows(m, "work_responds", (i.goods, i.periods), [Term(1, v.added)], "=", change)


def added_by_cell(v: Variables, i: Inputs, cells: Integers, hours: Array, axis: str, at: Integers) -> Sum:
    """Hours in cells of own work that come and go with the work of their family; over (axis, period).

    cells : places of cells of own work
    hours : (cell, period) [thousand hours] at today's amount of work
    axis, at : the axis of the result, and where each cell counts on it
    """
    if v.added is None:
        return []
    reach = i.cells.reach
    place = i.goods.get_indexer(reach.families)[reach.family[cells]]
    added = select(v.added, good=by("own", place))
    return [Term(by(("own", "period"), hours), added, {axis: by("own", at)})]


def value_of_added_work(v: Variables | Figures, i: Inputs) -> Sum:
    """What added work is worth, as a cost below 0, and what dropped work was worth; (period) [USD million].

    Σ_k c₀[k,t]·(Σ_b m_b·down[k,b,t] − Σ_b m_b·up[k,b,t]), c₀ as in `_worth_of_work`
    """
    if v.up is None:
        return []
    worth = by(("good", "period"), _worth_of_work(i))
    return [Term(-worth * by("step_up", _WORTH_UP), v.up), *_forgone(v, worth)]


def worth_of_forgone_work(v: Variables | Figures, i: Inputs) -> Sum:
    """What work was worth that is wanted no more; (period) [USD million].

    Σ_k c₀[k,t]·Σ_b m_b·down[k,b,t]
    """
    return _forgone(v, by(("good", "period"), _worth_of_work(i)))


def _forgone(v: Variables | Figures, worth: Named) -> Sum:
    return [] if v.down is None else [Term(worth * by("step_down", _WORTH_DOWN), v.down)]


def _worth_of_work(i: Inputs) -> Array:
    """Marginal cost of a good's own work without further AI; (good, period) [USD million/quarter].

    An hour of people: (pay + hire − (1 − q)·hire of the quarter after) ÷ hours, in present value, with the
    coordination that their number brings; hours that AI spares today are taken off, its cost is added.
    Where AI of today is not given (`todays_use_is_given`), it counts where it is the cheaper way.
    It is the dual of `people_have_hours` in the baseline where people are hired in every quarter.
    """
    people, compute = _people_hour(i), ai_hour(i)
    own = ~i.cells.reach.coordination
    used, spared = _today(i, own[:, None] & _in_use_today(i, people))
    by_role = people * (i.work[:, None] - spared) + compute * used
    result = np.zeros((len(i.goods), len(i.periods)))
    np.add.at(result, i.good[i.good >= 0], by_role[i.good >= 0])
    return result * i.growth / i.present_weights


def _people_hour(i: Inputs) -> Array:
    """Present cost of an hour of a role's people; (role, period) [USD million/thousand hours].

    y[r] = (position[r] + η/N₀·K) ÷ φ, K = (Σ c·position ÷ φ + AI in coordination) ÷ (1 − η·Σ c ÷ (N₀·φ)),
    c coordinating hours that people do
    """
    hire = i.hire_cost[:, None] * i.pay_path * i.discount
    later = np.column_stack([hire[:, 1:], np.zeros(len(i.roles))]) * share_that_stays(i.quits)[:, None]
    position = i.loaded_cost[:, None] * i.pay_path * i.present_weights + hire - later
    eta = i.options.parameters["coordination_elasticity"] / i.coordinated
    in_use = _in_use_today(i, position / i.hours)
    used, spared = _today(i, i.cells.reach.coordination[:, None] & in_use)
    done = i.coordination[:, None] - spared
    brought = (done * position).sum(axis=0) / i.hours + ai_hour(i) * used.sum(axis=0)
    brought /= 1 - eta * done.sum(axis=0) / i.hours
    result: Array = (position + eta * brought) / i.hours
    return result


def _in_use_today(i: Inputs, people: Array) -> Flags:
    """Cells in which AI of today is in use where nothing further is installed; (cell, period).

    people : (role, period) [USD million/thousand hours] present cost of an hour of theirs
    Where it is not given, those in which an hour with AI costs no more than the hours that it spares.
    """
    cells = i.cells
    if todays_use_is_given(i):
        return np.ones((len(cells.hours), len(i.periods)), dtype=bool)
    worth = np.zeros((len(cells.hours), len(i.periods)))
    np.add.at(worth, cells.entry_cell, cells.entry_share[:, None] * people[cells.entry_role])
    result: Flags = hour_effects(i).with_ai[:, :1] * worth >= ai_hour(i)
    return result


def _today(i: Inputs, some: Flags) -> tuple[Array, Array]:
    """Hours with AI today in some cells, and hours that this spares people; (role, period) [thousand hours].

    some : (cell, period)
    """
    cells = i.cells
    hours = (i.in_use * cells.entry_share * cells.hours[cells.entry_cell])[:, None] * some[cells.entry_cell]
    saved = hours * hour_effects(i).with_ai[cells.entry_cell, :1]
    used, spared = np.zeros((2, len(i.roles), len(i.periods)))
    np.add.at(used, cells.entry_role, hours)
    np.add.at(spared, cells.entry_role, saved)
    return used, spared
