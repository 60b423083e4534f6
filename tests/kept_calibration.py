"""The calibration that docs/reference/market-fit.md shows, without the minutes that a fit takes."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from reallocate.market.calibration.page import CALIBRATION, TEXT, _status_of
from reallocate.render.result import Result


def kept_calibration(root: Path) -> Result:
    """The calibration as its figures were kept."""
    record = json.loads((root / "docs" / "reference" / "market-fit.json").read_text("utf-8"))
    tables = {one.name: one.checked(pd.DataFrame(record["tables"][one.name])) for one in CALIBRATION.tables}
    facts = {
        "title": "The labour market of the United States, fitted",
        **record["facts"],
        "hashes": {"bundle": "", "libraries": ""},
        "command": "reallocate simulate calibrate",
    }
    inputs = {"fitted.toml": (root / "src/reallocate/market/nation/fitted.toml").read_bytes()}
    return Result(CALIBRATION, facts, tables, TEXT.said(facts, tables), _status_of(tables["gate"]), inputs)
