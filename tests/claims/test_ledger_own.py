"""A claim of one's own: read, judged by its thresholds, and every fault of its file told at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.conftest import facts_of

from reallocate.claims import own as measures
from reallocate.claims.basis.claim import Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.ledger import entry
from reallocate.claims.own import _ClaimFile, _NamedMeasure, _own_claim, _OwnClaim, own_claims
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

CLERKS = """
statement = "Office work is more within reach than most"
measure = "reach_place"
occupation = "43-"
comparison = "at least"
supported = 60
not_supported = 40
"""


@pytest.fixture
def context(world: World) -> ClaimContext:
    return ClaimContext(world, draws=8)


@pytest.fixture
def captured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that is the parameter itself, so that every verdict is known beforehand."""
    made = _NamedMeasure(
        "what is captured",
        "share",
        lambda g, p, s, a: p["capture_automated"],
        ("capture_automated",),
        ("none (X)",),
    )
    monkeypatch.setitem(measures.MEASURES, "captured", made)


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def claim(**given: object) -> _OwnClaim:
    rest: dict[str, object] = {"statement": "s", "measure": "captured", "comparison": "at least"}
    return _OwnClaim(_ClaimFile.model_validate(rest | given), "mine")


def test_a_file_becomes_a_claim_with_a_verdict(context: ClaimContext, tmp_path: Path) -> None:
    one = _own_claim(written(tmp_path, CLERKS), context)
    found = entry(one, context, Parameters.default())
    assert (found.claim.id, found.claim.row) == ("mine", "own")
    assert found.measured.verdict is Verdict.SUPPORTED
    assert 60 < found.measured.middle < 100
    assert found.drivers == ()
    assert facts_of(found)["Tipping points"].startswith("The finding follows from published data")


@pytest.mark.usefixtures("captured")
@pytest.mark.parametrize(("comparison", "supported", "not_supported", "verdict"), [
    ("at least", 0.5, 0.2, Verdict.SUPPORTED),
    ("at least", 0.95, 0.9, Verdict.NOT_SUPPORTED),
    ("at least", 0.95, 0.1, Verdict.MIXED),
    ("at most", 0.95, 0.99, Verdict.SUPPORTED),
    ("at most", 0.05, 0.1, Verdict.NOT_SUPPORTED),
])  # fmt: skip
def test_thresholds_decide(
    context: ClaimContext, comparison: str, supported: float, not_supported: float, verdict: Verdict
) -> None:
    one = claim(comparison=comparison, supported=supported, not_supported=not_supported)
    assert one.measure(context, Parameters.default()).verdict is verdict


@pytest.mark.usefixtures("captured")
def test_judged_by_the_interval_needs_nine_of_ten_draws(context: ClaimContext) -> None:
    found = claim(supported=0.5, not_supported=0.2).measure(context, Parameters.default())
    limit = (found.low + found.middle) / 2
    by_middle = claim(supported=limit, not_supported=0.0)
    by_interval = claim(supported=limit, not_supported=0.0, judged_by="interval")
    assert by_middle.measure(context, Parameters.default()).verdict is Verdict.SUPPORTED
    assert by_interval.measure(context, Parameters.default()).verdict is Verdict.MIXED


@pytest.mark.usefixtures("captured")
def test_the_verdict_turns_where_it_says_and_back(context: ClaimContext) -> None:
    default = Parameters.default()
    about = default.about("capture_automated")
    limit = (about.value + about.high) / 2 if about.value < about.high else (about.low + about.value) / 2
    one = claim(supported=limit, not_supported=about.low)
    found = entry(one, context, default)
    assert found.tipping_points
    for turn in found.tipping_points:
        assert turn.verdict is not found.measured.verdict
        moved = one.measure(context, default.replace(capture_automated=turn.value))
        assert moved.verdict is turn.verdict
    assert one.measure(context, default).verdict is found.measured.verdict


def test_every_fault_of_a_file_is_told_at_once(context: ClaimContext, tmp_path: Path) -> None:
    text = 'statement = "x"\nmesure = "net_jobs"\nsupported = "a"\nyears = 50\n'
    with pytest.raises(InputError) as error:
        _own_claim(written(tmp_path, text), context)
    told = "\n".join(str(problem) for problem in error.value.problems)
    for words in ("'measure' is missing", "'comparison' is missing", "unknown key 'mesure'", "Nearest: measure",
                  "supported = 'a'", "years = 50", "Keys: statement, reading"):  # fmt: skip
        assert words in told


def test_what_each_value_allows_and_all_together_do_not(context: ClaimContext, tmp_path: Path) -> None:
    text = (
        CLERKS.replace("reach_place", "reach_plase").replace("at least", "at most") + 'drivers = ["captur"]\n'
    )
    with pytest.raises(InputError) as error:
        _own_claim(written(tmp_path, text), context)
    told = "\n".join(str(problem) for problem in error.value.problems)
    assert len(error.value.problems) == 3
    for words in ("Nearest: reach_place", "other side of supported", "Nearest: capture"):
        assert words in told


@pytest.mark.parametrize("text", ["statement = ", "\x00", "a = 1"])
def test_no_file_ends_in_a_traceback(context: ClaimContext, tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        _own_claim(written(tmp_path, text), context)
    with pytest.raises(InputError, match="no such file"):
        _own_claim(tmp_path / "nowhere.toml", context)


def test_two_files_of_one_name_and_an_occupation_that_nobody_has_are_refused(
    context: ClaimContext, tmp_path: Path
) -> None:
    file = written(tmp_path, CLERKS)
    with pytest.raises(InputError, match="two files are named 'mine'"):
        own_claims([file, file], context)
    with pytest.raises(InputError, match="no occupation begins with"):
        _own_claim(written(tmp_path, CLERKS.replace("43-", "99-")), context)
