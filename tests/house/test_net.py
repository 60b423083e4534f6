"""The net that tells whether figures changed: what it sees, and what it lets pass, on made-up faces."""

from __future__ import annotations

import pandas as pd
import pytest
from scripts.net.exact import Tables, compare_tables
from scripts.net.figures import COARSER as FEWER
from scripts.net.figures import OTHERWISE, SAME, Pool, agreement, figures, skeleton
from scripts.net.findings import COARSER, DIFFERS, HIDDEN, MOVED, NEW, WORDS, Report
from scripts.net.grids import Grid, Line
from scripts.net.names import Names, OnPurpose, read_names
from scripts.net.page import read_page
from scripts.net.records import compare_records, read_record
from scripts.net.shown import Around, compare_grids, figures_of_grids
from scripts.net.text import compare_lines

NONE = Names({}, {}, {}, {}, {}, {})


def values(text: str) -> list[float]:
    return [figure.value for figure in figures(text)]


def kinds(report: Report) -> set[str]:
    return {finding.kind for finding in report.findings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9,210–12,880 fewer", [9210, 12880]),
        ("−0.9 to −0.2", [-0.9, -0.2]),
        ("USD 53 to 70 m a year", [53e6, 70e6]),
        ("+USD 37 to +49 m", [37e6, 49e6]),
        ("98% (35–100)", [98, 35, 100]),
        ("1.2 thousand", [1200]),
        ("43-4051, since 2026-07, by GPT-4, version 0.1.0, the 90th", []),
        ("2026 Q3", [2026]),
    ],
)
def test_figures_are_read_from_text(text: str, expected: list[float]) -> None:
    assert values(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("base", "now", "how"),
    [
        ("12.3", "12", FEWER),
        ("12", "12.3", SAME),
        ("12.3", "12.4", None),
        ("−0.0", "0", FEWER),
        ("1,234", "1.2 thousand", FEWER),
        ("45,610", "45,600", FEWER),
        ("400", "410", None),
        ("−621", "621", OTHERWISE),
        ("−0.5", "+0.5", None),
        ("USD 66 m", "66", OTHERWISE),
        ("4,603", "4,604", None),
    ],
)
def test_two_figures_agree_up_to_the_coarser_of_their_precisions(
    base: str, now: str, how: str | None
) -> None:
    assert agreement(figures(base)[0], figures(now)[0]) == how


def test_the_words_of_a_sentence_without_its_figures() -> None:
    assert skeleton("Saves USD 66 million, −3% of pay.") == "saves usd #, #% of pay."


def tables(
    base: dict[str, dict[str, list[object]]], now: dict[str, dict[str, list[object]]], **names: object
) -> Report:
    report = Report("tables")
    before, after = (
        Tables({name: pd.DataFrame(columns) for name, columns in side.items()}) for side in (base, now)
    )
    given = Names(
        **{kind: names.get(kind, {}) for kind in ("tables", "columns", "keys", "files", "titles", "headings")}
    )  # type: ignore[arg-type]
    compare_tables(before, after, report, given, renamed=given.tables)
    return report


ROLES = {"role": ["clerks", "coders", "cooks"], "low": [1.5, 2.5, 3.5], "high": [4.25, 5.25, 6.25]}


def test_a_ninth_digit_in_a_table_is_a_difference_with_its_row_and_a_last_bit_is_none() -> None:
    assert not tables({"roles": ROLES}, {"roles": ROLES | {"low": [1.5, 2.5000000000000004, 3.5]}}).findings
    report = tables({"roles": ROLES}, {"roles": ROLES | {"low": [1.5, 2.50000001, 3.5]}})
    (finding,) = report.of(DIFFERS)
    assert finding.place == "roles.low" and "coders" in finding.text


def test_columns_and_tables_that_have_another_name_are_found_by_what_they_hold() -> None:
    now = {"positions": {"role": ROLES["role"], "p10": ROLES["low"], "p90": ROLES["high"]}}
    assert kinds(tables({"roles": ROLES}, now)) == {MOVED, NEW}
    assert not tables(
        {"roles": ROLES}, now, tables={"roles": "positions"}, columns={"roles.low": "p10", "*.high": "p90"}
    ).findings


def test_two_columns_that_change_places_are_a_difference() -> None:
    report = tables({"roles": ROLES}, {"roles": ROLES | {"low": ROLES["high"], "high": ROLES["low"]}})
    assert len(list(report.of(DIFFERS))) == 2


def test_rows_in_another_order_have_moved_and_labels_at_other_rows_differ() -> None:
    turned = {name: column[::-1] for name, column in ROLES.items()}
    assert kinds(tables({"roles": ROLES}, {"roles": turned})) == {MOVED, WORDS}
    assert DIFFERS in kinds(tables({"roles": ROLES}, {"roles": ROLES | {"role": ROLES["role"][::-1]}}))


def test_a_table_that_is_gone_is_a_difference() -> None:
    assert kinds(tables({"roles": ROLES}, {"other": {"role": ["a"], "low": [9.0]}})) == {DIFFERS, NEW, WORDS}


def test_types_and_signs_of_zero_make_no_difference() -> None:
    assert not tables(
        {"t": {"a": [1, 0], "b": [0.0, None]}}, {"t": {"a": [1.0, -0.0], "b": [-0.0, float("nan")]}}
    ).findings


def record(base: object, now: object, **frames: dict[str, list[float]]) -> Report:
    report = Report("json")
    held = Tables({name: pd.DataFrame(columns) for name, columns in frames.items()})
    compare_records("output.json", read_record(base), read_record(now), held, report)
    return report


