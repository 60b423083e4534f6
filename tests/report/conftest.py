"""The made-up plan that the report's tests read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd
import pytest
from tests.report import synthetic

from reallocate.firm.report.result import PLAN
from reallocate.kernel.table import Table
from reallocate.kernel.text import named
from reallocate.render.result import Result
from reallocate.render.status import Status


def completed(declared: Table[Any], rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with every declared column; those that they lack are not available."""
    absent = {
        column.name: float("nan") if column.unit else "" for column in declared.columns if column.name not in rows
    }
    return declared.checked(rows.assign(**absent))


def plan_of(
    tables: Mapping[str, pd.DataFrame], facts: Mapping[str, Any], text: Mapping[str, list[str]]
) -> Result:
    """A made-up plan; a table that is not given has no rows, and sentences get the names of their part."""
    nothing = pd.DataFrame()
    whole = {
        one.name: completed(one, tables.get(one.name, nothing))
        for one in PLAN.tables
        if one.name in tables or not one.optional
    }
    by_name = named(text, PLAN.text)
    return Result(PLAN, MappingProxyType(dict(facts)), MappingProxyType(whole), by_name, Status("optimal"))


def rounded(line: str) -> str:
    """A line whose figures of many digits have four."""
    return re.sub(r"\d+\.\d{4,}", lambda one: f"{float(one[0]):.4g}", line)


def brief_lines(result: Result) -> list[str]:
    """What those who decide read, a line for each part of a part."""
    return [rounded(f"{key}: {value}") for part in result.brief.parts for key, value in vars(part).items() if value]


Changed = Callable[..., Result]


@pytest.fixture(scope="session")
def changed() -> Changed:
    """The made-up plan with other tables, facts or text: `changed({table: rows}, fact=value, text=…)`."""

    def made(
        tables: Mapping[str, pd.DataFrame] | None = None, text: Mapping[str, list[str]] | None = None, **facts: Any
    ) -> Result:
        given = {**synthetic.tables(), **(tables or {})}
        return plan_of(given, {**synthetic.FACTS, **facts}, synthetic.TEXT if text is None else text)

    return made


@pytest.fixture(scope="session")
def made_up(changed: Changed) -> Result:
    """A whole plan."""
    return changed()


@pytest.fixture(scope="session")
def html(made_up: Result) -> str:
    """The page of the whole plan."""
    return made_up.page()
