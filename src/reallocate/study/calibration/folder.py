"""A calibration as a folder: tables, values, sentences and facts; written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reallocate.economy.fitted import FILE
from reallocate.study.calibration.study import Calibration
from reallocate.study.whole_folder import whole_folder

RECORD, WHAT = "calibration.json", "a calibration"


def save_calibration(
    calibration: Calibration, folder: Path, extra: Mapping[str, bytes] | None = None
) -> Path:
    """Write a calibration into a folder that does not exist yet or holds an earlier one.

    calibration : made
    folder : where to
    extra : further files by name, such as charts
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    with whole_folder(folder, RECORD, WHAT, extra) as made:
        for name, table in calibration.tables.items():
            table.to_csv(made / f"{name}.csv", index=False, lineterminator="\n")
        (made / FILE).write_text(calibration.fitted, encoding="utf-8")
        record = {
            "meta": dict(calibration.meta),
            "status": calibration.status,
            "said": dict(calibration.said),
        }
        text = json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False)
        (made / RECORD).write_text(text + "\n", encoding="utf-8")
    return folder


def as_object(calibration: Calibration) -> dict[str, Any]:
    """A calibration as one object for machines, with the columns of each table as lists.

    calibration : made
    """
    columns = {
        name: json.loads(table.to_json(orient="split", index=False, double_precision=15))
        for name, table in calibration.tables.items()
    }
    tables = {
        name: dict(zip(table["columns"], map(list, zip(*table["data"], strict=True)), strict=True))
        for name, table in columns.items()
    }
    return {
        "status": calibration.status,
        "meta": dict(calibration.meta),
        "said": dict(calibration.said),
        "tables": tables,
    }
