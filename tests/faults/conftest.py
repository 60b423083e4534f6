"""Every test of this folder is run by `make faults`; all share one result with its page and workbook."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest
from tests.report import synthetic
from tests.report.conftest import plan_of

KIND, PHRASE = "plan", "a plan"


@pytest.fixture(scope="session")
def contents() -> Mapping[str, bytes]:
    return plan_of(synthetic.tables(), synthetic.FACTS, synthetic.TEXT).contents()


@pytest.fixture(scope="session")
def plain_environment() -> dict[str, str]:
    """No home, no terminal, no language: what a service starts with."""
    return {"PATH": os.environ.get("PATH", os.defpath), "PYTHONDONTWRITEBYTECODE": "1"}
