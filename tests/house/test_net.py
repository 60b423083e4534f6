"""The net that tells whether figures changed: what it sees, and what it lets pass, on made-up faces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scripts.net.compare import DIFFERS, NEW, WORDS, Finding, Names, compare, compare_lines, figures
from scripts.net.results import Line, leaves, read_result, rows_of
from tests.golden_pages import Goldens


def kinds(found: tuple[int, list[Finding]]) -> set[str]:
    return {finding.kind for finding in found[1]}


def test_figures_are_read_from_text_as_kept(golden: Goldens) -> None:
    golden.answers("house/figures", lambda text: " ".join(figures(text)) or "none")


ROLES = {"role": ["clerks", "coders", "cooks"], "low": [1.5, 2.5, 3.5], "high": [4.25, 5.25, 6.25]}


def lines(columns: dict[str, Any], name: str = "roles") -> list[Line]:
    frame = pd.DataFrame(columns)
    return list(rows_of(name, frame.columns, frame.itertuples(index=False, name=None)))


def test_a_ninth_digit_in_a_table_is_a_difference_with_its_row_and_a_last_bit_is_none() -> None:
    assert not compare_lines(lines(ROLES), lines(ROLES | {"low": [1.5, 2.5000000000000004, 3.5]}))[1]
    ((finding,), equal) = compare_lines(lines(ROLES), lines(ROLES | {"low": [1.5, 2.50000001, 3.5]}))[::-1]
    assert (
        finding.kind == DIFFERS and finding.place == "roles" and "role=coders" in finding.text and equal == 4
    )


def test_what_stands_elsewhere_is_a_difference_and_another_order_of_rows_is_none() -> None:
    swapped = ROLES | {"low": ROLES["high"], "high": ROLES["low"]}
    assert [one.kind for one in compare_lines(lines(ROLES), lines(swapped))[1]] == [DIFFERS] * 3
    gone = {name: ROLES[name] for name in ("role", "low")}
    for other in (ROLES | {"role": ROLES["role"][::-1]}, gone):
        assert DIFFERS in kinds(compare_lines(lines(ROLES), lines(other)))
    turned = {name: column[::-1] for name, column in ROLES.items()}
    assert not compare_lines(lines(ROLES), lines(turned))[1]
    now = lines({"role": ROLES["role"], "p10": ROLES["low"], "high": ROLES["high"]}, "positions")
    names = Names({"roles": "positions", "low": "p10"})
    assert not compare_lines(map(names.now, lines(ROLES)), now)[1]


def test_numbers_of_json_are_compared_under_their_keys_whatever_the_order_of_lists() -> None:
    def record(held: object) -> list[Line]:
        return list(leaves("output.json", held))

    base = {"jobs": [{"low": 1.5, "high": 2.5}, {"low": 3.5, "high": 4.5}], "hashes": {"of": 12345.0}}
    assert not compare_lines(record(base), record({"jobs": base["jobs"][::-1]}))[1]
    other = {"jobs": [{"low": 2.5, "high": 1.5}, {"low": 3.5, "high": 4.5}]}
    for now in (other, {}):
        assert kinds(compare_lines(record(base), record(now))) == {DIFFERS}


BASE = "The plan has 4,603 positions, 621 fewer than the baseline."


@pytest.mark.parametrize(("now", "found"), [
    ([BASE], set()),
    (["The plan has 4,603 positions, 621 less than the baseline."], {WORDS}),
    (["4,603 people work there in 2029; that is 621 fewer."], {WORDS, NEW}),
    (["Positions: 4,603", "Fewer: 621"], {WORDS}),
    (["The plan has 4,604 positions, 621 fewer than the baseline.", "Positions 4,603"], {DIFFERS}),
    (["The plan has -4,603 positions, 621 fewer than the baseline."], {DIFFERS}),
    ([], {DIFFERS}),
])  # fmt: skip
def test_a_sentence_may_change_its_words_and_place_and_not_its_figures(
    now: list[str], found: set[str]
) -> None:
    assert kinds(compare_lines([Line("In short", BASE)], [Line("In short", line) for line in now])) == found


def test_a_result_is_read_whole_and_an_error_or_a_warning_is_a_difference(tmp_path: Path) -> None:
    def made(folder: str, code: int, complaint: str) -> Path:
        place = tmp_path / folder
        (place / "plan").mkdir(parents=True)
        for stream, said in (
            ("exit", str(code)),
            ("stdout", "Positions 4,603.\nPlan 7"),
            ("stderr", complaint),
        ):
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
