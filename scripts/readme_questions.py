"""The four questions that the story ends with, each answered in two or three sentences."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from readme_claims import part

import reallocate as ra
from reallocate.kernel.number import in_cents, rounded, say, signed, span
from reallocate.market.simulate.strip import shipped_closures

FORECASTS = Path(__file__).resolve().parent.parent / "forecasts"
FIRM, HEADCOUNT, CUT = "software publishers", 20_000, 10
HARDLY = 0.05
"""Changes of jobs below it are said to be hardly any [%]: they round to 0.0 or 0.1%."""


def questions() -> str:
    """One paragraph a question."""
    answers = {
        "More jobs created or destroyed?": jobs(),
        "Leaner?": leaner(),
        "More exclusive?": exclusive(),
        f"Is a {CUT}% cut the blueprint?": blueprint(),
    }
    return "\n\n".join(f"**{question}** {answer}" for question, answer in answers.items())


def jobs() -> str:
    """Jobs in ten years under the headline's closure, and where spending does not grow."""
    ends = shipped_closures().set_index("measure").loc["jobs"]
    middle, held = float(ends["C"]), float(ends["A"])
    side = "fewer" if middle < 0 else "more"
    found = f"{abs(middle):.1f}% {side} jobs"
    if abs(middle) < HARDLY:
        found = f"hardly {side} jobs ({abs(middle):.2f}%)"
    return (
        f"In ten years we expect {found} than without further AI; in 8 of 10 runs "
        f"{signed(ends['C_low'], 2)}% to {signed(ends['C_high'], 2)}%. Change is larger in which jobs there "
        f"are, and in who gets the gains. If spending did not grow with productivity, the change would be "
        f"{signed(held, 1)}%; past decades contradict that assumption. [The economy](docs/simulate.md)."
    )


def leaner() -> str:
    """The forecast of jobs in tech that is kept."""
    forecast = _tech()
    jobs = pd.DataFrame(forecast["employment"]).query("industry == 'all'").set_index("year")
    first, last = jobs.index.min(), 2030
    today, then = float(jobs.loc[first, "middle"]), jobs.loc[last]
    ends = span(float(then["low"]) / 1e6, float(then["high"]) / 1e6, "")
    return (
        f"US tech industries employ {today / 1e6:.2f} million people ({first}). The forecast for {last} is "
        f"{float(then['middle']) / 1e6:.2f} million ({ends} million in 8 of 10 runs), so neither growth nor "
        f"decline is ruled out. It was saved on {forecast['date']} and none of its figures has come out yet. "
        "[The ledger](docs/reference/forecast-ledger.md)."
    )


def exclusive() -> str:
    """The parts of the claim that ask it: what is observed of young people, and the model."""
    return f"{part('12b')} {part('12c')} [Claim by claim](docs/reference/claims.md)."


def blueprint() -> str:
    """A cut of a tenth at a software publisher against letting people quit."""
    firm = ra.Scenario.from_industry(FIRM, headcount=HEADCOUNT)
    answer = ra.cut(firm, exits=f"{CUT}%").to_dict()
    low, high = answer["extra_cost_per_exit_over_beliefs"]
    if answer["paths_meet"]:
        reached = f"From {answer['paths_meet']} on both have the same headcount. "
    else:
        reached = "The two do not come to the same headcount within the plan. "
    exits = answer["exits"]
    extra = pd.DataFrame(answer["tables"]["cut_or_wait"]).set_index("figure")["extra"]
    per_exit = {name: 1e6 * float(extra[name]) / exits for name in ("cost", "cash", "work_undone")}
    each, cash, undone = (say(rounded(abs(amount), 2), "USD") for amount in per_exit.values())
    paid = f"{cash} {'more' if per_exit['cash'] >= 0 else 'less'} is paid in cash"
    whole = ra.plan(firm, exits=f"{CUT}%", quick=True, progress=False).table("cut_or_wait")
    finer = in_cents(whole.set_index("figure")["cut"]["worth_threshold"])
    coarse = in_cents(answer["worth_threshold"])
    beliefs = span(rounded(low, 2), rounded(high, 2), "USD")
    return (
        f"At a software publisher of {HEADCOUNT:,}, cutting {CUT}% now costs about {each} more per exit in "
        f"present value than letting people quit: {undone} of work is left undone, priced by a judgement, "
        f"and {paid}. Under other beliefs it is {beliefs}. {reached}The cut pays only if the work left "
        f"undone is worth less than {coarse} cents for each dollar that its hours cost in pay ({finer} cents "
        "with every role: the difference is the error of grouping small roles). [Cut or wait](docs/cut.md)."
    )


@cache
def _tech() -> dict[str, Any]:
    newest = max(FORECASTS.glob("tech-workforce-*.json"))
    return dict(json.loads(newest.read_text(encoding="utf-8")))
