"""The net that tells whether figures changed: what it sees, and what it lets pass, on made-up faces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scripts.net.compare import (
    DIFFERS,
    NEW,
    WORDS,
    Finding,
    Names,
    OnPurpose,
    compare,
    compare_lines,
    figures,
    words,
)
from scripts.net.results import Line, leaves, read_page, read_result, rows_of


def kinds(found: tuple[int, list[Finding]]) -> set[str]:
    return {finding.kind for finding in found[1]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9,210–12,880 fewer", ("9,210", "12,880")),
        ("-0.9 to -0.2", ("-0.9", "-0.2")),
        ("USD 53 to 70 m a year", ("53", "70")),
        ("98% (35-100)", ("98", "35", "100")),
        ("low=1.5 | high=2e-05", ("1.5", "2e-05")),
        ("43-4051, since 2026-07, by GPT-4, version 0.1.0, the p90", ()),
        ("2026 Q3", ("2026",)),
    ],
)
def test_figures_are_read_from_text(text: str, expected: tuple[str, ...]) -> None:
    assert figures(text) == expected


def test_the_words_of_a_sentence_without_its_figures() -> None:
    assert words("Saves USD 66 million, -3% of pay.") == "saves usd # million, #% of pay."


ROLES = {"role": ["clerks", "coders", "cooks"], "low": [1.5, 2.5, 3.5], "high": [4.25, 5.25, 6.25]}


def lines(columns: dict[str, Any], name: str = "roles") -> list[Line]:
    frame = pd.DataFrame(columns)
    return list(rows_of(name, frame.columns, frame.itertuples(index=False, name=None)))


def test_a_ninth_digit_in_a_table_is_a_difference_with_its_row_and_a_last_bit_is_none() -> None:
    assert not compare_lines(lines(ROLES), lines(ROLES | {"low": [1.5, 2.5000000000000004, 3.5]}))[1]
    ((finding,), equal) = compare_lines(lines(ROLES), lines(ROLES | {"low": [1.5, 2.50000001, 3.5]}))[::-1]
    assert finding.kind == DIFFERS and finding.place == "roles" and "role=coders" in finding.text and equal == 4


def test_two_columns_that_change_places_and_labels_at_other_rows_are_differences() -> None:
    swapped = ROLES | {"low": ROLES["high"], "high": ROLES["low"]}
    assert [one.kind for one in compare_lines(lines(ROLES), lines(swapped))[1]] == [DIFFERS] * 3
    assert DIFFERS in kinds(compare_lines(lines(ROLES), lines(ROLES | {"role": ROLES["role"][::-1]})))
    turned = {name: column[::-1] for name, column in ROLES.items()}
    assert not compare_lines(lines(ROLES), lines(turned))[1]


def test_tables_and_columns_that_have_another_name_are_the_same_where_names_say_so() -> None:
    now = lines({"role": ROLES["role"], "p10": ROLES["low"], "high": ROLES["high"]}, "positions")
    names = Names({"roles": "positions", "low": "p10"})
    assert not compare_lines(map(names.now, lines(ROLES)), now)[1]
    assert kinds(compare_lines(lines(ROLES), now)) == {WORDS}


def test_a_table_or_a_column_that_is_gone_is_a_difference() -> None:
    assert kinds(compare_lines(lines(ROLES), lines({"role": ["a"], "low": [9.0]}, "other"))) == {DIFFERS}
    assert kinds(compare_lines(lines(ROLES), lines({name: ROLES[name] for name in ("role", "low")}))) == {DIFFERS}


def test_types_and_signs_of_zero_make_no_difference() -> None:
    before, after = {"a": [1, 0], "b": [0.0, None]}, {"a": [1.0, -0.0], "b": [-0.0, float("nan")]}
    assert not compare_lines(lines(before), lines(after))[1]


def test_numbers_of_json_are_compared_under_their_keys_whatever_the_order_of_lists() -> None:
    def record(held: object) -> list[Line]:
        return list(leaves("output.json", held))

    base = {"jobs": [{"low": 1.5, "high": 2.5}, {"low": 3.5, "high": 4.5}], "hashes": {"of": 12345.0}}
    assert not compare_lines(record(base), record({"jobs": base["jobs"][::-1]}))[1]
    other = {"jobs": [{"low": 2.5, "high": 1.5}, {"low": 3.5, "high": 4.5}]}
    assert kinds(compare_lines(record(base), record(other))) == {DIFFERS}
    assert kinds(compare_lines(record({"cost": 12.5}), record({"cost": 12.6}))) == {DIFFERS}
    assert kinds(compare_lines(record(base), record({}))) == {DIFFERS}


def text(base: str, *now: str) -> tuple[int, list[Finding]]:
    return compare_lines([Line("In short", base)], [Line("In short", line) for line in now])


def test_a_sentence_may_say_its_figures_in_other_words_and_in_another_place() -> None:
    base = "The plan has 4,603 positions, 621 fewer than the baseline."
    assert text(base, base) == (2, [])
    assert kinds(text(base, "The plan has 4,603 positions, 621 less than the baseline.")) == {WORDS}
    assert kinds(text(base, "4,603 people work there in 2029; that is 621 fewer.")) == {WORDS, NEW}
    assert kinds(text(base, "Positions: 4,603", "Fewer: 621")) == {WORDS}


def test_the_same_sentence_with_another_figure_is_a_difference_though_the_figure_stands_elsewhere() -> None:
    base = "The plan has 4,603 positions, 621 fewer than the baseline."
    found = text(base, "The plan has 4,604 positions, 621 fewer than the baseline.", "Positions 4,603")
    (finding,) = (one for one in found[1] if one.kind == DIFFERS)
    assert "4,603" in finding.text and "4,604" in finding.text
    assert DIFFERS in kinds(text(base, "The plan has 4,603 positions, 622 fewer than the baselines."))
    assert DIFFERS in kinds(text(base, "The plan has −4,603 positions, 621 fewer than the baseline.".replace("−", "-")))
    assert kinds(text(base)) == {DIFFERS}


def test_a_page_is_read_as_rows_sentences_and_data_of_charts() -> None:
    page, charts = read_page(
        '<main><h2><span class="number">3</span> Money</h2><p>Saves 66. Costs <b>68</b>.</p><svg><text>99</text></svg>'
        "<figure><figcaption>Cost by year</figcaption>"
        '<script type="application/json">{"layer": [{"mark": "bar"}], "datasets": {"d": [{"year": 1, "cost": 2.5}]}}</script>'
        '</figure><table><caption>Pay</caption><tr><th scope="col">Role</th><th scope="col">Pay</th></tr>'
        "<tr><th>Clerks</th><td>−41,000</td></tr></table></main>"
    )
    sentences, row = page[:-1], page[-1]
    assert [line.text for line in sentences] == ["Money", "Saves 66.", "Costs 68.", "Cost by year"]
    assert {line.place for line in sentences} == {"Money"}
    assert row == Line("Money › Pay", "Role=Clerks | Pay=-41,000")
    assert charts == [Line("Cost by year", "year=1 | cost=2.5")]


def test_a_result_is_read_whole_and_an_error_or_a_warning_is_a_difference(tmp_path: Path) -> None:
    def made(folder: str, code: int, complaint: str) -> Path:
        place = tmp_path / folder
        (place / "plan").mkdir(parents=True)
        for stream, said in (("exit", str(code)), ("stdout", "Positions 4,603.\nPlan 7"), ("stderr", complaint)):
            (place / f"plan.{stream}").write_text(said, encoding="utf-8")
        pd.DataFrame(ROLES).to_parquet(place / "plan" / "roles.parquet")
        (place / "plan" / "output.json").write_text('{"cost": 1.5}', encoding="utf-8")
        return place

    base, names = read_result(made("base", 0, "Plans made: 3 of 4\n"), "plan"), Names({})
    assert [len(base[face]) for face in ("run", "tables", "json", "terminal")] == [1, 3, 1, 2]
    assert all(not found for _, found in compare(base, base, names).values())
    warned = read_result(made("warned", 0, "UserWarning: no\n"), "plan")
    failed = read_result(made("failed", 2, "There is no such role.\n"), "plan")
    for now in (warned, failed):
        assert kinds(compare(base, now, names)["run"]) == {DIFFERS}


def test_a_change_on_purpose_covers_only_what_it_names() -> None:
    purpose = OnPurpose("relief is counted once", "it was counted twice", result="plan-*", face="tables", place="roles*")
    names, finding = Names({}, (purpose,)), Finding(DIFFERS, "roles", "load")
    assert names.purpose("plan-small", "tables", finding) is purpose
    assert names.purpose("plan-small", "page", finding) is None
    assert names.purpose("nation", "tables", finding) is None


def test_the_names_that_stand_in_the_file_are_read() -> None:
    assert isinstance(Names.read(), Names)
