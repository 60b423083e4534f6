"""The scorecard judges by what was stated, counts no identity, and is computed anew where the source files are."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from scripts.pages import claims
from tests.golden_pages import Goldens

from reallocate.claims.evidence import scorecard
from reallocate.claims.evidence.context import SETTING, EvidenceContext, file_words, sources_folder
from reallocate.claims.evidence.page import scorecard_result
from reallocate.claims.evidence.replications import market_2024
from reallocate.claims.evidence.scorecard import Scorecard, score
from reallocate.claims.evidence.target import (
    FigureKind,
    Found,
    Obtained,
    Paper,
    Published,
    Target,
    Verdict,
    published,
)
from reallocate.data.bundle import load_tables, read_manifest
from reallocate.kernel.errors import InputError, UnknownName
from reallocate.kernel.parameters import Parameters
from reallocate.render.terminal import summary_text
from reallocate.work.world import World

Judge = Callable[..., Scorecard]


def rows_of(found: Scorecard, table: str = "figures") -> list[dict[str, Any]]:
    """The rows that a machine gets."""
    made = scorecard_result(found, Parameters.default(), False).to_dict()
    rows = json.loads(json.dumps(made, allow_nan=False), parse_float=lambda figure: float(f"{float(figure):.9g}"))
    return list(rows["tables"][table])


def paper(*targets: dict[str, object]) -> Published:
    """A paper whose figures are what a test needs."""
    rest: dict[str, object] = {"statement": "s", "kind": "data", "unit": "%", "tag": "V"}
    return Published(
        Paper(id="p_2020", authors="P", year=2020, title="T", reference="R"),
        tuple(
            Target.model_validate(
                rest | {"id": f"p_2020.{one['id']}"} | {k: v for k, v in one.items() if k != "id"}
            )
            for one in targets
        ),
    )


@pytest.fixture
def judge(world: World, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """The scorecard of one paper, computed by what a test gives."""

    def judged(one: Published, found: Found, sources: Path | None = None) -> Scorecard:
        monkeypatch.setattr(scorecard, "published", lambda: (one,))
        monkeypatch.setattr(scorecard, "find_spec", lambda _: True)
        monkeypatch.setattr(
            scorecard, "import_module", lambda _: SimpleNamespace(replicate=lambda context: found)
        )
        return score(EvidenceContext(world, Parameters.default(), sources))

    return judged


FILE = "open/working-with-ai/iwa_metrics.csv"
OUT = {"high": 0.0, "kind": "out-of-sample", "equation": "e"}
JUDGED: dict[str, tuple[tuple[dict[str, object], ...], Found]] = {
    "an identity is never counted, even where it is off": (
        ({"id": "a", "value": 1.0, "kind": "identity"}, {"id": "b", "value": 1.0, "tag": "I", "equation": "e"},
         {"id": "c", "value": 1.0, "fitted": "set to it"}, {"id": "d", "value": 1.0}),
        {name: Obtained(5.0) for name in "abc"} | {"d": Obtained(1.0)},
    ),
    "what is not at hand says which file to provide": (({"id": "a", "value": 1.0, "needs": [FILE]},), {}),
    "years that nothing was fitted to stand first": (
        ({"id": "a", "value": 1.0}, {"id": "b", **OUT}), {"a": Obtained(1.0), "b": Obtained(0.1)}),
    "figures of one test count as one": (
        tuple({"id": name, **OUT, "test": test} for name, test in zip("abcd", "ppqq", strict=True)),
        {name: Obtained(-1.0 if name in "ac" else 1.0) for name in "abcd"}),
    "a sign with an interval is that of both ends": (
        ({"id": "a", "high": 0.0}, {"id": "b", "high": 0.0}, {"id": "c", "low": 0.0}),
        {name: Obtained(sum(end) / 2, interval=end) for name, end in {"a": (-0.2, 0.1), "b": (-0.2, -0.1), "c": (-0.1, 0.3)}.items()}),
    "a tolerance, a sign and a figure that was not computed": (
        ({"id": "a", "value": 1.0, "tolerance": 0.1}, {"id": "b", "low": 0.0}, {"id": "c", "value": 2.0}),
        {"a": Obtained(1.05), "b": Obtained(-1.0)}),
    "a cause is said where a figure misses, and what was judged late is counted apart": (
        ({"id": "a", "value": 1.0, "tolerance_set": "after"}, {"id": "b", "value": 2.0}),
        {name: Obtained(1.0, "how", "since so") for name in "ab"}),
}  # fmt: skip


def test_figures_are_judged_as_they_were(judge: Judge, golden: Goldens) -> None:
    """The sentence, every row that machines get, and the card, of papers made for it."""
    told = []
    for case, (targets, found) in JUDGED.items():
        judged = judge(paper(*targets), found)
        result = scorecard_result(judged, Parameters.default(), False)
        told += [f"# {case}", judged.sentence, *(json.dumps(row, ensure_ascii=False) for row in rows_of(judged))]
        told.append(summary_text(result.title, result.kind.card(result)))
    golden("evidence/judged", "\n".join(told))
    assert {one.value for one in FigureKind} == {"data", "simulation", "plan", "out-of-sample", "identity"}
    assert {one.value for one in Verdict} == {"reproduced", "missed", "identity", "not available"}


def test_each_figure_carries_the_hashes_of_its_data_and_a_file_that_is_there_is_used(
    judge: Judge, tmp_path: Path
) -> None:
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).touch()
    row = judge(paper({"id": "a", "value": 1.0, "needs": [FILE]}), {"a": Obtained(1.0)}, tmp_path).rows[0]
    assert row.verdict is Verdict.REPRODUCED
    name = FILE
    (tmp_path / name).write_text("a")
    one = paper({"id": "a", "value": 1.0, "needs": [name]}, {"id": "b", "value": 1.0, "tables": ["history"]},
                {"id": "c", "value": 1.0, "needs": [name], "tables": ["history"]}, {"id": "d", "value": 1.0})  # fmt: skip
    found = {name: Obtained(1.0) for name in "abcd"}
    judged = judge(one, found, tmp_path)
    a, b, c, d = rows_of(judged)
    data = {name: [(row["kind"], row["name"], row["sha256"]) for row in rows_of(judged, "data")
                   if row["id"].endswith(name)] for name in "abc"}  # fmt: skip
    digest = hashlib.sha256(b"a").hexdigest()
    table = read_manifest()["history"]["content_sha256"]
    assert data["a"] == [("file", name, digest)] and a["data_hash"] == digest[:8]
    assert data["b"] == [("table", "history", table)]
    assert data["c"] == [*data["a"], *data["b"]]
    assert len({a["data_hash"], b["data_hash"], c["data_hash"]}) == 3 and d["data_hash"] == ""
    (tmp_path / name).write_text("b")
    assert rows_of(judge(one, found, tmp_path))[0]["data_hash"] != a["data_hash"]


def test_every_paper_says_where_its_figures_are_from_and_which_are_independent_tests() -> None:
    rows = [one for each in published() for one in each.targets if one.kind is FigureKind.OUT_OF_SAMPLE]
    counted = Counter(one.test for one in rows)
    assert len(rows) == 16 and sorted(counted.values()) == [4, 4, 8]
    papers = published()
    ids = [one.id for paper in papers for one in paper.targets]
    assert len(ids) == len(set(ids)) > 50
    for paper in papers:
        assert paper.paper.reference and paper.paper.title, paper.paper.id
        for one in paper.targets:
            if "I" in one.tag:
                assert one.kind is FigureKind.IDENTITY and one.equation, one.id
            if one.kind in (FigureKind.SIMULATION, FigureKind.PLAN, FigureKind.OUT_OF_SAMPLE):
                assert one.equation and one.tables, one.id
            if one.needs:
                assert one.equation or one.fitted, one.id
                assert all(map(file_words, one.needs)), "who gives it"
            assert not set(one.tables) - set(load_tables()), one.id
    values = [
        one.value for paper in published() if paper.paper.id == "acemoglu_2024" for one in paper.targets
    ]
    assert 0.66 in values and 0.53 in values and not {0.71, 0.55} & set(values)


def test_names_that_nobody_has_are_all_told_with_the_nearest(world: World) -> None:
    with pytest.raises(UnknownName) as error:
        score(EvidenceContext(world, Parameters.default()), ["wef_2024", "wef_2025.nett"])
    told = [str(problem) for problem in error.value.problems]
    assert len(told) == 2 and "wef_2025" in told[0] and "wef_2025.net" in told[1]


def test_the_folder_is_the_one_named_else_the_one_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    assert sources_folder(None) is None
    monkeypatch.setenv(SETTING, str(tmp_path))
    assert sources_folder(None) == tmp_path
    other = tmp_path / "other"
    other.mkdir()
    assert sources_folder(other) == other
    with pytest.raises(InputError, match="not available"):
        sources_folder(tmp_path / "nowhere")
    monkeypatch.setenv(SETTING, str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match=SETTING):
        sources_folder(None)


def target(**given: object) -> Target:
    """A figure with what a test needs."""
    rest: dict[str, object] = {"id": "a.b", "statement": "s", "kind": "data", "unit": "%", "tag": "V"}
    return Target.model_validate(rest | given)


def test_a_figure_holds_within_its_tolerance_and_is_missed_beyond_it() -> None:
    one = target(value=47.0, tolerance=3.0)
    assert one.holds(44.0) and one.holds(50.0)
    assert not one.holds(43.999) and not one.holds(50.001)
    for ends, inside, outside in (
        ({"low": 6.0, "high": 7.0}, 6.5, 7.01),
        ({"low": 0.0}, 1.0, -0.01),
        ({"high": 0.0}, -1.0, 0.01),
    ):
        assert target(**ends).holds(inside) and not target(**ends).holds(outside)
    for ends, words in (({"low": 0.0}, "above 0"), ({"high": 0.0}, "below 0")):
        assert not target(**ends).holds(0.0) and target(**ends).published == words, "zero has no sign"
    for wrong in ({"value": 1.0, "low": 0.0}, {}):
        with pytest.raises(ValueError, match="not both"):
            target(**wrong)
    for tag in ("", "X", "V,R", "VR"):
        with pytest.raises(ValueError, match="tag"):
            target(value=1.0, tag=tag)


def test_claims_that_are_computed_anew_replace_their_own_rows() -> None:
    before = claims.read()
    assert claims.written(before) == claims.LEDGER.read_text("utf-8")
    anew = {
        name: rows[rows["id" if name == "claims" else "claim"] == "permanent"]
        for name, rows in before.items()
    }
    anew["claims"] = anew["claims"].assign(result=0.5)
    merged = claims.merged(before, anew)
    assert {name: len(rows) for name, rows in merged.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    changed = merged["claims"].set_index("id")["result"].compare(before["claims"].set_index("id")["result"])
    assert changed.index.tolist() == ["permanent"]


@pytest.fixture(scope="module")
def kept(root: Path) -> dict[str, dict[str, Any]]:
    rows = json.loads((root / "docs" / "reference" / "scorecard.json").read_text("utf-8"))["rows"]
    return {row["id"]: row for row in rows}


def interval_of(row: dict[str, Any]) -> tuple[float, float] | None:
    low, high = row["obtained_low"], row["obtained_high"]
    return None if low is None else (low, high)


def test_every_figure_is_kept_of_the_tables_that_ship_and_judged_as_it_is_now_stated(
    kept: dict[str, dict[str, Any]], root: Path
) -> None:
    targets = {one.id: one for paper in published() for one in paper.targets}
    assert set(kept) == set(targets), "stale: python -m scripts.pages.scorecard FOLDER"
    for name, row in kept.items():
        one = targets[name]
        assert (row["published"], row["unit"], row["statement"]) == (one.published, one.unit, one.statement)
        if one.is_identity:
            assert row["verdict"] in ("identity", "not available"), name
        elif row["obtained"] is None:
            assert row["verdict"] == "not available" and row["missing"], name
        else:
            assert row["verdict"] == (
                "reproduced" if one.holds(row["obtained"], interval_of(row)) else "missed"
            ), name
    shipped = read_manifest()
    targets = {one.id: one for paper in published() for one in paper.targets}
    for name, row in kept.items():
        tables = {one["name"]: one["sha256"] for one in row["data"] if one["kind"] == "table"}
        for table, digest in tables.items():
            assert shipped[table]["content_sha256"] == digest, (
                "stale: python -m scripts.pages.scorecard FOLDER"
            )
        if row["obtained"] is not None:
            assert {one["name"] for one in row["data"]} == {*targets[name].needs, *targets[name].tables}
    # A miss is visible with its cause.
    text = (root / "docs" / "reference" / "scorecard.md").read_text("utf-8")
    missed = [row for row in kept.values() if row["verdict"] == "missed"]
    assert missed
    for row in missed:
        assert f"- **{row['id']}**: " in text
        assert "Missed" in row["says"], row["id"]


SLOW = ("bls_displaced_2024", "brynjolfsson_2025", "davis_von_wachter_2011", "goldman_2025", "market_2024", "svanberg_2024")
PAPERS = [
    pytest.param(one, marks=pytest.mark.long if one.paper.id in SLOW else (), id=one.paper.id)
    for one in published()
]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_computed_anew_gives_the_figures_of_the_scorecard(
    world: World, root: Path, request: pytest.FixtureRequest, paper: Published
) -> None:
    needed = {name for one in paper.targets for name in one.needs}
    sources = request.getfixturevalue("source_data") if needed else None
    for name in needed:
        if not (sources / name).exists():
            pytest.skip(f"{name} is not among the source files")
    found = score(EvidenceContext(world, Parameters.default(), sources), [paper.paper.id])
    rows = scorecard_result(found, Parameters.default(), False).to_dict()["tables"]["figures"]
    kept = json.loads((root / "docs" / "reference" / "scorecard.json").read_text("utf-8"))["rows"]
    before = {row["id"]: row for row in kept}
    assert {row["id"] for row in rows} == {one.id for one in paper.targets}
    for row in rows:
        was = before[row["id"]]
        for name in row.keys() & was.keys():
            # Svanberg's scale is found to a thousandth.
            value = row[name]
            assert was[name] == (pytest.approx(value, rel=2e-3) if isinstance(value, float) else value), name


def test_the_forecasts_are_the_ones_of_the_page_on_the_fit(
    world: World, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = json.loads((root / "docs" / "reference" / "market-fit.json").read_text("utf-8"))["tables"][
        "hindcast"
    ]
    monkeypatch.setattr(market_2024, "hindcasts", lambda *_: {"hindcast": pd.DataFrame(kept)})
    found = market_2024.replicate(EvidenceContext(world, Parameters.default()))
    saved = json.loads((root / "docs" / "reference" / "scorecard.json").read_text("utf-8"))["rows"]
    rows = {row["id"]: row for row in saved if row["id"].startswith("market_2024.")}
    assert len(found) == len(rows) == 8
    for name, one in found.items():
        assert one.value == pytest.approx(rows[f"market_2024.{name}"]["obtained"], rel=5e-3), name
