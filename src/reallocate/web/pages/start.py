"""Start: three questions, each with an answer, and the verdicts on the popular story."""

from __future__ import annotations

from typing import Any

import reallocate
from reallocate.measure.number import cell, with_minus
from reallocate.web.draw import HATCHED_PEOPLE, Slice, alone, bar, dots, interval
from reallocate.web.page import Page, filled
from reallocate.web.pages.answers import verdicts
from reallocate.web.pages.firm import EXAMPLE, dollars

JOBS_DESTROYED = "more-jobs-destroyed"


def page() -> Page:
    """The first page; every figure is a shipped result."""
    claims, job = reallocate.shipped("claims"), reallocate.shipped("job")
    return filled(
        "start.html.jinja", "/", job=_job(job), firm=_firm(reallocate.shipped("cut")),
        everyone=_everyone(claims), verdicts=verdicts(claims), example=job.facts["request"]["job"],
    )  # fmt: skip


def _job(result: Any) -> dict[str, Any]:
    total, table = result.table("hours_total").iloc[0], result.table("sources")
    shares = sorted(table["automatable"])
    reach, low, high = (cell(float(one), "share") for one in (total["automatable"], shares[0], shares[-1]))
    words = f"{len(shares)} sources"
    each = ", ".join(cell(one, "share") for one in shares)
    spoken = f"Share of the hours that AI could do alone, {words}: {each}."
    draw = dots(shares, float(total["automatable"]), f"middle {reach}", words)
    return {"reach": reach, "low": low, "high": high, "picture": alone(spoken, draw)}


def _firm(result: Any) -> dict[str, Any]:
    figures = result.table("cut_or_wait").set_index("figure")
    cut, extra = figures["cut"], figures["extra"]["extra_cost_per_exit"]
    refilled, quits = (
        float(cut[name]) / float(cut["exits"]) for name in ("positions_refilled", "would_have_quit")
    )
    slices = [
        Slice(refilled, f"{refilled:.0%}", "refilled", "fc", "kc"),
        Slice(1 - refilled, f"{quits:.0%}", f"{quits:.0%} quit anyway", "bp", "kp", HATCHED_PEOPLE),
    ]
    spoken = f"Of the exits {refilled:.0%} are refilled and {quits:.0%} would have quit anyway."
    return {
        "per_exit": dollars(extra), "cents": f"{100 * cut['worth_threshold']:.0f} cents",
        "title": result.title, "refilled": f"{refilled:.0%}", "exits": f"{EXAMPLE['cut']}%",
        "picture": alone(spoken, bar(slices)),
    }  # fmt: skip


def _everyone(claims: Any) -> dict[str, Any]:
    row = claims.table("claims").set_index("id").loc[JOBS_DESTROYED]
    ends = [float(row[name]) for name in ("low", "result", "high")]
    low, middle, high = map(_percent, ends)
    spoken = f"Change of US jobs in ten years: {middle}; eight of ten draws lie between {low} and {high}."
    return {
        "middle": middle, "low": low, "high": high, "verdict": str(row["verdict"]),
        "picture": alone(spoken, interval(ends[0], ends[1], ends[2], _percent)),
    }  # fmt: skip


def _percent(value: float) -> str:
    return "0%" if abs(value) < 0.05 else f"{with_minus(f'{value:+.1f}')}%"
