"""A ledger of claims as a result."""

from __future__ import annotations

from collections.abc import Sequence

from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.computed import Entry
from reallocate.claims.outline import CLAIMS
from reallocate.claims.tables import TABLES
from reallocate.claims.text import text
from reallocate.data.bundle import bundle_folder, read_manifest
from reallocate.output.table import computed
from reallocate.result.provenance import provenance
from reallocate.result.result import Result
from reallocate.study.layoffs.run import layoff_record
from reallocate.work.parameters import Parameters

LIBRARIES = ("numpy", "pandas", "scipy", "xarray", "highspy")
"""Libraries whose version may move a digit."""


def ledger_result(
    entries: Sequence[Entry],
    context: ClaimContext,
    parameters: Parameters,
    names: Sequence[str] = (),
    command: str = "",
) -> Result:
    """Claims, computed, with the layoff record beside them.

    context : that they were computed on
    names : of the claims, as requested; all where none are given
    command : that made it, for the record
    """
    own = {name: parameters[name] for name in parameters if parameters.about(name).is_own}
    sources = context.sources is not None
    request = {"names": list(names), "sources": sources, "draws": context.draws, "set": own}
    layoffs = layoff_record(context.world, parameters)
    tables = computed(TABLES, entries)
    facts = {
        "title": "The argument's claims and their verdicts",
        **request,
        **provenance(
            request, read_manifest(bundle_folder()), LIBRARIES, command or "reallocate claims", context.seed
        ),
    }
    words = {**text(tables), "layoffs": layoffs.text["headline"], "taken_back": layoffs.text["taken_back"]}
    every = {**tables, **layoffs.tables}
    return Result(CLAIMS, facts, every, words)
