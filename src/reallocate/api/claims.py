"""The argument's claims with verdicts, claims of one's own, and the layoff record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reallocate.api.command_line import command_line, recorded
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import Progress, executor_name, shown
from reallocate.api.spelling import python_errors
from reallocate.claims import ledger
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.evidence.context import sources_folder
from reallocate.claims.own import MEASURES, own_claims
from reallocate.claims.page import CLAIMS, ledger_result
from reallocate.data.bundle import load_world
from reallocate.firm.council.layoffs import LAYOFFS, layoff_record
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.options import Assignments
from reallocate.kernel.parameters import own_parameters
from reallocate.render.result import Result

DRAWS = 32
CLAIM, _CLAIMS_OF_OWN = "claims ", "claims add "
"""Begin the commands whose reads of parameters are recorded, before a row and before a measure."""
ADD = "add"


@python_errors
@recorded("claims", "names", sub_verb=ADD)
def claims(
    *names: str,
    add: str | Path | Sequence[str | Path] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    set: Assignments | None = None,
    sources: str | Path | None = None,
    out: str | Path | None = None,
    workers: int | None = None,
    progress: Progress = True,
) -> Result:
    """The argument's claims, computed: each with its interval, its tipping points and a verdict.

    names : ids or rows of claims, such as "3a"; all by default
    add : .toml files with claims of your own, which are computed instead
    draws : of the assumptions, for intervals
    seed : of the draws
    set : assumptions by name, such as {"capture_augmented": 0.4}
    sources : folder of source files whose data may not ship
    out : folder to save the result in; checked before the work
    workers : processes; one for each core by default; claims of your own use one
    progress : `False` for none, or a function that is called with each stage
    Raises `InputError` with every problem of the input.
    """
    own = [add] if isinstance(add, str | Path) else list(add or ())
    _check(names, own, draws, seed, workers)
    parameters = own_parameters(set, *_commands(names, own))
    place = free_folder(out, CLAIMS)
    with shown(progress) as say:
        source = sources_folder(None if sources is None else Path(sources))
        context = ClaimContext(load_world(), sources=source, draws=draws, seed=seed, say=say)
        if own:
            added = own_claims([Path(file) for file in own], context)
            entries = tuple(ledger.entry(claim, context, parameters) for claim in added)
        else:
            entries = ledger.ledger(context, parameters, names or None, executor_name(workers))
        requested = [ADD, *map(str, own)] if own else list(names)
        return finished(ledger_result(entries, context, parameters, requested, command_line()), place)


@python_errors
@recorded("claims layoffs")
def layoffs(*, set: Assignments | None = None, out: str | Path | None = None) -> Result:
    """The layoff record: announced cuts by mechanism and stated reason, and how many were reversed.

    set : assumptions by name
    out : folder to save the result in; checked before the work
    """
    parameters = own_parameters(set, ("claims layoffs",))
    folder = free_folder(out, LAYOFFS)
    return finished(layoff_record(load_world(), parameters, command_line()), folder)


def _commands(names: Sequence[str], own: Sequence[object]) -> tuple[list[str], str]:
    """The commands whose reads count, and words for them: claims by their rows; own claims by any measure."""
    if own:
        return [f"{_CLAIMS_OF_OWN}{measure}" for measure in MEASURES], "reallocate claims add"
    chosen = ledger.claims(names or None)
    return [f"{CLAIM}{claim.row}" for claim in chosen], " ".join(["reallocate claims", *names])


def _check(names: Sequence[str], own: Sequence[object], draws: int, seed: int, workers: int | None) -> None:
    """Refuse what cannot be, or would not be used; all of it at once."""
    problems = []
    if own and names:
        what = "claims of your own and claims of the ledger do not go together"
        problems.append(Problem(what, "claims add", "Compute one after the other."))
    if own and workers is not None:
        what = "--workers has no effect on claims of your own"
        problems.append(Problem(what, "claims add", "Leave it out."))
    if draws < 2:
        problems.append(Problem(f"an interval needs two draws or more, not {draws}", "--draws"))
    if seed < 0:
        problems.append(Problem(f"the seed is {seed}", "--seed", "Write a whole number from 0."))
    if problems:
        raise InputError(problems)
