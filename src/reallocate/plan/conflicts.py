"""Which promises and limits cannot be kept together, where no plan is possible."""

from __future__ import annotations

from dataclasses import replace

from reallocate.errors import InfeasiblePlan, PlanError, Problem
from reallocate.plan.cases import Setting
from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome
from reallocate.plan.promised import Promise, promised
from reallocate.plan.solve import solve


def promises(options: Options) -> list[Promise]:
    """Everything that was asked for and could be given up, as it would be named to the planner.

    options : of the plan
    """
    found = []
    limits, levers, exits = options.limits, options.levers, options.exits
    if limits.cash_per_year is not None:
        text = f"cash of at most USD {limits.cash_per_year:,.0f} million a year"
        found.append(
            Promise(
                text,
                "[budget] cash_per_year",
                lambda o: replace(o, limits=replace(o.limits, cash_per_year=None)),
            )
        )
    if limits.megawatts is not None:
        text = f"at most {limits.megawatts:g} MW for GPUs of its own"
        found.append(
            Promise(
                text, "[compute] megawatts", lambda o: replace(o, limits=replace(o.limits, megawatts=None))
            )
        )
    if limits.unfixed_share is not None:
        text = f"at most {limits.unfixed_share:.2%} of the work bad and unnoticed"
        found.append(
            Promise(
                text,
                "[quality] unfixed_share_at_most",
                lambda o: replace(o, limits=replace(o.limits, unfixed_share=None)),
            )
        )
    if exits is not None:
        text = f"{exits.count:,.0f} exits in the first quarter"
        found.append(Promise(text, "[exits]", lambda o: replace(o, exits=None)))
    if levers.hiring_freeze:
        text = f"no hires for {levers.hiring_freeze} quarters"
        found.append(
            Promise(
                text,
                "[levers] hiring_freeze_quarters",
                lambda o: replace(o, levers=replace(o.levers, hiring_freeze=0)),
            )
        )
    if levers.cancel_open:
        text = "open positions are cancelled"
        found.append(
            Promise(
                text,
                "[levers] open_positions",
                lambda o: replace(o, levers=replace(o.levers, cancel_open=False)),
            )
        )
    if not levers.layoffs:
        text = "no compulsory exits"
        found.append(
            Promise(text, "[levers] layoffs", lambda o: replace(o, levers=replace(o.levers, layoffs=True)))
        )
    if not levers.dropping:
        text = "all work is done"
        found.append(
            Promise(text, "[levers] dropping", lambda o: replace(o, levers=replace(o.levers, dropping=True)))
        )
    return found + promised(options)


def explain_conflict(setting: Setting, options: Options, base: Outcome) -> InfeasiblePlan:
    """The smallest set of promises found that cannot be kept together, as an error to raise.

    setting, options : the plan that is impossible
    base : its baseline
    """
    kept = conflicting(setting, options, base)
    if not kept:
        return InfeasiblePlan("no plan is possible for this firm, even without any promise or limit")
    together = " and ".join(promise.says for promise in kept)
    return InfeasiblePlan(
        Problem(
            f"no plan keeps {together}" + (" together" if len(kept) > 1 else ""),
            ", ".join(promise.where for promise in kept),
            "Give up or loosen one of them; with any one of them gone a plan is possible.",
        )
    )


def conflicting(setting: Setting, options: Options, base: Outcome) -> list[Promise]:
    """A set of promises that cannot be kept together, while a plan is possible with any one of them gone.

    setting, options : a plan that is impossible
    base : its baseline
    Promises are given up one after the other; one that makes no difference is not part of the set. Empty
    where no plan is possible without any promise.

    Source: Chinneck, Dravnieks 1991, ORSA Journal on Computing 3:157, DOI 10.1287/ijoc.3.2.157 (deletion
    filter).
    """
    current = options
    asked = promises(options)
    kept = list(asked)
    for promise in asked:
        trial = promise.without(current)
        if not _possible(setting, trial, base):
            current = trial
            kept.remove(promise)
    return kept


def _possible(setting: Setting, options: Options, base: Outcome) -> bool:
    try:
        solve(setting.inputs(options, base), choose=False)
    except PlanError:
        return False
    return True
