"""The ledger: every claim with its finding, its interval, what drives it, where it turns, and its verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from importlib import import_module

from reallocate.claims.basis.claim import Claim, Verdict
from reallocate.claims.basis.context import ClaimGround
from reallocate.claims.computed import Entry, computed
from reallocate.errors import Problem, UnknownName, nearest
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
    "exclusive_market",
)
"""The files of `rows`, in the story's order; each holds one `CLAIM`, or `CLAIMS` of one kind."""

NOT_COMPUTABLE: tuple[tuple[str, str], ...] = (
    (
        "proprietary data as a core asset",
        "no public account or table values a firm's own data, so that nothing can be held against it",
    ),
    ("'feature bloat' as a goal", "it has no agreed measure and no series at hand"),
)
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
    by_name = [claim for claim in known if _names(claim) & set(wanted)]
    labels = set().union(*(_names(claim) for claim in known))
    unknown = [name for name in wanted if name not in labels]
    if unknown:
        raise UnknownName(
            [
                Problem(f"there is no claim {name!r}", "claims", nearest=nearest(name, labels))
                for name in unknown
            ]
        )
    return tuple(by_name)


def _names(claim: Claim) -> set[str]:
    """What a claim is asked for by: its id, its row, and the number of a row that has several."""
    return {claim.id, claim.row, claim.row.rstrip("abcdefgh")}


def _of(name: str) -> tuple[Claim, ...]:
    module = import_module(f"reallocate.claims.rows.{name}")
    found: tuple[Claim, ...] = getattr(module, "CLAIMS", ()) or (module.CLAIM,)
    return found


def ledger(
    ground: ClaimGround, parameters: Parameters, names: Iterable[str] | None = None, processes: int = 1
) -> tuple[Entry, ...]:
    """Every claim, computed.

    ground : what they are computed on
    parameters : in force
    names : ids or rows; all where none are given
    processes : how many; with several each works on the shipped figures
    """
    return computed(claims(names), ground, parameters, processes)


def entry(claim: Claim, ground: ClaimGround, parameters: Parameters) -> Entry:
    """One claim, computed.

    claim : which
    ground : what it is computed on
    parameters : in force
    """
    return computed((claim,), ground, parameters)[0]


def entry_json(one: Entry) -> dict[str, object]:
    """A claim for machines.

    one : computed
    """
    claim, found = one.claim, one.measured
    return {
        "id": claim.id,
        "row": claim.row,
        "statement": claim.statement,
        "reading": claim.reading,
        "result": found.middle,
        "interval": [found.low, found.high],
        "unit": claim.unit,
        "says": found.says,
        "parts": found.parts,
        "readings": [
            {"reading": other.reading, "finding": other.finding, "verdict": other.verdict.value}
            for other in one.readings
        ],
        "drivers": [
            {
                "parameter": each.parameter,
                "unit": each.unit,
                "range": [each.low, each.high],
                "result": [each.at_low, each.at_high],
                "verdict": [each.verdict_low.value, each.verdict_high.value],
            }
            for each in one.drivers
        ],
        "flips_at": [
            {
                "parameter": each.parameter,
                "value": each.value,
                "unit": each.unit,
                "above": each.above,
                "verdict": each.verdict.value,
            }
            for each in one.turns
        ],
        "rule": {
            "supported": claim.rule.supported,
            "not supported": claim.rule.not_supported,
            "otherwise": claim.rule.otherwise.value,
            "instead": claim.rule.instead,
            "change": asdict(claim.rule.change) if claim.rule.change is not None else None,
            "reach": [
                {
                    "figure": [each.low, each.high],
                    "unit": each.unit,
                    "held": list(each.held),
                    "cannot": [verdict.value for verdict in each.cannot],
                }
                for each in one.reach
            ],
        },
        "verdict": found.verdict.value,
        "verdict_reason": found.reason,
        "verdict_by_first_rule": found.first.value if found.first is not None else None,
        "sources": list(claim.sources),
    }


def counted(entries: Iterable[Entry]) -> dict[Verdict, int]:
    """How many claims have each verdict.

    entries : of the ledger
    """
    found = dict.fromkeys(Verdict, 0)
    for one in entries:
        found[one.measured.verdict] += 1
    return found
