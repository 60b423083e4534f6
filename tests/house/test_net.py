"""The net that tells whether figures changed: what it sees, and what it lets pass, on made-up faces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from scripts.net.compare import DIFFERS, Finding, Names, compare, compare_lines, figures
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


def record(held: object) -> list[Line]:
    return list(leaves("output.json", held))


SWAPPED = {"low": ROLES["high"], "high": ROLES["low"]}
HELD = {"jobs": [{"low": 1.5, "high": 2.5}, {"low": 3.5, "high": 4.5}], "hashes": {"of": 12345.0}}
BASE = "The plan has 4,603 positions, 621 fewer than the baseline."
RENAMED = Names({"roles": "positions", "low": "p10"})
COMPARED: dict[str, tuple[list[Line], list[Line]]] = {
    "a last bit": (lines(ROLES), lines(ROLES | {"low": [1.5, 2.5000000000000004, 3.5]})),
    "a ninth digit": (lines(ROLES), lines(ROLES | {"low": [1.5, 2.50000001, 3.5]})),
    "columns swapped": (lines(ROLES), lines(ROLES | SWAPPED)),
    "rows of others": (lines(ROLES), lines(ROLES | {"role": ROLES["role"][::-1]})),
    "a column less": (lines(ROLES), lines({name: ROLES[name] for name in ("role", "low")})),
    "another order": (lines(ROLES), lines({name: column[::-1] for name, column in ROLES.items()})),
    "other names": (list(map(RENAMED.now, lines(ROLES))), lines({"role": ROLES["role"], "p10": ROLES["low"], "high": ROLES["high"]}, "positions")),
    "another order of a list": (record(HELD), record({"jobs": HELD["jobs"][::-1]})),
    "keys swapped": (record(HELD), record({"jobs": [{"low": 2.5, "high": 1.5}, HELD["jobs"][1]]})),
    "nothing": (record(HELD), record({})),
    **{
        f"said: {' | '.join(now)}": ([Line("In short", BASE)], [Line("In short", one) for one in now])
        for now in (
            [BASE], ["The plan has 4,603 positions, 621 less than the baseline."], ["4,603 people work there in 2029; that is 621 fewer."],
            ["Positions: 4,603", "Fewer: 621"], ["The plan has 4,604 positions, 621 fewer than the baseline.", "Positions 4,603"],
            ["The plan has -4,603 positions, 621 fewer than the baseline."], [],
        )
    },
}  # fmt: skip


def test_what_differs_is_found_as_kept_and_nothing_else(golden: Goldens) -> None:
    """A sentence may change its words and place, and not its figures."""
    told = []
    for case, (before, now) in COMPARED.items():
        equal, found = compare_lines(before, now)
        told += [f"# {case}: {equal} equal", *(f"{one.kind} {one.place}: {one.text}" for one in found)]
    golden("house/compared", "\n".join(told))


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
