"""What every plan must keep about people: they are conserved, and move and leave by rule (P7, P9)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import (
    Sum,
    Term,
    add_rows,
    by,
    end_of_period,
    lag,
    select,
    start_of_period,
    times,
)
from reallocate.firm.model.lever import PERCENT, Decisions, Excess, Lever, within_first
from reallocate.firm.model.quits import share_that_stays
from reallocate.firm.model.relief import relief
from reallocate.firm.model.variables import Figures, Variables
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.lp.model import Model

PAUSE = "refilling_waits"
"""Name of the rule."""


def _cancelled(plan: Decisions, name: str, _: object) -> Excess:
    i, year = plan.inputs, slice(0, QUARTERS_A_YEAR)
    if i.baseline_hires is None:
        raise ValueError("cancelled positions are told against the baseline, whose hires are not given")
    most = np.maximum(i.baseline_hires[:, year].sum(axis=1) - i.open_positions, 0.0)
    over = np.maximum(plan.hires[:, year].sum(axis=1) - most, 0.0)[:-1].sum()
    return Excess(np.where(i.periods == 0, over, 0.0), "hires", quarters=QUARTERS_A_YEAR)


def _hired_in_freeze(plan: Decisions, _: str, quarters: int) -> Excess:
    return Excess(within_first(plan.hires, quarters), "hires", True)


def _hired(plan: Decisions, _: str, most: float) -> Excess:
    return Excess(plan.hires.sum(axis=0) - most, "hires too many")


def _laid_off(plan: Decisions, *_: object) -> Excess:
    return Excess(plan.layoffs.sum(axis=0), "layoffs", True)


def _moved(plan: Decisions, *_: object) -> Excess:
    return Excess(plan.moves_out.sum(axis=0), "moves", True)


def _set_to_directing(plan: Decisions, *_: object) -> Excess:
    return Excess(plan.hires[-1] + plan.to_directing.sum(axis=0), "positions", True)


EXITS = Lever(
    part="exits", field="count", section="exits", key="", text="{value:,.10g} exits decided beforehand",
    limit="exits decided beforehand", unit="FTE",
)  # fmt: skip
FREEZE = Lever(
    part="levers", field="hiring_freeze_quarters", section="levers",
    text="no hires for {quarters}", limit="quarters without hires", unit="quarters", whole=True,
    excess=_hired_in_freeze,
)  # fmt: skip
MOST_HIRES = Lever(
    part="limits", field="max_hires_per_quarter", section="levers",
    text="at most {value:,g} hires a quarter", limit="hires a quarter", unit="FTE a quarter",
    excess=_hired,
)  # fmt: skip
CANCELLED = Lever(
    part="levers", field="cancel_open", section="levers", key="open_positions",
    text="open positions are cancelled",
    excess=_cancelled,
)  # fmt: skip
LAYOFFS = Lever(
    part="levers", field="layoffs", section="levers", text="no layoffs",
    excess=_laid_off,
)  # fmt: skip
REDEPLOYMENT = Lever(
    part="levers", field="redeployment", section="levers",
    text="nobody moves between roles",
    excess=_moved,
)  # fmt: skip
DIRECTING_HIRES = Lever(
    part="levers", field="directing_hires", section="levers",
    text="no positions that direct AI are created",
    excess=_set_to_directing,
)  # fmt: skip
TAKE_UP = Lever(
    part="parameters", field="voluntary_take_up", section="parameters", always=True, opened_by="voluntary",
    limit="people who take an offer to leave", unit="percentage points", one=0.01, ends=PERCENT,
)  # fmt: skip


def headcount_balance(m: Model, v: Variables, i: Inputs) -> None:
    """P7: n_t = n_{t−1} − quits + hires − layoffs − voluntary + moves in − moves out.

    layoffs + voluntary + moves out ≤ n_{t−1} − quits; quits are a share of each role's headcount.
    """
    now = [Term(1, end_of_period(v.headcount))]
    stayed = [Term(by("role", share_that_stays(i.quits)), start_of_period(v.headcount))]
    hires, layoffs = [Term(1, v.hires)], [Term(1, v.layoffs)]
    came, left = [*hires, *moves_in(v, i)], [*layoffs, *voluntary_exits(v), *moves_out(v, i)]
    axes = (i.roles, i.periods)
    add_rows(m, "headcount_balance", axes, now, "=", [*stayed, *came, *times(-1, left)])
    add_rows(m, "people_leave_once", axes, left, "<=", stayed)
    add_rows(m, "total_headcount", (i.periods,), [Term(1, v.total)], "=", now)


def refilling_waits(m: Model, v: Variables, i: Inputs) -> None:
    """P7: a position whose holder was laid off stays empty while the pause lasts.

    Σ_{r∈o} n_r(t) + Σ_{r∈o} Σ_{s ≤ t < s + pause} layoffs_r(s) ≤ max(h_o, n⁰_o(t))
    h_o: headcount at the start; n⁰: of the plan without these layoffs. Roles of an occupation at all places,
    levels and titles count together, so moves among them are no refilling. Where nothing is decided, a row
    has no limit until layoffs are known (`solve`). The size of a cut that falls on every role alike is kept
    by `size_is_kept`. Without a pause there are no rows.
    """
    exits = i.options.exits
    if pause_after_layoffs(i) == 0 or (exits is not None and (exits.pro_rata or exits.by_quits)):
        return
    place, names = pd.factorize(i.occupation)
    occupation = {"occupation": by("role", place)}
    left = [
        Term(1, end_of_period(v.headcount), occupation),
        *(Term(1, lag(v.layoffs, quarters), occupation) for quarters in range(pause_after_layoffs(i))),
    ]
    add_rows(m, PAUSE, (names.rename("occupation"), i.periods), left, "<=", [])
    limit = np.full((len(names), len(i.periods)), np.inf)
    if exits is not None and i.headcount_without_cut is not None:
        while_closed = slice(exits.quarter, exits.quarter + pause_after_layoffs(i))
        limit[:, while_closed] = refilling_limit(i, i.headcount_without_cut)[:, while_closed]
    m.constraints[PAUSE].right[:] = limit.ravel()


def pause_after_layoffs(i: Inputs) -> int:
    """Quarters in which a position whose holder was laid off stays empty, the first one counted."""
    exits = i.options.exits
    if exits is None or exits.size is None:
        return min(round(i.options.parameters["rehire_pause"]), len(i.periods))
    return len(i.periods) if exits.kept is None else min(exits.kept, len(i.periods))


def refilling_limit(i: Inputs, otherwise: Array) -> Array:
    """max(h_o, n⁰_o(t)), no limit for occupations without anybody at the start; (occupation, period) [FTE].

    otherwise : n⁰, (role, period) [FTE] headcount of the plan without the layoffs
    """
    place, names = pd.factorize(i.occupation)
    start, without = np.zeros(len(names)), np.zeros((len(names), len(i.periods)))
    np.add.at(start, place, i.headcount)
    np.add.at(without, place, otherwise)
    return np.where(start[:, None] > 0, np.maximum(start[:, None], without), np.inf)


def size_is_kept(m: Model, v: Variables, i: Inputs) -> None:
    """P7: n(t) ≤ N − X while the positions of a cut are closed; by quits, as soon as these have closed them.

    For the firm in all, or for each occupation.
    """
    exits = i.options.exits
    if exits is None or exits.alone or exits.size is None or (exits.size == "occupations" and not spreads(i)):
        return
    most = most_positions(i)
    if exits.size == "firm":
        axes: tuple[pd.Index, ...] = (i.periods,)
        now = [Term(1, v.total)]
    else:
        place, names = pd.factorize(i.occupation)
        axes = (names.rename("occupation"), i.periods)
        now = [Term(1, end_of_period(v.headcount), {"occupation": by("role", place)})]
    add_rows(m, "size_is_kept", axes, now, "<=", [])
    m.constraints["size_is_kept"].right[:] = most.ravel()


def spreads(i: Inputs) -> bool:
    """Whether a cut falls on every occupation in proportion."""
    exits = i.options.exits
    return exits is not None and (exits.pro_rata or exits.by_quits)


def most_positions(i: Inputs) -> Array:
    """What a cut leaves of the firm or of each occupation; (period) or (occupation, period) [FTE].

    N − X from the quarter of the cut on, no limit before; by quits max(N − X, Σ_r h_r·(1 − q_r)^(t − s)),
    h the headcount before s, at most that of the plan without the cut.
    Raises `ValueError` where no cut is decided.
    """
    exits = i.options.exits
    if exits is None:
        raise ValueError("positions are closed by a cut, but no cut is decided")
    left = i.headcount[:, None] * (1 - exits.count / i.headcount.sum()) * np.ones(len(i.periods))
    after = np.arange(len(i.periods)) - exits.quarter
    by_quits = _before_the_cut(i)[:, None] * share_that_stays(i.quits)[:, None] ** (np.maximum(after, 0) + 1)
    if exits.size == "firm":
        most, slow = left.sum(axis=0), by_quits.sum(axis=0)
    else:
        place, names = pd.factorize(i.occupation)
        most, slow = np.zeros((2, len(names), len(i.periods)))
        np.add.at(most, place, left)
        np.add.at(slow, place, by_quits)
    most = np.maximum(most, slow) if exits.by_quits else most
    closed = (after >= 0) & (after < (len(i.periods) if exits.kept is None else exits.kept))
    some = most > 0 if exits.size == "occupations" else np.ones_like(most, dtype=bool)
    return np.where(closed & some, most, np.inf)


def _before_the_cut(i: Inputs) -> Array:
    """Headcount of each role at most as the quarter of the cut begins; (role) [FTE]."""
    exits = i.options.exits
    if exits is None or exits.quarter == 0 or i.most_before_exits is None:
        return i.headcount
    return np.maximum(i.most_before_exits[:, -1], i.headcount * share_that_stays(i.quits) ** exits.quarter)


def voluntary_exits(v: Variables | Figures) -> Sum:
    """People who take the offer to leave; (role, period) [FTE].

    v : nothing where no programme is offered
    """
    return [] if v.voluntary is None else [Term(1, v.voluntary)]


def moves_out(v: Variables | Figures, i: Inputs) -> Sum:
    """People who leave a role for another or to direct AI; (role, period) [FTE]."""
    return [_pairs(v, i, "origin"), Term(1, v.to_directing)]


def moves_in(v: Variables | Figures, i: Inputs) -> Sum:
    """People who come into a role from another, or from all others to direct AI; (role, period) [FTE]."""
    directing = {"role": by((), len(i.roles) - 1)}
    return [_pairs(v, i, "target"), Term(1, v.to_directing, directing)]


def _pairs(v: Variables | Figures, i: Inputs, end: str) -> Term:
    """Moves between roles, counted in the role at one end."""
    return Term(1, v.moves, {"role": by("pair", i.origins if end == "origin" else i.targets)})


def moves_are_limited(m: Model, v: Variables, i: Inputs) -> None:
    """P9: people moved out of a role in a quarter ≤ a share of its headcount."""
    share = [Term(i.options.parameters["moves_per_quarter"], start_of_period(v.headcount))]
    add_rows(m, "moves_are_limited", (i.roles, i.periods), moves_out(v, i), "<=", share)


def offers_are_taken(m: Model, v: Variables, i: Inputs) -> None:
    """P8: Σ_t voluntary exits from a role ≤ take-up · its headcount at the start.

    An offer is open to all; how many take it is known, and nobody is made to.
    """
    if v.voluntary is None:
        return
    most = by("role", i.headcount * i.options.parameters["voluntary_take_up"])
    add_rows(m, "offers_are_taken", (i.roles,), [Term(1, v.voluntary)], "<=", [Term(most)])


def movers_are_free(m: Model, v: Variables, i: Inputs) -> None:
    """P9: only people whose work has gone move to other roles; nobody is moved up to be replaced by a hire.

    moved_t = (1 − quits of the role)·moved_{t−1} + moves out to roles;
    hours·moved ≤ relief from AI that is new + dropped work + hours without work at the start;
    new of it is the share of the installed reach that is not in use today. Work that is wanted no more frees
    nobody to move: cheap work would be given up to fill dear positions.
    """
    if i.move_table.empty:
        return
    axes = (i.roles, i.periods)
    so_far = [Term(by("role", share_that_stays(i.quits)), lag(v.moved)), _pairs(v, i, "origin")]
    add_rows(m, "movers_so_far", axes, [Term(1, v.moved)], "=", so_far)
    add_rows(m, "movers_are_free", axes, [Term(i.hours, v.moved)], "<=", free_to_move(v, i))


def free_to_move(v: Variables | Figures, i: Inputs) -> Sum:
    """Hours of people whose work has gone (P9); (role, period) [thousand hours]."""
    required = (i.work + i.coordination - i.freed_today)[:, None] * i.growth[None, :]
    idle = np.maximum(i.hours * i.headcount[:, None] - required, 0.0)
    gone = relief(v, i)
    new = times(by("period", i.newly_installed), gone) if i.in_use > 0 else gone
    return [*new, Term(1, v.dropped), Term(by(("role", "period"), idle))]


def open_positions_are_cancelled(m: Model, v: Variables, i: Inputs) -> None:
    """P7: where open positions are cancelled, the first year's hires fall short by as many.

    Raises `ValueError` where the hires of the baseline are not given.
    """
    if not i.options.levers.cancel_open:
        return
    if i.baseline_hires is None:
        raise ValueError("cancelled positions are told against the baseline, whose hires are not given")
    people, quarters = slice(0, -1), slice(0, QUARTERS_A_YEAR)
    planned = i.baseline_hires[:, quarters].sum(axis=1)
    most = np.maximum(planned - i.open_positions, 0.0)[people]
    hired = [Term(1, select(v.hires, role=people, period=quarters))]
    add_rows(m, "open_positions", (i.roles[people],), hired, "<=", [Term(by("role", most))])


def hires_are_limited(m: Model, v: Variables, i: Inputs) -> None:
    """P7, max_hires_per_quarter: Σ_r hires[r,t] ≤ what recruiting and onboarding can take in a quarter."""
    most = i.options.limits.max_hires_per_quarter
    if most is not None:
        add_rows(m, "hires_are_limited", (i.periods,), [Term(1, v.hires)], "<=", [Term(most)])


def exits_are_made(m: Model, v: Variables, i: Inputs) -> None:
    """Exits of a cut in their quarter: pro rata over roles, or at least as many where the plan wants.

    Nobody is laid off where a cut is made by quits.
    Raises `ValueError` where positions stay closed and the headcount of the baseline is not given.
    """
    exits = i.options.exits
    if exits is None or exits.by_quits:
        return
    share = i.headcount / i.headcount.sum()
    if exits.pro_rata:
        made = [Term(1, select(v.layoffs, period=exits.quarter))]
        add_rows(m, "exits_pro_rata", (i.roles,), made, "=", [Term(by("role", exits.count * share))])
    else:
        when = slice(exits.quarter, exits.quarter + exits.quarters)
        made = [Term(1, select(v.layoffs, period=when))]
        add_rows(m, "exits_in_all", (), made, ">=", [Term(exits.count)])
    if exits.alone:
        if i.baseline_headcount is None:
            raise ValueError("closed positions are told against the baseline, whose headcount is not given")
        gone = np.arange(len(i.periods)) >= exits.quarter
        left = i.baseline_headcount - np.outer(exits.count * share, gone)
        now, path = [Term(1, end_of_period(v.headcount))], [Term(by(("role", "period"), left))]
        add_rows(m, "positions_stay_closed", (i.roles, i.periods), now, "=", path)


def contractors_only_end(m: Model, v: Variables, i: Inputs) -> None:
    """P7: contractors[r,t] ≤ contractors[r,t−1], of whom there are no more than at the start.

    Their ending costs nothing, so it comes before a layoff in the same role, which costs severance, notice
    and further quits; no rows where there are none.
    """
    if v.contractors is None:
        return
    start = by(("role", "period"), np.outer(i.contractors, np.arange(len(i.periods)) == 0))
    before = [Term(1, lag(v.contractors)), Term(start)]
    add_rows(m, "contractors_only_end", (i.roles, i.periods), [Term(1, v.contractors)], "<=", before)


def contractor_cost(v: Variables | Figures, i: Inputs) -> Sum:
    """Rate · loaded cost of the role · contractors; (period) [USD million].

    v, i : contractors, pay and rate
    """
    if v.contractors is None:
        return []
    pay = by("role", i.options.parameters["contractor_rate"] * i.loaded_cost) * by("period", i.pay_path)
    return [Term(pay, v.contractors)]
