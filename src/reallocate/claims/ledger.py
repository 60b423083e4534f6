"""The ledger: every claim with its finding, its interval, what drives it, where it turns, and its verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from reallocate.claims.claim import Claim, Measured, Reading, Verdict
from reallocate.claims.drivers import SHOWN, Driver, Turn, drivers, turns
from reallocate.claims.ground import ClaimGround
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


@dataclass(frozen=True)
class Entry:
    """One claim, computed.

    claim : what
    measured : the finding
    readings : other readings
    drivers : parameters that matter most
    turns : where single parameters turn the verdict
    """

    claim: Claim
    measured: Measured
    readings: tuple[Reading, ...]
    drivers: tuple[Driver, ...]
    turns: tuple[Turn, ...]

    def json(self) -> dict[str, object]:
        """The same for machines."""
        claim, found = self.claim, self.measured
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
                {"reading": one.reading, "finding": one.finding, "verdict": one.verdict.value}
                for one in self.readings
            ],
            "drivers": [
                {
                    "parameter": one.parameter,
                    "unit": one.unit,
                    "range": [one.low, one.high],
                    "result": [one.at_low, one.at_high],
                }
                for one in self.drivers[:SHOWN]
            ],
            "flips_at": [
                {
                    "parameter": one.parameter,
                    "value": one.value,
                    "unit": one.unit,
                    "verdict": one.verdict.value,
                }
                for one in self.turns
            ],
            "rule": {
                "supported": claim.rule.supported,
                "not supported": claim.rule.not_supported,
                "otherwise": claim.rule.otherwise.value,
                "changed": claim.rule.changed,
            },
            "verdict": found.verdict.value,
            "sources": list(claim.sources),
        }


def claims(names: Iterable[str] | None = None) -> tuple[Claim, ...]:
    """The claims by name, or all of them.

    names : ids or rows; all where none are given
    Raises `UnknownName` for a name that no claim has.
    """
    known = tuple(claim for name in ROWS for claim in _of(name))
    if names is None:
        return known
    wanted = list(names)
    by_name = [claim for claim in known if claim.id in wanted or claim.row in wanted]
    labels = {claim.id for claim in known} | {claim.row for claim in known}
    unknown = [name for name in wanted if name not in labels]
    if unknown:
        raise UnknownName(
            [
                Problem(f"there is no claim {name!r}", "claims", nearest=nearest(name, labels))
                for name in unknown
            ]
        )
    return tuple(by_name)


def _of(name: str) -> tuple[Claim, ...]:
    module = import_module(f"reallocate.claims.rows.{name}")
    found: tuple[Claim, ...] = getattr(module, "CLAIMS", ()) or (module.CLAIM,)
    return found


def ledger(
    ground: ClaimGround, parameters: Parameters, names: Iterable[str] | None = None
) -> tuple[Entry, ...]:
    """Every claim, computed.

    ground : what they are computed on
    parameters : in force
    names : ids or rows; all where none are given
    """
    return tuple(entry(claim, ground, parameters) for claim in claims(names))


def entry(claim: Claim, ground: ClaimGround, parameters: Parameters) -> Entry:
    """One claim, computed.

    claim : which
    ground : what it is computed on
    parameters : in force
    """
    ground.say(f"{claim.row}: {claim.statement}")
    measured = claim.measure(ground, parameters)
    moved = drivers(claim, ground, parameters)
    return Entry(
        claim,
        measured,
        claim.readings(ground, parameters),
        moved,
        turns(claim, ground, parameters, measured, moved),
    )


def counted(entries: Iterable[Entry]) -> dict[Verdict, int]:
    """How many claims have each verdict.

    entries : of the ledger
    """
    found = dict.fromkeys(Verdict, 0)
    for one in entries:
        found[one.measured.verdict] += 1
    return found
