"""Whole copies of neighbouring rosters: the same bytes wherever what they are computed from is the same."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

import reallocate
from reallocate.firm.request.copied import copied_firm
from reallocate.firm.request.saved import checked_scenario
from reallocate.roster.disclosure import KEY_FILE, own_key
from reallocate.roster.staff import Staff

if TYPE_CHECKING:
    from scripts.attack import Attacked

QUARTERS, EIGHT = 1, 8


def differing_copies(base: Attacked, copies: int, seed: int) -> tuple[str, int]:
    """Save whole copies of the firm without some people, and say how they compare; how many are wrong.

    Page, summary, workbooks, JSON, tables, list of files, slides and PDF are compared by name, size and
    bytes.
    """
    draws, rows = np.random.default_rng(seed), base.rows
    with tempfile.TemporaryDirectory() as folder:
        os.environ[KEY_FILE] = str(Path(folder) / "attack.key")
        firm = reallocate.Scenario.from_roster(
            base.scenario.roster,
            industry=list(base.scenario.industries),
            by=list(base.scenario.by),
            without_faulty=True,
        )
        exact = reallocate.plan(firm, quarters=QUARTERS, quick=True, workers=1, progress=False)
        known: dict[bytes, str] = {}
        equal = wrong = 0
        for number in range(copies):
            gone = rows.sample(EIGHT if number % 2 else 1, random_state=int(draws.integers(1 << 31)))
            content, digest = _copied(
                base, exact, base.changed(gone if number else None), Path(folder) / "copy"
            )
            equal += content in known
            wrong += known.setdefault(content, digest) != digest
        wrong += len({*known.values()}) != len(known)
    words = (
        f"complete copies: {copies} rosters gave {len(known)} copies, {equal} of them like an earlier one; "
        f"{wrong} differ from what they are computed from"
    )
    return words, wrong


def _copied(base: Attacked, exact: reallocate.Result, counts: pd.DataFrame, place: Path) -> tuple[bytes, str]:
    """What a copy is computed from, and the digest of its saved folder, slides and PDF."""
    staff = Staff(counts, Staff.read(exact.inputs).groups)  # type: ignore[union-attr]
    files = {name: place.with_suffix(ending) for name, ending in (("pdf", ".pdf"), ("slides", ".pptx"))}
    reallocate.share(
        replace(exact, inputs=staff.files(), memory=None), out=place, workers=1, progress=False, **files
    )
    firm = copied_firm(checked_scenario(exact.facts["scenario"], "attack"), base.usual, counts, own_key())
    every = {
        str(file.relative_to(place)): file.read_bytes() for file in sorted(place.rglob("*")) if file.is_file()
    }
    every |= {name: file.read_bytes() for name, file in files.items()}
    for file in files.values():
        file.unlink()
    digest = hashlib.sha256(repr([(name, len(one), one) for name, one in every.items()]).encode()).hexdigest()
    return firm.content, digest
