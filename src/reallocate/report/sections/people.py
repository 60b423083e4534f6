"""People: the headcount walk, who is affected, and whether such scores foretold anything."""

from __future__ import annotations

import pandas as pd

from reallocate.output.blocks import Block, Heading, Prose, Section
from reallocate.plan.role_tables import informative_ranges
from reallocate.report.reading import Reading
from reallocate.report.tables import grid, picture

NEAR = "Over equally good plans"
OVER = "Over sources"
WAYS = (
    "Of the people whom a household survey saw change occupation, the share who made this move, with an 80% "
    "interval, and about how many people stand behind it. It is not a chance of getting the job. Pay is the "
    "nation's: the median now and there, and the 25th percentile on entry. The command reallocate job gives "
    "the whole card of any occupation."
)
IDLE = "No band is shown where alternatives exceed the baseline; the workbook has it."
LAYOFFS = "Layoffs, equally good plans"


def headcount(reading: Reading) -> Section:
    """The part on the headcount walk of the page."""
    said = reading.sentences("headcount")
    blocks: list[Block] = [Prose(tuple(said))] if said else []
    blocks.append(picture(reading, "headcount_walk"))
    blocks.append(
        grid(
            reading,
            "moves",
            ("origin_title", "target_title", "positions", "training_weeks", "training_cost", "basis"),
            caption="Moves between roles",
            note="Redeployment leaves the total headcount as it is.",
        )
    )
    return Section("headcount", "Headcount walk", tuple(blocks))


def people(reading: Reading) -> Section:
    """The part on who is affected of the page."""
    said = reading.sentences("people")
    blocks: list[Block] = [Prose(tuple(said))] if said else []
    blocks += [
        grid(
            reading,
            "kinds",
            ("kind", "positions_baseline", "positions_plan", "delta", NEAR),
            caption="By kind of work",
            note="Positions are counted by what their hours go into; directing AI has hours that people of "
            "other roles lend to it too.",
            ranges={NEAR: ("delta_low", "delta_high")},
        ),
        picture(reading, "who_is_affected"),
        *_layoffs(reading),
        *_grouping(reading),
        _groups(reading),
        _roles(reading),
        *_ways(reading),
        *_history(reading),
    ]
    return Section("people", "Who is affected", tuple(blocks))


def _layoffs(reading: Reading) -> list[Block]:
    """Layoffs by role over equally good plans, where that range was computed."""
    known = reading.has("groups", "layoffs_low") and reading.table("groups")["layoffs_low"].notna().any()
    return [picture(reading, "near_optimal_roles")] if known else []


def _grouping(reading: Reading) -> list[Block]:
    """What is computed on fewer roles, for all parts of the page."""
    said = tuple(reading.sentences("grouping"))
    return [Prose(said, "note")] if said else []


def _telling(reading: Reading, name: str) -> tuple[pd.DataFrame, str]:
    """Roles without the ranges that tell nothing, and the note on those."""
    whole = reading.table(name)
    told = informative_ranges(whole)
    return told, IDLE if not told.equals(whole) else ""


def _over_sources(reading: Reading, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns, without the range over sources of reach where there is only one source."""
    return tuple(name for name in columns if name != OVER or reading.source_count != 1)


def _groups(reading: Reading) -> Block:
    columns = ("title", "kind", "roles", "headcount", "baseline_end", "plan_end", "delta", NEAR, OVER)
    routes = ("layoffs", LAYOFFS, "quits", "moves_out", "moves_in", "hires")
    rows, note = _telling(reading, "groups")
    return grid(
        reading,
        "groups",
        (*_over_sources(reading, columns), *routes),
        caption="Roles, small ones in groups",
        note=note,
        rows=rows,
        fold="Roles with exits by route and every range",
        ranges={
            NEAR: ("delta_low", "delta_high"),
            OVER: ("sources_low", "sources_high"),
            LAYOFFS: ("layoffs_low", "layoffs_high"),
        },
    )


def _roles(reading: Reading) -> Block:
    together = reading.has("roles", "group") and reading.table("roles")["group"].fillna("").ne("").any()
    columns = ("title", "kind", "headcount", "baseline_end", "plan_end", "delta", NEAR, OVER)
    routes = ("layoffs", "quits", "moves_out", "moves_in", "hires", "automated_share", "augmented_share")
    rows, note = _telling(reading, "roles")
    of_group = "A role planned in a group has no range of its own; the group's is in the table before."
    return grid(
        reading,
        "roles",
        (*_over_sources(reading, columns), *(("group",) if together else ()), *routes),
        caption="Every role",
        note=" ".join(line for line in (of_group if together else "", note) if line),
        rows=rows,
        fold="Every role, with exits by route",
        ranges={NEAR: ("delta_low", "delta_high"), OVER: ("sources_low", "sources_high")},
    )


def _ways(reading: Reading) -> list[Block]:
    """Where people of the roles that shrink most were seen to go; `reallocate job` says more for each."""
    share = "Of those who changed occupation"
    columns = (
        "title",
        "target_title",
        "in_firm",
        share,
        "people_seen",
        "pay_now",
        "median_pay",
        "entry_pay",
        "asks",
    )
    return [
        Heading("Where people in these jobs were seen to go"),
        grid(
            reading,
            "ways",
            columns,
            caption="From the roles that lose most positions: the three most common moves",
            note=WAYS,
            merged=True,
            ranges={share: ("share_low", "share_high")},
        ),
    ]


def _history(reading: Reading) -> list[Block]:
    blocks: list[Block] = [Heading("Did exposure foretell decline?")]
    if reading.has("history_summary", "sentence"):
        found = reading.table("history_summary")["sentence"].dropna().astype(str)
        said = tuple(dict.fromkeys(line for line in found if line.strip()))
        blocks += [Prose(said)] if said else []
    blocks.append(picture(reading, "history_fifths"))
    between = "Range of the difference"
    blocks.append(
        grid(
            reading,
            "history_summary",
            ("source", "rank_correlation_before", "rank_correlation_after", "difference", between),
            caption="Rank correlation of exposure with growth of employment",
            note="A difference below zero says that the more exposed grew less than they already did before.",
            ranges={between: ("low", "high")},
        )
    )
    if reading.has("history_summary", "finding"):
        table = reading.table("history_summary")
        # The column before names the source already.
        rows = table.assign(finding=table["finding"].astype(str).str.replace(r"^[\w-]+: ", "", regex=True))
        columns = ("source", "finding")
        fold = "What each source says"
        blocks.append(grid(reading, "history_summary", columns, caption="In words", fold=fold, rows=rows))
    return blocks
