"""The made-up study that the report's tests read."""

from __future__ import annotations

import importlib.util
import json
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import vl_convert

draw = vl_convert.vegalite_to_svg


@cache
def _drawn(spec: str, version: str) -> str:
    return draw(json.loads(spec), vl_version=version)


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most pages here hold the same charts: each is drawn once, and once more for the page of all tests."""

    def drawn(spec: dict[str, Any], vl_version: str) -> str:
        return _drawn(json.dumps(spec), vl_version)

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", drawn)


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"report_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def made_up() -> Any:
    """A whole study; its tables are copied on every reading."""
    built, texts, small = _module("synthetic"), _module("synthetic_texts"), _module("synthetic_small")
    walk = built.headcount()
    money, profit = built.cash(walk)
    council, unsure = _module("synthetic_council"), _module("synthetic_outlooks")
    by_role = built.roles(walk)
    growth, summary = small.history(built.SOURCES)
    tables = {
        **texts.small_tables(),
        **council.council_tables(),
        **council.finance_tables(),
        **unsure.outlook_tables(),
        "operating_models": small.operating_models(),
        "funding": small.funding(),
        "ways": small.ways(),
        "assumptions": small.assumptions(),
        "activities": built.activities(),
        "headcount": walk,
        "modes": built.modes(),
        "cash": money,
        "profit_and_loss": profit,
        "roles": built.in_groups(by_role),
        "groups": built.groups(by_role),
        "kinds": built.kinds(by_role),
        "grid": built.grid(),
        "history": growth,
        "history_summary": summary,
    }
    said = {**texts.SENTENCES, **council.SENTENCES, "outlooks": unsure.OUTLOOKS}
    return built.SyntheticStudy(tables, dict(texts.META), said)


@pytest.fixture(scope="session")
def units() -> dict[tuple[str, str], str]:
    """(table, column) -> unit."""
    from reallocate.study.plan.columns import UNITS

    named = {("history", name): "share" for name in ("growth_2017_2019", "growth_2022_2025")}
    for name in ("rank_correlation_before", "rank_correlation_after", "difference", "low", "high"):
        named["history_summary", name] = "rank correlation"
    return dict(UNITS) | named


@pytest.fixture(scope="session")
def html(made_up: Any, units: dict[tuple[str, str], str]) -> str:
    """The page of the whole study."""
    from reallocate.report.page import page

    return page(made_up, units)
