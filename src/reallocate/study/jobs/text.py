"""A place's jobs, and growth by exposure, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from reallocate.problem.job.place import ExposureHistory, PlaceJobs
from reallocate.work.predictive_test import signed

LEAST_SHOWN = 0.0005
"""Share of jobs whose pay was not released, below which it is not mentioned."""


def place_text(jobs: PlaceJobs) -> dict[str, list[str]]:
    """How to read the table of a place."""
    several = f"median of {len(jobs.sources)} sources (lowest–highest)"
    by = several if len(jobs.sources) > 1 else f"by {jobs.sources[0]}"
    lines = [
        f"Reach is a share of hours, {by}. Augmentable: AI halves the time of a person. Automatable: AI does "
        "the work alone.",
        f"* work filled from related occupations: {jobs.total['content_filled']:.1%} of all these jobs.",
    ]
    if jobs.total["wage_filled"] >= LEAST_SHOWN:
        lines.append(
            f"+ pay not released, a wider figure is used: {jobs.total['wage_filled']:.1%} of all these jobs."
        )
    return {"headline": lines, "ways": list(_ways(jobs)), "notes": list(jobs.place.notes)}


def _ways(jobs: PlaceJobs) -> Iterator[str]:
    """How many have a way out, and how to read the table."""
    people = jobs.shown["employment"]
    part = float(people.reindex(jobs.ways["occupation"]).sum() / people.sum()) if people.sum() else 0.0
    yield (
        f"{len(jobs.ways)} of the {len(jobs.shown)} occupations listed, with {part:.0%} of their jobs, have "
        "a move that keeps pay, adds little reach of AI and can be made now or within two years of study."
    )
    yield "The table shows the best move of each by the order of `reallocate job`, which shows the others."


def history_text(past: ExposureHistory) -> dict[str, list[str]]:
    """The finding, and what it depends on."""
    finding = past.sentence if len(past.sources) > 1 else str(past.summary["finding"].iloc[0])
    differences = past.choices.drop(columns=["variant", "occupations"]).iloc[1:]
    figures = differences.to_numpy(float)
    low, high = signed(figures.min()), signed(figures.max())
    counts = past.left_out["reason"].value_counts()
    reasons = "; ".join(f"{reason} ({counts[reason]})" for reason in sorted(map(str, counts.index)))
    largest = str(past.left_out["employment"].idxmax())
    return {
        "headline": [finding],
        "notes": [
            f"Under {len(differences)} other choices of years, occupations or weights the difference is "
            f"{low} to {high}; {int((figures < 0).sum())} of {figures.size} differences are below 0.",
            f"That exposure predicts job losses: {past.verdict} by the rule as first written, over all "
            "sources. Whether the data could show an effect as small as the model's own: `reallocate claims "
            "3d`.",
            f"{len(past.left_out)} occupations with {1 - past.share:.1%} of the jobs of 2022 cannot be "
            f"compared, the largest {largest} {past.left_out['title'][largest]}: {reasons}.",
        ],
    }
