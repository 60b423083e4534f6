"""What replications stand on: the world, files that may not ship, and each lens's run once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from reallocate.claims.evidence.target import Target
from reallocate.data.bundle import ShippedTables, content_hash
from reallocate.data.pack import sha256_of
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import Say
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

Made = TypeVar("Made")

SETTING = "REALLOCATE_SOURCE_DATA"
"""The one setting that names the folder of source files, here and in the tests."""


@dataclass(frozen=True, eq=False)
class EvidenceContext:
    """What replications stand on.

    world : the shipped figures
    sources : the folder of source files, laid out as `reallocate data build --from` reads it; without it,
        what needs them is not available
    say : is given the progress report
    """

    world: World
    parameters: Parameters
    sources: Path | None = None
    say: Say = lambda text: None
    _cache: dict[str, Any] = field(default_factory=dict)

    def file(self, name: str) -> Path | None:
        """A source file, or nothing where it is not available.

        name : its place under the sources' folder, such as open/gpts-are-gpts/full_labelset.tsv
        """
        path = self.sources / name if self.sources is not None else None
        return path if path is not None and path.exists() else None

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Something that several replications need, made by the first of them."""
        if name not in self._cache:
            self._cache[name] = make()
        made: Made = self._cache[name]
        return made


def sources_folder(given: Path | None) -> Path | None:
    """The folder of source files as the user named it, or as the setting does.

    given : the folder, or nothing
    Raises `InputError` where it is not a folder.
    """
    setting = os.environ.get(SETTING)
    named, where = given or (Path(setting) if setting else None), "--sources" if given else SETTING
    if named is not None and not named.is_dir():
        remedy = (
            "Name the folder that holds open/ and validation-only/, or leave it out: figures that need "
            "a file that does not ship are then listed as not available, with what to provide."
        )
        raise InputError(Problem(f"there is no folder {str(named)!r}", where, remedy))
    return named


SHORT = 8
FILE, _TABLE = "file", "table"


@dataclass(frozen=True)
class Used:
    """One file or shipped table that a figure is computed from.

    kind : file, hashed byte by byte, or table, hashed by its content
    name : its place under the sources' folder, or the table's name
    sha256 : in hexadecimal
    """

    kind: str
    name: str
    sha256: str


def data_used(context: EvidenceContext, target: Target) -> tuple[Used, ...]:
    """Files and shipped tables of a figure, as they are at hand.

    context : the sources' folder and the world
    target : names them
    A file that is not available is left out; a figure of parameters alone has none.
    """
    files = [
        Used(FILE, name, context.once(f"sha256 of {name}", partial(sha256_of, path)))
        for name in target.needs
        if (path := context.file(name)) is not None
    ]
    tables = [Used(_TABLE, name, _of_table(context, name)) for name in target.tables]
    return (*files, *tables)


def fingerprint(used: tuple[Used, ...]) -> str:
    """All hashes as eight digits; nothing where nothing was used.

    used : files and tables
    One file's or table's own hash begins with it; of several it is that of the lines `name sha256`.
    """
    if not used:
        return ""
    if len(used) == 1:
        return used[0].sha256[:SHORT]
    lines = "".join(f"{one.name} {one.sha256}\n" for one in used)
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()[:SHORT]


def _of_table(context: EvidenceContext, name: str) -> str:
    tables = context.world.tables
    if isinstance(tables, ShippedTables):
        return tables.content_sha256(name)
    return context.once(f"sha256 of table {name}", lambda: content_hash(name, context.world.table(name)))


_WORDS = {
    "open/gpts-are-gpts/national_May2021_dl.csv": "employment and wages of May 2021: bls.gov/oes/tables.htm",
    "open/gpts-are-gpts": "task labels of Eloundou and others: GitHub openai/GPTs-are-GPTs",
    "open/working-with-ai": "data release 1.0 of Tomlinson and others: GitHub microsoft/working-with-ai",
    "open/anthropic-economic-index": "release of 10 February 2025: Hugging Face Anthropic/EconomicIndex",
    "open/bls-oews-national": "national employment and wages of that May: bls.gov/oes/tables.htm",
    "open/crosswalks": "the bridge from SOC 2010 to SOC 2018: bls.gov/soc/2018",
    "open/epoch": "Epoch AI's benchmark data of May 2026, METR's time horizons among them",
    "open/county-employment": "people in work by commuting zone: BLS, Local Area Unemployment Statistics",
    "validation-only/adh-2013": "work file of Autor, Dorn, Hanson: DOI 10.1257/aer.103.6.2121; industries' "
    "shares: GitHub kolesarm/ShiftShareSE",
    "validation-only/aioe": "appendix of Felten, Raj, Seamans: GitHub AIOE-Data/AIOE",
    "validation-only/epoch-inference-price-trends": "data files of the insight: epoch.ai/data-insights",
    "validation-only/frey-osborne": "columns SOC code, Probability: the paper's appendix, 702 occupations",
    "validation-only/gdpval": "win rates by occupation of OpenAI's leaderboard: GitHub tao-shen/jobless",
    "validation-only/penn-world-table-10.01": "output, employment and labour's share: www.ggdc.net/pwt",
    "validation-only/ilo-genai-2025": "scores of tasks: GitHub pgmyrek/2025_GenAI_scores_ISCO08",
}
"""File, or folder of files, under the sources' folder -> what it is and where to find it."""


def file_words(name: str) -> str:
    """What a file is and who gives it.

    name : its place under the sources' folder
    """
    return _WORDS.get(name) or _WORDS["/".join(name.split("/")[:2])]
