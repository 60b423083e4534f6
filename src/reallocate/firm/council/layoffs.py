"""The record of announced layoffs: who gave which reason, and what was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from reallocate.data.bundle import read_manifest
from reallocate.firm.model.people_costs import ramp_up_pay
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.read import load_scenario
from reallocate.kernel.blocks import Block, Heading, Prose, Section
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import BarsByTime
from reallocate.kernel.number import cell, say, sentence
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import BY_ROW, Column, computed, table
from reallocate.kernel.units import MONTHS_A_YEAR
from reallocate.render.provenance import provenance
from reallocate.render.result import Kind, Result
from reallocate.work.world import World

_STUDY = "hyperscaler-2026"
"""The firm at whose pay a reversal is priced."""
_CODED = {"substitution": "substitution", "funding": "funding", "contested": "contested"}
"""What employers said, of the codes kept apart; weak demand, other skills and no word of AI are `other`."""
_UNCHECKED = "memory"
"""Where the reason was coded from memory: shown, marked and counted apart."""
_PERSON_RATE = "laid-off staff later rehired by the same firm (Visier)"
_FIRM_RATES = (
    "had to rehire after AI cuts (Orgvue)",
    "rehired for same or similar role (Robert Half)",
)


@dataclass(frozen=True)
class _Reversal:
    """What it costs to take back one cut, and how often cuts were taken back.

    loaded_cost : of the position [USD/year]
    severance, hiring, learning : paid for the exit, to find somebody, and while they learn [USD]
    person_rate : of people laid off for any reason, who came back to the firm [share]
    firm_rates : (survey) of firms that had to hire again after cuts made because of AI [share of firms]
    """

    loaded_cost: float
    severance: float
    hiring: float
    learning: float
    person_rate: float
    firm_rates: Mapping[str, float]

    @property
    def price(self) -> float:
        """Of one cut that is taken back [USD]."""
        return self.severance + self.hiring + self.learning

    @property
    def months(self) -> float:
        """The same in pay of the position [months]."""
        return self.price / self.loaded_cost * MONTHS_A_YEAR


@dataclass(frozen=True, eq=False)
class _LayoffContext:
    """The announcements, coded, the earliest first, and the cost of taking a cut back."""

    record: pd.DataFrame
    reversal: _Reversal


def _announcements(world: World) -> pd.DataFrame:
    """The announcements as coded, the earliest first.

    world : with the table announcements
    """
    raw = world.table("announcements").sort_values(["date", "company"], ignore_index=True)
    return pd.DataFrame(
        {
            "date": raw["date"].astype(str),
            "company": raw["company"].astype(str),
            "jobs_cut": raw["jobs_cut"].astype(float),
            "workforce_share": raw["workforce_share"].astype(float),
            "mechanism": raw["mechanism"].astype(str),
            "reason": raw["ai_attribution"].map(_CODED).fillna("other").astype(str),
            "stated_reason": raw["stated_reason"].fillna("").astype(str),
            "checked": raw["reason_basis"].ne(_UNCHECKED),
            "later": _later(raw),
            "grade": raw["grade"].astype(str),
            "source": raw["source"].fillna("").astype(str),
        }
    )


def _later(raw: pd.DataFrame) -> pd.Series[str]:
    """What is noted as changed later; a note that points to the company's last one is that one again."""
    noted = raw["reversal"].fillna("").astype(str)
    own = noted.mask(noted.isin(["", "see above"]))
    return noted.mask(noted == "see above", own.groupby(raw["company"]).ffill()).fillna("")


def _mean_pay(world: World) -> float:
    """Loaded cost per head of the worked example's firm [USD/year]."""
    firm, *_ = build_firm(world, load_scenario(_STUDY))
    return firm.payroll / firm.headcount


def _reversal(world: World, parameters: Parameters, loaded_cost: float) -> _Reversal:
    """What a plan would pay to take back one cut, beside how often it was done.

    world : with the table rehiring
    parameters : severance, cost of a hire, months until somebody new is fully productive
    loaded_cost : of the position [USD/year]
    severance + cost of a hire + ½·ramp-up·pay, as a plan counts each of them
    """
    p = parameters
    rates = world.table("rehiring").set_index("measure")["value"].astype(float)
    return _Reversal(
        loaded_cost,
        p["severance_per_exit"] or p["severance_share"] * loaded_cost,
        p["hire_cost"],
        ramp_up_pay(p["ramp_up_months"] / MONTHS_A_YEAR * loaded_cost),
        float(rates[_PERSON_RATE]),
        {name: float(rates[name]) for name in _FIRM_RATES},
    )


_REASONS = ("substitution", "funding", "other", "contested")


_REASON = Column("reason", "Reason given")
_MECHANISM = Column("mechanism", "How")
_JOBS = Column("jobs_cut", "Jobs", "jobs", about="missing, not 0, where the announcement gives no number")
_PRESS = "Announcements as filings and press give them; see the table's sources."


@table("by_reason", "Announcements by how and why", _MECHANISM, _REASON,
       Column("announcements", "Times"), _JOBS,
       Column("without_a_number", "No number"),
       Column("reason_not_checked", "Unchecked"),
       Column("later_changed", "Changed"), source=_PRESS)  # fmt: skip
