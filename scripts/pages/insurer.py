"""A fictional insurer's plans: docs/insurer.md, from the golden of the study."""

from __future__ import annotations

import tomllib

from scripts.pages.parts import ROOT, tight

GOLDEN = ROOT / "studies" / "insurer" / "expected.toml"
CASES = (
    "baseline", "without promises", "as promised", "as promised, nobody quits, work given, 60% captured",
    "500 exits pro rata, without promises",
)  # fmt: skip
EXITS = 500.0
TITLES = {
    "13-1031": "Claims adjusters, examiners, and investigators",
    "43-4051": "Customer service representatives",
    "41-3021": "Insurance sales agents",
    "13-2053": "Insurance underwriters",
    "43-9041": "Claims and policy processing clerks",
    "15-1252": "Software developers",
    "29-1141": "Registered nurses",
    "13-1032": "Auto damage appraisers",
    "49-9071": "Maintenance and repair workers",
    "ai-directing": "People who direct AI (new)",
}
Figures = dict[str, dict[str, float]]


def parts() -> dict[str, str]:
    """The plans side by side, the occupations, and what the promises cost."""
    found = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))
    return {"cases": _cases(found), "occupations": _occupations(found), "price": _price(found)}


def _cases(found: Figures) -> str:
    """One row a plan: positions and how people come and go."""
    heads = (
        *("", "positions at the end", "layoffs", "quits", "hires", "change role", "automated", "with AI"),
        *("running cost, USD m a year", "present cost, USD m"),
    )
    rows = []
    for name in CASES:
        one = found[name]
        people = [f"{one[key]:,.0f}" for key in ("positions", "layoffs", "quits", "hires", "moves")]
        shares = [f"{one[key]:.0%}" for key in ("automated", "augmented")]
        money = [f"{one['run_rate']:,.0f}", f"{one['present_value']:,.0f}"]
        rows.append([name, *people, *shares, *money])
    return tight(heads, rows)


def _occupations(found: Figures) -> str:
    """One row an occupation: where it stands and how its work is done."""
    heads = (
        *("", "today", "baseline", "without promises", "as promised"),
        *("its work automated", "done with AI"),
    )
    rows = []
    for code, title in TITLES.items():
        free, kept = found[f"without promises: {code}"], found[f"as promised: {code}"]
        ends = [free["headcount"], free["baseline_end"], free["plan_end"], kept["plan_end"]]
        shares = [f"{kept[key]:.0%}" for key in ("automated_share", "augmented_share")]
        rows.append([title, *(f"{end:,.0f}" for end in ends), *shares])
    return tight(heads, rows)


def _price(found: Figures) -> str:
    """What the cut costs, then what the promises cost and keep, in sentences."""
    free, kept, cut = (found[name] for name in (CASES[1], CASES[2], CASES[4]))
    more = kept["present_value"] - free["present_value"]
    loss = cut["present_value"] - free["present_value"]
    idle, heavy = found[CASES[3]], found["heaviest load if less is captured"]
    saved = kept["positions"] - free["positions"]
    undone = cut["undone_worth"] - free["undone_worth"]
    cash = loss - undone
    return (
        f"Laying off {EXITS:.0f} people now, pro rata, and keeping their positions closed costs USD "
        f"{loss:,.0f} million more than the plan without the cut ({loss / free['present_value']:.1%}), size "
        f"and haste [together](cut.md#four-plans-three-steps). Work worth USD {abs(undone):,.0f} million "
        f"{'more' if undone > 0 else 'less'} is left undone, and USD {abs(cash):,.0f} million "
        f"{'more' if cash > 0 else 'less'} cash is spent. "
        f"The promises keep {saved:,.0f} positions and cost USD {more:,.1f} million "
        f"in present value ({more / free['present_value']:.2%}), USD "
        f"{1e3 * more / saved:,.0f} thousand each. If nobody quit, {idle['layoffs']:,.0f} people would be "
        "laid off, all after the promised month. If only 30% "
        "of freed hours become capacity instead of 60%, the people who stay need up to "
        f"{max(heavy.values()):.0%} of their hours. Of hands-on work "
        f"{found['hands-on work']['automated']:.0%} is automated."
    )