def test_numbers_of_json_are_compared_under_their_keys_whatever_the_order_of_lists() -> None:
    base = {"jobs": [{"low": 1.5, "high": 2.5}, {"low": 3.5, "high": 4.5}]}
    assert not record(base, {"jobs": base["jobs"][::-1]}).findings
    assert kinds(record(base, {"jobs": [{"low": 2.5, "high": 1.5}, {"low": 3.5, "high": 4.5}]})) == {DIFFERS}
    assert kinds(record(base, {"roles": base["jobs"]})) == {MOVED}
    assert kinds(record(base, {}, roles={"low": [1.5, 3.5], "high": [2.5, 4.5]})) == {HIDDEN}
    assert kinds(record(base, {}, roles={"low": [1.5]})) == {DIFFERS}


def grids(base: list[Grid], now: list[Grid]) -> Report:
    report = Report("page")
    around = Around(Pool(figures_of_grids(now)), [], Pool(figures_of_grids(base)))
    compare_grids(base, now, report, NONE, around)
    return report


def shown(title: str, heads: list[str], *rows: list[str | float | None]) -> Grid:
    return Grid.of_rows("Money", title, heads, rows)


PAY = shown(
    "Pay", ["Role", "Before", "After"], ["Clerks", "41,200", "39.7"], ["Coders", "119,000", "−1.5% (−3 to 2)"]
)


def test_a_shown_table_may_have_another_title_other_heads_and_fewer_digits() -> None:
    now = shown(
        "What is paid",
        ["Job", "Then", "Now"],
        ["clerk", "41,200", "40"],
        ["coder", "119,000", "−1.5% (−3–2)"],
    )
    assert kinds(grids([PAY], [now])) == {WORDS, MOVED}
    same_heads = shown(
        "Pay", ["Role", "Before", "After"], ["Clerks", "41,200", "40"], ["Coders", "119,000", "−1.5% (−3–2)"]
    )
    assert kinds(grids([PAY], [same_heads])) == {COARSER}


def test_a_digit_two_heads_and_a_table_that_is_gone_are_differences() -> None:
    digit = shown(
        "Pay",
        ["Role", "Before", "After"],
        ["Clerks", "41,200", "39.8"],
        ["Coders", "119,000", "−1.5% (−3 to 2)"],
    )
    (finding,) = grids([PAY], [digit]).of(DIFFERS)
    assert "Clerks" in finding.text
    swapped = shown(
        "Pay",
        ["Role", "After", "Before"],
        ["Clerks", "41,200", "39.7"],
        ["Coders", "119,000", "−1.5% (−3 to 2)"],
    )
    assert [finding.place for finding in grids([PAY], [swapped]).of(DIFFERS)] == [
        "Money › Pay › Before",
        "Money › Pay › After",
    ]
    assert kinds(grids([PAY], [])) == {HIDDEN, DIFFERS}


def text(base: str, *now: str) -> Report:
    report = Report("page")
    compare_lines([Line("In short", base)], [Line("In short", line) for line in now], report)
    return report


def test_a_sentence_may_say_its_figures_in_other_words_and_in_another_place() -> None:
    base = "The plan has 4,603 positions, 621 fewer than the baseline."
    assert not text(base, base).findings
    assert kinds(text(base, "The plan has 4,603 positions, −621 against the baseline.")) == {COARSER}
    assert kinds(text(base, "4,603 people work there in 2029; that is 621 fewer.")) == {MOVED}
    assert kinds(text(base, "Positions: 4,603", "Fewer: 621")) == {MOVED}


def test_the_same_sentence_with_another_figure_is_a_difference_though_the_figure_stands_elsewhere() -> None:
    base = "The plan has 4,603 positions, 621 fewer than the baseline."
    report = text(base, "The plan has 4,604 positions, 621 fewer than the baseline.", "Positions 4,603")
    (finding,) = report.of(DIFFERS)
    assert "4,603" in finding.text and "4,604" in finding.text


def test_a_page_is_read_as_tables_sentences_and_data_of_charts() -> None:
    page = read_page(
        '<main><h2><span class="number">3</span> Money</h2><p>Saves 66. Costs 68.</p><svg><text>99</text></svg>'
        "<figure><figcaption>Cost by year</figcaption>"
        '<script type="application/json">{"layer": [{"mark": "bar"}], "datasets": {"d": [{"year": 1, "cost": 2.5}]}}</script>'
        '</figure><table><caption>Pay</caption><tr><th scope="col">Role</th><th scope="col">Pay</th></tr>'
        "<tr><th>Clerks</th><td>41,000</td></tr></table></main>"
    )
    assert [line.text for line in page.lines] == ["Money", "Saves 66.", "Costs 68.", "Cost by year"]
    assert {line.place for line in page.lines[1:]} == {"Money"}
    assert page.charts["Cost by year"].to_dict("list") == {"year": [1], "cost": [2.5]}
    assert page.grids == [Grid("Money", "Pay", {"Role": ["Clerks"], "Pay": ["41,000"]})]


def test_a_change_on_purpose_covers_only_what_it_names() -> None:
    purpose = OnPurpose(
        "relief is counted once", "it was counted twice", result="plan-*", face="tables", place="roles.*"
    )
    names = Names({}, {}, {}, {}, {}, {}, (purpose,))
    assert names.purpose("plan-small", "tables", "roles.load", "") is purpose
    assert names.purpose("plan-small", "page", "roles.load", "") is None
    assert names.purpose("nation", "tables", "roles.load", "") is None


def test_the_names_that_stand_in_the_file_are_read() -> None:
    assert isinstance(read_names(), Names)
