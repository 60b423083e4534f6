"""Row 10 beside others: our figures from the record or the run, theirs with place and grade."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from pydantic import ValidationError
from scripts.pages.claims import parts, read

from reallocate.api.shipped import shipped
from reallocate.claims.basis.comparison import (
    HEADINGS,
    Quantity,
    _Figure,
    _works,
    comparison,
    comparison_blocks,
    own_figures,
    side_by_side,
)
from reallocate.kernel.errors import InvariantError
from reallocate.render.terminal import summary_text


def test_our_jobs_are_those_of_the_record_and_stand_first(root: Path) -> None:
    record = json.loads((root / "src" / "reallocate" / "claims" / "record.json").read_text("utf-8"))
    (row,) = (one for one in record["claims"] if one["row"] == "10")
    found = comparison(read())
    first = found.iloc[0]
    assert (first["who"], first["quantity"], first["grade"]) == ("here", Quantity.JOBS, "X")
    assert (first["value"], first["low"], first["high"]) == (row["result"], row["low"], row["high"])


def test_further_figures_of_row_10_fill_the_first_row() -> None:
    tables = dict(read())
    known = own_figures(real_pay=(1.1, 0.0, 5.7), labour_share=(-0.2, -0.8, 0.0), output=(1.3, 0.0, 5.4))
    assert known["real_pay in ten years, median [%]"] == 1.1
    rows = [
        {"claim": "more-jobs-destroyed", "figure": name.partition(" [")[0], "value": value, "unit": ""}
        for name, value in known.items()
    ]
    others = tables["figures"][~tables["figures"]["figure"].str.contains("in ten years")]
    tables["figures"] = pd.concat([others, pd.DataFrame(rows)], ignore_index=True)
    first = side_by_side(comparison(tables))[0]
    assert first["real_pay"] == "+1.1% (+0 to +5.7)"
    assert first["labour_share"] == "−0.2 percentage points (−0.8 to +0)"
    assert first["output"] == "+1.3% (+0 to +5.4)"
    with pytest.raises(ValueError, match="wages"):
        own_figures(wages=(0.0, 0.0, 0.0))


def test_without_row_10_there_is_no_comparison() -> None:
    tables = dict(read())
    tables["claims"] = tables["claims"][tables["claims"]["row"] != "10"]
    with pytest.raises(InvariantError, match="not computed"):
        comparison(tables)


def test_every_published_figure_says_where_it_stands_how_sure_it_is_and_for_when() -> None:
    works = _works()
    assert len(works) == 9 and len({one.who for one in works}) == 9
    for work in works:
        assert work.source and work.figures
        for one in work.figures:
            assert one.place and one.by and one.grade in ("A", "B", "C") and "{}" not in one.text
    for wrong in (
        {"words": "{}", "unit": "%"}, {"words": "x", "value": 1.0, "unit": "%"}, {"words": "{}", "value": 1.0},
        {"words": "{}", "value": 1.0, "low": 0.0, "high": 1.0, "unit": "%"},
    ):  # fmt: skip
        with pytest.raises(ValidationError, match="give one figure"):
            _Figure.model_validate({"quantity": "jobs", "by": "b", "place": "p", "grade": "A", **wrong})
    told = {one.text for work in works for one in work.figures}
    assert {"−4% in all", "3 to 14% by other assumptions", "productivity and GDP +1.5%"} <= told


def test_page_terminal_and_docs_show_it(root: Path) -> None:
    result = shipped("claims")
    page, text = result.page(), summary_text("t", comparison_blocks(result))
    docs = (root / "docs" / "reference" / "claims.md").read_text("utf-8")
    for shown in (page, docs):
        assert all(one.who in shown for one in _works())
    assert "Jobs in ten years, here and by others" in page and "### Row 10 beside others" in docs
    assert all(heading.split(",")[0] in text for heading in HEADINGS.values()) and "Metaculus" in text
    assert "### Row 10 beside others" in parts()["The outcome"]
