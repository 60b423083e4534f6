"""A table gives one set of figures in every format and order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.worlds import small_world
from typer.testing import CliRunner

from reallocate.cli.main import app
from reallocate.data import bundle
from reallocate.roster.roster import read_roster, roles_of

SMALL = small_world()
TITLES = ["Financial Managers", "Software Developers", "Insurance Underwriters", "Data Scientists"]
SIZES = {"Filled": (173, 286, 91, 117), "Open": (11, 7, 2, 3), "Contractor": (41, 57, 23, 1)}


def table() -> pd.DataFrame:
    draws = np.random.default_rng(1)
    status = [kind for kind, sizes in SIZES.items() for size in sizes for _ in range(size)]
    title = [
        title
        for sizes in SIZES.values()
        for title, size in zip(TITLES, sizes, strict=True)
        for _ in range(size)
    ]
    people = len(title)
    hired = pd.Timestamp("2015-01-02") + pd.to_timedelta(draws.integers(0, 3000, people), unit="D")
    return pd.DataFrame(
        {
            "Employee ID": np.arange(people) + 100_001,
            "Name": [f"Vora Zimt {chr(97 + row % 26)}" for row in range(people)],
            "Job Title": title,
            "Department": draws.choice(["Claims", "Sales", "Finance"], people, p=[0.5, 0.3, 0.2]),
            "FTE": draws.choice([1.0, 0.8, 0.5], people),
            "Base Salary": draws.integers(60_000, 190_000, people).astype(float),
            "Bonus": draws.uniform(0, 9_000, people).round(2),
            "Currency": "USD",
            "Hire Date": hired,
            "Status": status,
            "Part Time": draws.choice([True, False], people),
        }
    )


def written(table: pd.DataFrame, path: Path, **how: str) -> Path:
    if path.suffix == ".csv":
        table.to_csv(path, index=False, **how)  # type: ignore[call-overload]
    elif path.suffix == ".xlsx":
        table.to_excel(path, index=False, engine="xlsxwriter")
    else:
        table.to_parquet(path, index=False)
    return path


def shown(path: Path) -> dict[str, str]:
    """Everything that is shown of a roster, without the name of its file."""
    found = read_roster(path, SMALL)
    roles = roles_of(found, 1.4)
    words = ["roster", str(path)]
    text, record = (CliRunner().invoke(app, [*words, *more]).stdout for more in ([], ["--json"]))
    held = {
        "text": " ".join(text.split("Next:")[0].split()),
        "json": record,
        "roles": roles.roles.to_csv(),
        "notes": str(roles.notes),
    }
    return {name: text.replace(path.name, "FILE") for name, text in held.items()}


@pytest.mark.long
def test_every_format_and_order_gives_the_same_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for loader in ("load_world", "shipped_world"):
        monkeypatch.setattr(bundle, loader, lambda *_: SMALL)
    made = table()
    first = shown(written(made, tmp_path / "people.csv"))
    european = made.assign(**{"Hire Date": made["Hire Date"].dt.strftime("%d.%m.%Y"), "Bonus": made["Bonus"]})
    american = made.assign(
        **{
            "Hire Date": made["Hire Date"].dt.strftime("%m/%d/%Y"),
            "Base Salary": made["Base Salary"].map("${:,.0f}".format),
        }
    )
    others = {
        "workbook": written(made, tmp_path / "people.xlsx"),
        "parquet": written(made, tmp_path / "people.parquet"),
        "tabs": written(made, tmp_path / "tabs.csv", sep="\t", encoding="utf-16"),
        "order": written(made.sample(frac=1, random_state=1)[made.columns[::-1]], tmp_path / "order.csv"),
        "european": written(european, tmp_path / "european.csv"),
        "american": written(american, tmp_path / "american.csv"),
    }
    for name, path in others.items():
        same = shown(path)
        # The report lists columns in the order of the file, and says how it read days with slashes.
        kept = ("roles",) if name in ("order", "american") else tuple(same)
        assert {key: same[key] for key in kept} == {key: first[key] for key in kept}, name
