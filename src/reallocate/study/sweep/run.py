"""Every industry's answer to the same cut, solved wherever the work runs."""

from __future__ import annotations

import time
from collections.abc import Callable

import pandas as pd

from reallocate.data.bundle import bundle_folder, read_manifest, shipped_world
from reallocate.errors import ReallocateError
from reallocate.executor import SERIAL, Where, Workers
from reallocate.output.table import computed
from reallocate.result.provenance import provenance
from reallocate.result.result import Result
from reallocate.result.shipped import as_shipped
from reallocate.scenario.firm.read import scenario_from_flags
from reallocate.scenario.firm.request import firm_scenario
from reallocate.study.cut.beforehand import answer_at_hand
from reallocate.study.cut.run import LIBRARIES, cut_study
from reallocate.study.sweep.answers import Answer, Swept
from reallocate.study.sweep.outline import SWEEP
from reallocate.study.sweep.text import text

FINEST = 4
"""Digits of the NAICS codes that are swept; of a group of three digits where it has none of four."""
Progress = Callable[[str], None]


def finest_industries(industries: pd.DataFrame) -> pd.DataFrame:
    """The industries of four digits, and those of three digits that are not divided further.

    industries : the shipped table
    """
    table = industries.set_index("industry")
    table = table[table["employment"] > 0]
    four = table[table["level"].eq(FINEST)]
    divided = set(four["naics"].astype(str).str[: FINEST - 1])
    three = table[table["level"].eq(FINEST - 1) & ~table["naics"].isin(divided)]
    return pd.concat([four, three]).sort_index()


def answered(industry: str, headcount: float, cut: str, anew: bool = False) -> Answer:
    """One industry's answer to a cut.

    industry : code
    headcount : [FTE]
    cut : share or number, as a user writes it
    anew : solve it although it is at hand
    """
    began = time.process_time()
    try:
        scenario = firm_scenario(scenario_from_flags([industry], headcount), exits=cut)
        made = None if anew else answer_at_hand(scenario)
        if made is not None:
            return Answer(industry, as_shipped(made))
        parts = as_shipped(cut_study(scenario, shipped_world()))
    except ReallocateError as error:
        return Answer(industry, None, " ".join(str(one) for one in error.problems))
    return Answer(industry, parts, seconds=time.process_time() - began)


def sweep_study(
    industries: pd.DataFrame,
    headcount: float,
    cut: str,
    where: Where = SERIAL,
    progress: Progress | None = None,
    command: str = "",
) -> Result:
    """The same cut in each of some industries.

    industries : (industry) naics, title, employment
    headcount : [FTE] of a firm in each
    cut : share or number, as a user writes it
    where : work runs; the figures do not depend on it
    Raises `InputError` for an executor that is not there, `WorkerError` where workers are lost.
    """
    say = progress or (lambda _: None)
    codes = [str(code) for code in industries.index]
    found: dict[int, Answer] = {}
    say(f"Industries: 0 of {len(codes)}")
    with Workers(where) as workers:
        for place, answer in workers.finished(answered, [(code, headcount, cut) for code in codes]):
            found[place] = answer
            say(f"Industries: {len(found)} of {len(codes)}")
    swept = Swept(industries, tuple(found[place] for place in range(len(codes))), headcount, cut)
    request = {"industries": codes, "headcount": headcount, "cut": cut}
    facts = {
        "title": f"A cut of {cut} in {len(codes)} industries",
        **request,
        **provenance(request, read_manifest(bundle_folder()), LIBRARIES, command or "reallocate sweep"),
    }
    tables = computed(SWEEP.tables, swept)
    return Result(SWEEP, facts, tables, text(swept, tables), memory=swept)