def _by_reason(context: _LayoffContext) -> pd.DataFrame:
    """Announcements by mechanism and reason given."""
    record = context.record
    grouped = record.assign(
        none=record["jobs_cut"].isna(), unchecked=~record["checked"], changed=record["later"].ne(""),
        reason=pd.Categorical(record["reason"], _REASONS),
    ).groupby(["mechanism", "reason"], observed=True)
    frame: pd.DataFrame = grouped.agg(
        announcements=("company", "size"),
        jobs_cut=("jobs_cut", lambda jobs: jobs.sum(min_count=1)),
        without_a_number=("none", "sum"),
        reason_not_checked=("unchecked", "sum"),
        later_changed=("changed", "sum"),
    ).reset_index()
    return frame.astype({"reason": str})


@table("timeline", "Jobs by quarter and reason", Column("quarter", "Quarter"), _MECHANISM, _REASON, _JOBS,
       Column("announcements", "Times"), source=_PRESS)  # fmt: skip
def _timeline(context: _LayoffContext) -> pd.DataFrame:
    """Jobs in announced cuts by quarter, mechanism and reason given."""
    record = context.record
    quarter = pd.PeriodIndex(pd.to_datetime(record["date"]), freq="Q").astype(str)
    grouped = record.assign(quarter=quarter).groupby(["quarter", "mechanism", "reason"])
    return grouped.agg(
        jobs_cut=("jobs_cut", lambda jobs: jobs.sum(min_count=1)), announcements=("company", "size")
    ).reset_index()


@table("record", "Every announcement", Column("date", "Announced"), Column("company", "Company"), _JOBS,
       Column("workforce_share", "Of its workforce", "share of workforce"), _MECHANISM,
       Column("reason", "Reason, coded"), Column("stated_reason", "Reason, as stated"),
       Column("checked", "Reason checked"), Column("later", "Changed later"), Column("grade", "Grade"),
       Column("source", "Source"), source=_PRESS)  # fmt: skip
def record(context: _LayoffContext) -> pd.DataFrame:
    """One row an announcement, the earliest first."""
    return context.record


@table("taken_back", "Cost of taking one cut back", Column("figure", "Figure"),
       Column("value", "Value", BY_ROW), Column("unit", "Unit"),
       source="Severance, cost of a hire and months of learning: assumptions of a plan. Rates: surveys.",
       )  # fmt: skip
def taken_back(context: _LayoffContext) -> pd.DataFrame:
    """What a plan pays to take one cut back, and how often cuts were taken back."""
    cost = context.reversal
    rows = [
        ("loaded cost of the position", cost.loaded_cost, "USD/year"),
        ("severance", cost.severance, "USD"),
        ("finding somebody", cost.hiring, "USD"),
        ("pay while they learn", cost.learning, "USD"),
        ("cost of taking one cut back", cost.price, "USD"),
        ("the same in pay of the position", cost.months, "months"),
        (_PERSON_RATE, cost.person_rate, "share of people"),
        *((name, rate, "share of firms") for name, rate in cost.firm_rates.items()),
    ]
    return pd.DataFrame(rows, columns=taken_back.names)


TABLES = (_by_reason, _timeline, record, taken_back)


_WORDS = {
    "substitution": "AI does the work",
    "funding": "money is needed elsewhere, mostly for AI",
    "other": "something else: weak demand, other skills, or no word of AI",
    "contested": "reasons that contradict themselves or could not be checked",
}


def _text(context: _LayoffContext) -> dict[str, list[str]]:
    """Sentences by part of the page."""
    return {"headline": _record(context.record), "taken_back": _taken_back(context)}


def _record(record: pd.DataFrame) -> list[str]:
    """What was announced, by the reason given."""
    jobs = record["jobs_cut"]
    first, last = (str(record["date"].iloc[place]) for place in (0, -1))
    without, unchecked = int(jobs.isna().sum()), int((~record["checked"]).sum())
    reasons = []
    for name in _REASONS:
        rows = record[record["reason"] == name]
        if len(rows):
            reasons.append(f"{_WORDS[name]} in {len(rows)}, with {cell(rows['jobs_cut'].sum(), 'jobs')} jobs")
    return [
        f"The record holds {len(record)} announcements of {record['company'].nunique()} companies from "
        f"{first} to {last}, with {cell(jobs.sum(), 'jobs')} jobs; {without} give no number. Employers say: "
        f"{'; '.join(reasons)}.",
        "These are stated reasons, not measured causes. The companies were selected from the news, so shares "
        "among them are not shares of the economy. A later announcement may count jobs of an earlier one.",
        f"{unchecked} reasons were coded from memory and are not checked yet; they are marked.",
    ]


