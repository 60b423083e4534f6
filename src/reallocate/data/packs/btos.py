"""Census BTOS: the share of firms that use AI, by state every two weeks, and by sector in one supplement."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack
from reallocate.kernel.errors import DataError, Problem

_ESTIMATES = "BTOS_State_2025.csv"
_WORKBOOK = "BTOS_State_2022_2025.xlsx"
_SUPPLEMENT = "btos_ai_supplement_by_sector.csv"

PACK = Pack(
    name="btos",
    folder="btos",
    title="Business Trends and Outlook Survey, use of AI by state and by sector",
    citation=(
        "U.S. Census Bureau, Business Trends and Outlook Survey, state estimates of 2023 to 2025 and AI "
        "supplement of March 2026 (DRB approvals of the state estimates CBDRB-FY25-0425 and CBDRB-FY24-0474)"
    ),
    licence="US government work (public domain)",
    vintage="September 2023 to September 2025; supplement of March 2026",
    files={
        _ESTIMATES: "00af5c6a99c794a79ee63675c0a2aa1697d0ba1b7efd44e8064dd6e7aaa3e146",
        _WORKBOOK: "08b5a23080e25fd02753300b3cd44e60ffb900f47e9675d5c34b981cde70bc8b",
        _SUPPLEMENT: "8f794164a860d7f0fb8c92de83df512e29af3b79cb5d1e0194e9406b67e11e66",
    },
    tables=("ai_use",),
)

_MEASURES = {"In the last two weeks, did": "current", "During the next six months, do": "expected"}
_SUBJECT = "Artificial Intelligence (AI) in producing goods or services"
_KEYS = ["State", "Question ID", "Question", "Answer ID", "Answer"]
_SUPPLEMENT_COLUMNS = {"current": "current_ai_use", "expected": "planned_ai_use"}


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Who says that they use AI, or will in six months.

    folder : the source's own folder
    Returns `states` (state, fortnight [YYYYFF], measure, share, standard_error [share of firms]),
    `fortnights` (fortnight, date: first day of the two weeks asked about) as far as they are listed, and
    `sectors` (sector, title, date, measure, share, standard_error). What was suppressed is missing, and
    so are standard errors after May 2025, which are not available.
    """
    estimates = _answers(pd.read_csv(folder / _ESTIMATES, dtype="str"), folder / _ESTIMATES)
    errors = _answers(_sheet(folder, "Response Standard Errors"), folder / _WORKBOOK)
    keys = ["state", "fortnight", "measure"]
    states = estimates.rename(columns={"value": "share"}).merge(
        errors.rename(columns={"value": "standard_error"}), on=keys, how="left", validate="one_to_one"
    )
    dates = _sheet(folder, "Collection and Reference Dates").dropna(subset="Ref Start")
    starts = pd.to_datetime(dates["Ref Start"], format="%m/%d/%Y").dt.strftime("%Y-%m-%d")
    return {
        "states": states,
        "fortnights": pd.DataFrame({"fortnight": dates["Smpdt"], "date": starts}),
        "sectors": _sectors(folder),
    }


def _sheet(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_excel(folder / _WORKBOOK, sheet_name=name, dtype="str", engine="calamine")


def _answers(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    """The share that answered yes to the two questions on AI, one row a state, fortnight and question."""
    asked = frame["Question"].fillna("")
    parts = []
    for start, measure in _MEASURES.items():
        subject = asked.str.startswith(start) & asked.str.contains(_SUBJECT, regex=False)
        kept = frame[subject & frame["Answer"].eq("Yes")]
        if kept.empty or kept["State"].duplicated().any():
            raise DataError(Problem("the question on AI is not there once for each state", where=str(path)))
        long = kept.drop(columns=_KEYS[1:]).melt("State", var_name="fortnight", value_name="text")
        parts.append(long.assign(measure=measure))
    rows = pd.concat(parts, ignore_index=True).rename(columns={"State": "state"})
    text = rows["text"].str.strip().str.rstrip("%")
    rows["value"] = pd.to_numeric(text.mask(text == "S")) / 100.0
    return rows[["state", "fortnight", "measure", "value"]]


def _sectors(folder: Path) -> pd.DataFrame:
    names = {"btos_sector_code": "sector", "btos_sector_label": "title", "btos_reference_date": "date"}
    frame = pd.read_csv(folder / _SUPPLEMENT, dtype={"btos_sector_code": "str"})
    parts = []
    for measure, column in _SUPPLEMENT_COLUMNS.items():
        figures = {f"{column}_share": "share", f"{column}_se": "standard_error"}
        parts.append(frame[[*names, *figures]].rename(columns=names | figures).assign(measure=measure))
    return pd.concat(parts, ignore_index=True)
