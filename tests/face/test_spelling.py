"""Errors name arguments as Python writes them, and options as the command line does."""

from __future__ import annotations

import pytest

import reallocate as ra
from reallocate.api.cut import belief_options
from reallocate.api.own_figures import own_assumptions
from reallocate.api.spelling import in_python
from reallocate.kernel.errors import UnknownName


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Give the number too, such as --exits 10% or --exits 8000; without a cut, leave both out.",
            'Give the number too, such as exits="10%" or exits=8000; without a cut, leave both out.',
        ),
        ("Write --horizon 7, or run on, with --years 10.", "Write horizon=7, or run on, with years=10."),
        ("Use --set demand_growth=0.02.", 'Use set={"demand_growth": 0.02}.'),
        ("Use --rate EUR=1.08 --rates-date 2026-06-30.", 'Use rate=["EUR=1.08"] rates_date="2026-06-30".'),
        ("Give it with --review review.csv.", 'Give it with review="review.csv".'),
        ("Name another folder with --out; nothing was touched.", "Name another folder with save(…); nothing was touched."),
        ("Make one with reallocate plan … --out.", "Make one with reallocate plan … --out."),
        ("`reallocate data --params` lists them.", "`reallocate data --params` lists them."),
        ("at least 10,000 of --draws 10,000", "at least 10,000 of draws=10000"),
    ],
)  # fmt: skip
def test_a_sentence_in_python(text: str, said: str) -> None:
    assert in_python(text) == said


def test_share_and_plan_are_needed_together() -> None:
    with pytest.raises(ra.InputError, match=r"share: there is no share\. .* Add a share, such as share=0\.4\."):
        ra.simulate(adopters="nowhere")
    with pytest.raises(ra.InputError, match="steps does not go with adopters"):
        ra.simulate(adopters="nowhere", share=0.4, steps=3)
    with pytest.raises(ra.InputError, match="years does not go with market"):
        ra.simulate(market="us", years=3)
    with pytest.raises(ra.InputError, match="draws: one run by the published laws has no draws"):
        ra.simulate(market="us", draws=3)


def test_every_unknown_name_is_said() -> None:
    for wrong in (lambda: own_assumptions({"quitts": 1.0, "hourz": 2.0}), lambda: belief_options(None, ["quitts", "hourz"])):
        with pytest.raises(UnknownName) as raised:
            wrong()
        assert ["quitts" in str(one) for one in raised.value.problems] == [True, False]
