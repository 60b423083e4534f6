"""A small firm for tests of claims about plans: one industry, few roles, six quarters."""

from __future__ import annotations

from pathlib import Path

import pytest

from reallocate.claims.basis.claim import Claim
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.ledger import Entry
from reallocate.claims.tables import TABLES
from reallocate.claims.text import explained
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import computed
from reallocate.work.world import World

SCENARIO = Path(__file__).with_name("small.toml").read_text(encoding="utf-8")


def context_of(world: World, folder: Path, **given: float) -> ClaimContext:
    """A small firm, with two draws."""
    folder.mkdir()
    values = {"megawatts": 0.5, "midpoint": 2.0, "capex": 50e6, **given}
    (folder / "scenario.toml").write_text(SCENARIO.format(**values), encoding="utf-8")
    return ClaimContext(world, study=str(folder), draws=2)


def facts_of(entry: Entry) -> dict[str, str]:
    """A claim in sentences by label, as page, terminal and docs have it."""
    tables = computed(TABLES, (entry,))
    (row,) = tables["claims"].to_dict("records")
    return explained(row, tables)


def told(claim: Claim, context: ClaimContext) -> str:
    """Verdicts, reason, finding and every reading of a claim, a sentence a line."""
    parameters = Parameters.default()
    found = claim.measure(context, parameters)
    lines = [f"# {claim.row}: {found.verdict}, by the first rule {found.first_verdict}", found.reason, found.finding, found.rests_on]
    lines += [f"- {one.reading}: {one.verdict}. {one.finding}" for one in claim.readings(context, parameters)]
    return "\n".join(line for line in lines if line)


@pytest.fixture(scope="module")
def context(world: World) -> ClaimContext:
    """The nation as it is, with two draws."""
    return ClaimContext(world, draws=2)


@pytest.fixture(scope="session")
def small_firm(world: World, tmp_path_factory: pytest.TempPathFactory) -> ClaimContext:
    """The small firm; what one test has computed is kept for the next."""
    return context_of(world, tmp_path_factory.mktemp("claims") / "small")
