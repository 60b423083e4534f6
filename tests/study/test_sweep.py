"""The sweep: each row is that industry's cut, the same wherever it is solved, with reasons where there is none."""

from __future__ import annotations

import json
from typing import Any

import pytest

import reallocate
from reallocate.data.bundle import ShippedTables, shipped_world
from reallocate.firm.cut import beforehand
from reallocate.firm.cut.beforehand import (
    BEFOREHAND,
    SENTENCE,
    TABLES,
    answer_at_hand,
    basis,
    packed,
    question,
    unpacked,
)
from reallocate.firm.cut.sweep import NOT_POSSIBLE, Answer, _row, answered, finest_industries
from reallocate.kernel.errors import InputError
from reallocate.render.result import as_shipped
from reallocate.work.world import World

PEOPLE, CUT, CODE = 400, "10%", "524100"


@pytest.fixture(scope="module")
def read() -> set[str]:
    """Shipped tables that were opened while the cut was solved."""
    return set()


@pytest.fixture(scope="module")
def solved(read: set[str]) -> reallocate.Result:
    firm = reallocate.Scenario.from_industry(CODE, headcount=PEOPLE)
    table = ShippedTables.read

    def noted(self: ShippedTables, name: str, coded: list[str] | None = None) -> Any:
        read.add(name)
        return table(self, name, coded)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ShippedTables, "read", noted)
        shipped_world.cache_clear()
        return reallocate.cut(firm, exits=CUT, progress=False)


def test_an_answer_rests_on_the_tables_that_a_cut_reads(solved: reallocate.Result, read: set[str]) -> None:
    assert read == set(TABLES)


def test_a_row_is_that_industrys_cut(solved: reallocate.Result) -> None:
    found = reallocate.sweep(headcount=PEOPLE, cut=CUT, industry=CODE, executor="serial", progress=False)
    (row,) = found.table("industries").to_dict("records")
    figures = solved.table("cut_or_wait").set_index("figure")
    assert row["extra_cost"] == pytest.approx(figures.loc["cost", "extra"], rel=1e-6)
    assert row["positions_refilled"] == pytest.approx(figures.loc["positions_refilled", "cut"], rel=1e-6)
    assert row["title"] == "Insurance Carriers" and row["reason"] == ""
    assert found.facts["command"] == "reallocate sweep --headcount 400 --industry 524100"
    assert "1 of 1 industries" in found.explain()["headline"][0]


@pytest.mark.long
def test_two_processes_give_the_same() -> None:
    here, there = (
        reallocate.sweep(headcount=PEOPLE, cut=CUT, industry=[CODE], executor=where, progress=False)
        for where in ("serial", "processes:2")
    )
    assert here.to_dict()["tables"] == there.to_dict()["tables"]


def test_an_answer_that_ships_is_that_of_the_program_word_for_word() -> None:
    """A law or a sentence that changed asks for `make sweep`."""
    kept = unpacked().set_index("industry").loc[CODE, "answer"]
    parts = answered(CODE, 20_000.0, CUT, True).parts
    assert parts is not None and json.loads(json.dumps(parts["text"])) == json.loads(kept)["text"]


def test_an_industry_without_an_answer_says_why() -> None:
    answer = answered(CODE, 3.0, "10%")
    assert answer.parts is None and answer.reason
    row = _row(answer)
    assert row["status"] == NOT_POSSIBLE and row["reason"] == answer.reason
    assert _row(Answer("1", None, "why"))["reason"] == "why"


def test_a_cut_that_no_firm_can_have_is_refused_before_any_is_solved() -> None:
    with pytest.raises(InputError, match="leave none of 400"):
        reallocate.sweep(headcount=PEOPLE, cut=4000, progress=False)


def test_every_industry_of_four_digits_is_swept(world: World) -> None:
    rows = finest_industries(world.table("industries"))
    assert 240 < len(rows) < 300 and rows["employment"].gt(0).all()
    codes = rows["naics"].astype(str).to_list()
    assert not any(other != code and other.startswith(code) for code in codes for other in codes)


def test_the_same_question_is_answered_at_once_and_says_so(
    solved: reallocate.Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = reallocate.Scenario.from_industry("insurance carriers", headcount=PEOPLE)
    asked = asked.model_copy(update={"exits": _exits(CUT)})
    assert answer_at_hand(asked) is None
    monkeypatch.setattr(beforehand, "_answers", lambda: {question(asked): _text(solved)})
    found = answer_at_hand(asked, "reallocate cut insurance")
    assert found is not None and found.facts[BEFOREHAND] and found.facts["command"] == "reallocate cut insurance"
    assert found.explain()["limits"][-1] == SENTENCE
    assert as_shipped(found)["tables"] == as_shipped(solved)["tables"]
    other = asked.model_copy(update={"headcount": PEOPLE + 1.0})
    assert question(other) != question(asked) and answer_at_hand(other) is None


def test_answers_that_ship_are_on_the_figures_in_force(world: World) -> None:
    rows = unpacked()
    assert list(rows) == list(beforehand.COLUMNS) and rows["industry"].is_unique and len(rows) > 0
    assert set(rows["industry"]) <= set(finest_industries(world.table("industries")).index)
    if not rows["basis"].eq(basis()).all():
        pytest.skip("figures or assumptions moved since: make sweep solves the answers again")
    row = rows.iloc[0]
    firm = reallocate.Scenario.from_industry(str(row["industry"]), headcount=20_000)
    assert reallocate.cut(firm, exits="10%", progress=False).facts[BEFOREHAND]
    assert packed(rows.to_dict("records")) == packed(rows.iloc[::-1].to_dict("records"))


def _exits(cut: str) -> object:
    from reallocate.firm.request.read import firm_scenario

    return firm_scenario(reallocate.Scenario.from_industry(CODE, headcount=PEOPLE), exits=cut).exits


def _text(result: reallocate.Result) -> str:
    import json

    return json.dumps(as_shipped(result))
