"""What a plan must keep of what was promised to its people (P10); no rows where nothing was promised."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import Term, add_rows, by, end_of_period, select, times
from reallocate.firm.model.lever import PERCENT, Decisions, Excess, Lever, over, within_first
from reallocate.firm.model.people_rules import voluntary_exits
from reallocate.firm.model.variables import Variables
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MONTHS_A_QUARTER
from reallocate.lp.model import Model
from reallocate.lp.named_axes import Named
from reallocate.work.firm import named_dimension, plain


def _retrained(plan: Decisions, name: str, share: float) -> Excess:
    gone = np.where(may_move(plan.inputs)[:, None], plan.layoffs, 0.0).cumsum(axis=1)
    return Excess(over(share * gone - plan.moves_out.cumsum(axis=1)), "people not moved first")


def _covered(plan: Decisions, name: str, positions: float) -> Excess:
    i, here = plan.inputs, places_of(plan.inputs, name)
    at_work = (plan.headcount - plan.directing / i.hours)[here].sum(axis=0)
    return Excess(positions - at_work, "positions too few")


def _span(plan: Decisions, name: str, span: float) -> Excess:
    manages = plan.inputs.manages
    people = plan.headcount[~manages].sum(axis=0) - span * plan.headcount[manages].sum(axis=0)
    return Excess(people, "people too many for the managers")


def _protected(plan: Decisions, name: str, _: object) -> Excess:
    """Layoffs in the roles of a name; of a place, also those in shared roles that hit people of it."""
    i = plan.inputs
    gone = plan.layoffs[places_of(i, name)].sum(axis=0)
    if named_dimension(name) is None:
        return Excess(gone, "layoffs", True)
    shared = i.protected > 0
    beyond = np.cumsum(plan.layoffs[shared], axis=1) - may_be_laid_off(i)[shared, None]
    return Excess(gone + np.diff(np.maximum(beyond, 0.0).sum(axis=0), prepend=0.0), "layoffs", True)


def _laid_off_early(plan: Decisions, _: str, quarters: int) -> Excess:
    return Excess(within_first(plan.layoffs, quarters), "layoffs", True)


def _share_not_kept(plan: Decisions, _: str, share: float) -> Excess:
    return Excess(share * plan.inputs.headcount.sum() - plan.positions, "positions too few")


def _not_kept(plan: Decisions, name: str, positions: float) -> Excess:
    here = places_of(plan.inputs, name)
    return Excess(positions - plan.headcount[here].sum(axis=0), "positions too few")


def _exits_in_a_month(plan: Decisions, _: str, most: float) -> Excess:
    exits = (plan.layoffs + plan.voluntary).sum(axis=0) / MONTHS_A_QUARTER
    return Excess(exits - most, "exits a month too many")


NO_LAYOFFS = Lever(
    part="promises", field="no_layoffs", section="promises", key="no_layoffs_before",
    text="no layoffs in the first {first}", limit="quarters without layoffs",
    unit="quarters", whole=True,
    excess=_laid_off_early,
)  # fmt: skip
KEEP_SHARE = Lever(
    part="promises", field="keep_share", section="promises", key="keep_at_least.all",
    text="at least {percent:g}% of the positions at the start", limit="positions kept, of those at the start",
    unit="percentage points", one=0.01, ends=PERCENT,
    excess=_share_not_kept,
)  # fmt: skip
KEEP_POSITIONS = Lever(
    part="promises", field="keep_positions", section="promises", key="keep_at_least", by_name=True,
    text="at least {value:,g} positions in {name}", limit="positions kept in {name}", unit="positions",
    excess=_not_kept,
)  # fmt: skip
EXITS_A_MONTH = Lever(
    part="promises", field="max_exits_per_month", section="promises",
    text="at most {value:,g} exits by decision a month, accepted offers included",
    limit="exits by decision a month, accepted offers included", unit="FTE a month",
    excess=_exits_in_a_month,
)  # fmt: skip
PROTECTED = Lever(
    part="promises", field="protect", section="promises", by_name=True, text="no layoffs in {name}",
    excess=_protected,
)
RETRAINED = Lever(
    part="promises", field="retrain_before_exit", section="promises",
    text="{percent:g} people moved before 100 of a role are laid off",
    limit="people moved before 100 are laid off", unit="people", one=0.01,
    excess=_retrained,
)  # fmt: skip
COVER = Lever(
    part="promises", field="minimum_cover", section="promises", by_name=True,
    text="at least {value:,g} positions at the work of {name}", limit="positions at the work of {name}",
    unit="positions",
    excess=_covered,
)  # fmt: skip
SPAN = Lever(
    part="promises", field="span_at_most", section="promises",
    text="at most {value:g} people for each manager", limit="people for each manager", unit="people",
    excess=_span,
)  # fmt: skip


def nobody_is_laid_off_before(m: Model, v: Variables, i: Inputs) -> None:
    """P10, no_layoffs_before: Σ_r layoffs[r,t] ≤ 0 in the first quarters, by promise or by law."""
    quarters = min(max(i.options.promises.no_layoffs, i.options.exits_from), len(i.periods))
    if quarters:
        first = i.periods[:quarters]
        gone = [Term(1, select(v.layoffs, period=slice(0, quarters)))]
        add_rows(m, "nobody_is_laid_off_before", (first,), gone, "<=")


def some_are_protected(m: Model, v: Variables, i: Inputs) -> None:
    """P10, protect: Σ_t layoffs[r,t] ≤ 0 in every role that is named, or whose occupation or family is."""
    safe = np.flatnonzero(_are_named(i))
    if len(safe):
        gone = [Term(1, select(v.layoffs, role=safe))]
        add_rows(m, "some_are_protected", (i.roles[safe],), gone, "<=")


def enough_are_spared(m: Model, v: Variables, i: Inputs) -> None:
    """P10, protect: Σ_t layoffs[r,t] ≤ n₀[r] − protected[r] in roles of people of several places.

    Where a place is named, so many of each such role can be spared that those of the place are.
    """
    is_promised = any(named_dimension(name) for name in i.options.promises.protect)
    shared = np.flatnonzero((i.protected > 0) & is_promised & ~_are_named(i))
    if len(shared):
        gone, most = Term(1, select(v.layoffs, role=shared)), Term(by("role", may_be_laid_off(i)[shared]))
        add_rows(m, "enough_are_spared", (i.roles[shared],), [gone], "<=", [most])


def positions_are_kept(m: Model, v: Variables, i: Inputs) -> None:
    """P10, keep_at_least: N_t ≥ share·N₀, and Σ_{r named} n[r,t] ≥ positions."""
    promises = i.options.promises
    if promises.keep_share is not None:
        least = [Term(promises.keep_share * float(i.headcount.sum()))]
        add_rows(m, "headcount_is_kept", (i.periods,), [Term(1, v.total)], ">=", least)
    for name, positions in promises.keep_positions:
        there = [Term(1, end_of_period(v.headcount).isel(role=np.flatnonzero(places_of(i, name))))]
        add_rows(m, f"kept_in_{name}", (i.periods,), there, ">=", [Term(positions)])


def exits_are_spread(m: Model, v: Variables, i: Inputs) -> None:
    """P10, max_exits_per_month: Σ_r layoffs[r,t] + voluntary[r,t] ≤ 3 · exits a month."""
    most = i.options.promises.max_exits_per_month
    if most is not None:
        gone = [Term(1, v.layoffs), *voluntary_exits(v)]
        add_rows(m, "exits_are_spread", (i.periods,), gone, "<=", [Term(MONTHS_A_QUARTER * most)])


def people_are_retrained_first(m: Model, v: Variables, i: Inputs) -> None:
    """P10, retrain_before_exit: Σ_{τ≤t} moves out[r,τ] ≥ share · Σ_{τ≤t} layoffs[r,τ].

    In every role that has a move open, and at the end of every quarter: whoever is laid off has
    been preceded by so many who were moved. Roles without a move are not held to it.
    """
    share = i.options.promises.retrain_before_exit
    movable = np.flatnonzero(may_move(i))
    if share is None or len(movable) == 0:
        return
    axes = (i.roles[movable], pd.RangeIndex(len(i.periods), name="until"))
    origin = i.roles[movable].get_indexer(pd.Index(i.move_table["origin"]))
    moved = [
        _until_now(select(v.moves), i, {"role": by("pair", origin)}),
        _until_now(select(v.to_directing, role=movable), i),
    ]
    gone = [_until_now(select(v.layoffs, role=movable), i)]
    add_rows(m, "people_are_retrained_first", axes, moved, ">=", times(share, gone))


def roles_are_covered(m: Model, v: Variables, i: Inputs) -> None:
    """P10, minimum_cover: Σ_{r named} hours·n[r,t] − directing[r,t] ≥ hours · positions.

    Hours that people of the role spend on directing AI are no cover of the role's own work.
    """
    for name, positions in i.options.promises.minimum_cover:
        places = np.flatnonzero(places_of(i, name))
        people = Term(i.hours, end_of_period(v.headcount).isel(role=places))
        away = Term(-1, select(v.directing, role=places))
        add_rows(m, f"cover_of_{name}", (i.periods,), [people, away], ">=", [Term(i.hours * positions)])


def managers_are_enough(m: Model, v: Variables, i: Inputs) -> None:
    """P10, span_at_most: Σ_{r no manager} n[r,t] ≤ span · Σ_{r manager} n[r,t].

    Managers are SOC major group 11; people who direct AI count among the others.
    """
    span = i.options.promises.span_at_most
    if span is None:
        return
    manages = i.manages
    now = end_of_period(v.headcount)
    others = [Term(1, now.isel(role=np.flatnonzero(~manages)))]
    managers = [Term(span, now.isel(role=np.flatnonzero(manages)))]
    add_rows(m, "managers_are_enough", (i.periods,), others, "<=", managers)


def places_of(i: Inputs, name: str) -> npt.NDArray[np.bool_]:
    """Whether a name stands for each role: its own, its occupation's, its family's, its place's; (role).

    i : the roles
    Raises `ValueError` where it stands for none, unless it is a place whose people are in roles of several.
    """
    place = named_dimension(name)
    if place is not None:
        column, value = place
        there = i.places.get(column, pd.Index([""] * len(i.roles)))
        named = np.array([plain(one) == plain(value) for one in there])
    else:
        named = (i.roles == name) | (i.occupation == name) | (i.family == name)
    result: npt.NDArray[np.bool_] = np.asarray(named)
    if not result.any() and not (place is not None and i.protected.any()):
        raise ValueError(
            f"a promise names {name!r}, and no role, occupation, family or place of the firm is called so"
        )
    return result


def _are_named(i: Inputs) -> npt.NDArray[np.bool_]:
    """(role) Whether nobody of a role may be laid off."""
    named = np.zeros(len(i.roles), dtype=bool)
    for name in i.options.promises.protect:
        named |= places_of(i, name)
    return named


def may_be_laid_off(i: Inputs) -> Array:
    """People of each role whom no promise to their place protects; (role) [FTE].

    i : the roles
    """
    most: Array = np.maximum(i.headcount - i.protected, 0.0)
    return most


def may_move(i: Inputs) -> npt.NDArray[np.bool_]:
    """Whether people of each role may move to another, or to directing AI; (role).

    i : feasible moves and levers
    """
    levers = i.options.levers
    if not levers.redeployment:
        return np.zeros(len(i.roles), dtype=bool)
    directing = i.may_direct_after_move & levers.directing_hires & levers.ai
    return np.asarray(i.roles.isin(i.move_table["origin"]) | directing)


def _until_now(found: Named, i: Inputs, at: Mapping[str, Named] | None = None) -> Term:
    """A flow added up from the start to each quarter's end.

    found : (…, period) columns of a variable
    i : the periods
    at : as for `Term`
    """
    until, period = np.tril_indices(len(i.periods))
    return Term(1, found.isel(period=by("step", period)), {**(at or {}), "until": by("step", until)})