def _taken_back(context: _LayoffContext) -> list[str]:
    """What was taken back, how often, and what that costs a plan."""
    later, cost = context.record["later"], context.reversal
    surveys = "; ".join(f"{name}: {say(rate, 'share')}" for name, rate in cost.firm_rates.items())
    most, people = max(cost.firm_rates.values()), say(cost.person_rate, "share")
    severance, hiring, learning = (cell(one, "USD") for one in (cost.severance, cost.hiring, cost.learning))
    return [
        f"{int(later.ne('').sum())} of {len(later)} announcements changed later, from new wording to as many "
        "people hired again; the table gives details.",
        f"{sentence(_PERSON_RATE)}: {people}, whatever the reason for the cut. Firms that hired again, of "
        f"those surveyed: {surveys}. The first rate counts people, the others firms: a firm that hires one "
        "of a hundred back counts as a whole one.",
        f"Taking back one cut costs a plan {say(cost.price, 'USD')} at a loaded cost of "
        f"{say(cost.loaded_cost, 'USD')} a year: severance {severance}, finding somebody {hiring}, pay while "
        f"they learn {learning}; {_months(cost.months)} months of pay. Where {people} of the cuts are taken "
        f"back, that adds {_months(cost.person_rate * cost.months)} months of pay to each cut. At "
        f"{say(most, 'share')} of the cuts, a rate that no survey gives, it adds "
        f"{_months(most * cost.months)}.",
    ]


_months = partial(cell, unit="months", digits=1, exact=True)


_WAYS = ("layoff", "voluntary", "hiring freeze")
_CODES = (
    "Times: announcements. No number: they do not say how many jobs. Unchecked: the reason awaits a check. "
    "Changed: changed later. Substitution: AI does the work. Funding: money is needed elsewhere, mostly for "
    "AI. Contested: the employer contradicts itself, or nobody could check."
)
_GRADES = "Grades: A a filing; B named press or a tracker's row; C a secondary page."


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    return [
        Section("headline", "Announced layoffs by the reason given", _reasons(result)),
        Section("taken_back", "Cuts that were taken back, and their cost", _taken_back_section(result)),
        Section("record", "Every announcement", (_record_section(result),)),
    ]


def blocks(result: Result, part: str) -> list[Block]:
    """The whole record as one part of another page.

    part : of the text, with the sentences on reasons
    """
    taken_back = [Heading("Cuts that were taken back, and their cost"), *_taken_back_section(result)]
    return [*_reasons(result, part), *taken_back, _record_section(result, fold="Every announcement")]


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Prose(text["headline"]),
        result.grid("by_reason", note=_CODES, merged=True),
        Prose(text["taken_back"]),
    ]


def _reasons(result: Result, part: str = "headline") -> list[Block]:
    by_reason = result.grid("by_reason", note=_CODES, merged=True)
    return [Prose(result.explain()[part]), result.picture("layoffs"), by_reason]


def _taken_back_section(result: Result) -> list[Block]:
    record = result.tables["record"]
    changed = record[record["later"].ne("")]
    columns = ("company", "date", "jobs_cut", "reason", "grade", "later")
    return [
        Prose(result.explain()["taken_back"]),
        result.grid("taken_back", "figure", "value"),
        result.grid("record", *columns, rows=changed, caption="Announcements that were changed later"),
    ]


def _record_section(result: Result, fold: str = "") -> Block:
    record = result.tables["record"]
    marked = record["reason"].where(record["checked"], record["reason"] + " (not checked)")
    columns = (
        "date", "company", "jobs_cut", "workforce_share", "mechanism", "reason", "grade", "stated_reason",
    )  # fmt: skip
    return result.grid("record", *columns, rows=record.assign(reason=marked), note=_GRADES, fold=fold)


TIMELINE = Chart(
    name="layoffs",
    title="Jobs in announced cuts, by the reason that the employer gave [jobs a quarter]",
    reading=(
        "Each panel is a way to cut, each bar a quarter; colours are reasons given, coded by what the "
        "employer said. Announcements without a number are not drawn. Companies were picked because they "
        "were in the news."
    ),
    tables=(_timeline,),
    columns=(
        "quarter", replace(_MECHANISM, words={way: way for way in _WAYS}),
        replace(_REASON, words={reason: reason for reason in _REASONS}), "jobs_cut", "announcements",
    ),
    kind=BarsByTime("quarter", by="reason", value="jobs_cut", panel="mechanism", every="Q"),
)  # fmt: skip

LAYOFFS = Kind(
    "layoffs", "the layoff record", "reallocate claims layoffs --out", TABLES, (TIMELINE,), _page, _card,
    about="announced layoffs and the reasons given",
)  # fmt: skip


_LIBRARIES = ("pandas",)


def layoff_record(world: World, parameters: Parameters, command: str = "") -> Result:
    """Announced layoffs by the reason given, what was taken back, and what that costs a plan.

    world : with the tables announcements and rehiring
    """
    context = _LayoffContext(_announcements(world), _reversal(world, parameters, _mean_pay(world)))
    own = {name: parameters[name] for name in parameters if parameters.about(name).is_own}
    written = command or "reallocate claims layoffs"
    facts = {
        "title": "Announced layoffs and the reasons given",
        "set": own,
        **provenance(own, read_manifest(), _LIBRARIES, written),
    }
    tables = computed(TABLES, context)
    return Result(LAYOFFS, facts, tables, _text(context))
