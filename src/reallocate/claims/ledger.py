"""The ledger: every claim with its finding, interval, drivers, tipping points and verdict."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from reallocate.claims.basis.claim import Claim
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.computed import Entry, computed
from reallocate.errors import Problem, UnknownName, nearest
from reallocate.executor import SERIAL, Where
from reallocate.work.parameters import Parameters

ROWS: tuple[str, ...] = (
    "funds_the_race",
    "coordinators_per_person",
    "most_at_risk",
    "exposure_foretells",
    "force_multipliers",
    "operating_model",
    "industry_standard",
    "divide_widens",
    "directing_protects",
    "permanent",
    "net_jobs",
    "energy_binds",
    "leaner_market",
    "young_people",
    "exclusive_market",
    "growth_driver",
)
"""The files of `rows`, in the story's order; each holds one `CLAIM`, or `CLAIMS` of one kind."""

NOT_COMPUTABLE = {
    "proprietary data as a core asset": "no public account or table values a firm's own data, so no figure "
    "can test it",
    "'feature bloat' as a goal": "it has no agreed measure, and no series is available",
}
"""What the story says and cannot be computed, each with the reason."""


def claims(names: Iterable[str] | None = None) -> tuple[Claim, ...]:
    """The claims by name, or all of them.

    names : ids or rows; all where none are given
    Raises `UnknownName` for a name that no claim has.
    """
    known = tuple(claim for name in ROWS for claim in _of(name))
    if names is None:
        return known
    wanted = list(names)
    labels = set().union(*map(_names, known))
    if unknown := [name for name in wanted if name not in labels]:
        raise UnknownName(
            Problem(f"there is no claim {name!r}", "claims", nearest=nearest(name, labels))
            for name in unknown
        )
    return tuple(claim for claim in known if _names(claim) & set(wanted))


def _names(claim: Claim) -> set[str]:
    """What a claim is asked for by: its id, its row, and the number of a row that has several."""
    return {claim.id, claim.row, claim.row.rstrip("abcdefgh")}


def _of(name: str) -> tuple[Claim, ...]:
    module = import_module(f"reallocate.claims.rows.{name}")
    return tuple(getattr(module, "CLAIMS", ())) or (module.CLAIM,)


def ledger(
    context: ClaimContext,
    parameters: Parameters,
    names: Iterable[str] | None = None,
    workers: Where = SERIAL,
) -> tuple[Entry, ...]:
    """Every claim, computed.

    names : ids or rows; all where none are given
    workers : where the tasks run; with several processes each works on the shipped figures
    """
    return computed(claims(names), context, parameters, workers)


def entry(claim: Claim, context: ClaimContext, parameters: Parameters) -> Entry:
    """One claim, computed."""
    return computed((claim,), context, parameters)[0]
