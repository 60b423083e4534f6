"""The law of dismissal in figures: notice, severance and consultation of any country, read from its file.

Statutory minima for a dismissal on economic grounds; contracts, agreements and social plans go above them.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from reallocate.data.country import HOME, Country, country
from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.kernel.faults import Place, dotted, schema_problems
from reallocate.kernel.units import DAYS_A_MONTH, MONTHS_A_YEAR

_DAYS = {"day": 1.0, "week": 7.0, "month": DAYS_A_MONTH}
"""[days] Of a unit of notice."""
_A_YEAR = {"day": 365.0, "week": 52.0, "month": float(MONTHS_A_YEAR)}
"""[units/year] Into which a year's pay is divided."""
_TINY = 1e-9
"""[years, exits] What arithmetic leaves beside a step."""
NO_ADVICE = (
    "Statutory minimum, no legal advice: contracts, collective agreements and social plans may ask more."
)


def _rising(rows: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    """Rows that each begin no lower than the one before, so that the last one reached is the one meant."""
    starts = [row[0] for row in rows]
    if starts != sorted(starts):
        raise ValueError(f"rows begin at {', '.join(f'{one:g}' for one in starts)} and must rise")
    return rows


_Unit = Literal["day", "week", "month"]
_Years = Annotated[float, Field(ge=0)]
_Amount = Annotated[float, Field(ge=0)]
_Steps = Annotated[tuple[tuple[_Years, _Amount], ...], AfterValidator(_rising), Field(min_length=1)]
_Days = Annotated[tuple[tuple[_Amount, _Amount, _Amount], ...], AfterValidator(_rising)]
_Trigger = Annotated[
    tuple[tuple[_Amount, _Amount] | tuple[_Amount, _Amount, Annotated[float, Field(gt=0, le=1)]], ...],
    AfterValidator(_rising),
]


class _Form(BaseModel):
    """A part of a law: nothing may stand in it that is not declared."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, validate_by_alias=True
    )


class _MoreForAge(_Form):
    """Notice beside that of service: so many units above an age, from a service on [years]."""

    age_over: float
    from_: float = Field(alias="from")
    units: float


class NoticeLaw(_Form):
    """Notice by service.

    unit : of the steps
    steps : (service from [years], units), each reached at its first number
    over : a step is reached only beyond its first number
    under : [years, days] below so much service so many days, whatever the steps
    a_year_from, most : from so many years one unit for each full year, at most so many units
    plus : further units above an age
    end : notice ends with a month
    trial : [years, days] in a trial of up to so long that is agreed
    less_permit : [units] left at least where the time that a permit took counts against the notice
    collective : due in a collective dismissal alone
    """

    unit: _Unit
    steps: _Steps
    over: bool = False
    under: tuple[_Years, _Amount] | None = None
    a_year_from: float | None = None
    most: float = math.inf
    plus: _MoreForAge | None = None
    end: Literal["month"] | None = None
    trial: tuple[_Years, _Amount] | None = None
    less_permit: float | None = None
    collective: bool = False


class SeveranceLaw(_Form):
    """Severance by service, age and pay.

    from : [years] of service below which there is none
    unit : of pay that the figures count
    count : what of the service is paid; "days" for all of it
    rate : (service from [years], units for each year), in bands
    table : (service from [years], units), in place of rates
    by_age : (age from [years], units for each full year), counted back from the exit
    most_years : [years] of service that count at most
    bonus : [units] beside
    cap : of a unit's pay; ceiling : of the sum, or a year's pay where that is more and or_a_years_pay
    ceiling_months : of the sum [months of pay]; ceiling_minimum_wages : of the sum [minimum wages]
    minimum_wage : [money/month]
    firm_from : [staff] in a smaller firm there is none
    owed : by right; otherwise it is what is usually offered
    collective : due in a collective dismissal alone
    """

    from_: _Years = Field(alias="from")
    unit: _Unit
    count: Literal["full years", "full months", "months begun", "over half a year up", "days"] = "days"
    rate: _Steps | None = None
    table: _Steps | None = None
    by_age: _Steps | None = None
    most_years: float = math.inf
    bonus: float = 0.0
    cap: float = math.inf
    ceiling: float = math.inf
    or_a_years_pay: bool = False
    ceiling_months: float = math.inf
    ceiling_minimum_wages: float | None = None
    minimum_wage: float | None = None
    firm_from: float = 0.0
    owed: bool = True
    collective: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> SeveranceLaw:
        given = [name for name in ("rate", "table", "by_age") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"needs one of rate, table and by_age; has {' and '.join(given) or 'none'}")
        if (self.ceiling_minimum_wages is None) != (self.minimum_wage is None):
            raise ValueError("ceiling_minimum_wages and minimum_wage belong together")
        return self


class ConsultationLaw(_Form):
    """Consultation on a collective dismissal: it ends, the authority is told, notice is given, people leave.

    Source: Court of Justice, C-188/03 Junk, 27 January 2005; Directive 98/59/EC arts. 2 to 4.
    counted : where exits are counted together
    window : [days] within which they are
    trigger : (staff from, exits, share of staff where that is fewer) from which it is due
    least, most : (staff from, exits from, days) from its opening to its end
    permit : (staff from, exits from, days) from telling the authority to its decision, before notice
    wait : (staff from, exits from, days) from telling the authority until people may leave
    who : is consulted; office : is told
    """

    counted: str
    window: float = Field(ge=0)
    trigger: _Trigger
    least: _Days
    most: _Days | None = None
    permit: _Days = ()
    wait: _Days = ()
    who: str = Field(description='who is consulted, such as "the works council"')
    office: str = Field(description='the office that is told, such as "the labour office"')


class Law(_Form):
    """The law of dismissal in one country or place.

    label : its name where that is not the country's
    applies : to whom, in words
    beside : what else it asks for, which no figure counts
    source : the acts that were read; date : since when they are in force
    """

    notice: NoticeLaw
    severance: SeveranceLaw
    consultation: ConsultationLaw
    label: str = ""
    applies: str = ""
    beside: str = ""
    source: str = Field(description="the acts that were read")
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description='since when, such as "2026-04-06"')


def read_law(table: Mapping[str, Any], where: str) -> Law:
    """The law that a table says.

    table : [law] of a country's file, or a place of [places]
    where : file and table, for errors
    Raises `InputError` with everything that is wrong in it.
    """

    def at(place: Place) -> str:
        return f"{where} {dotted(place)}".rstrip()

    try:
        return Law.model_validate(table)
    except ValidationError as error:
        raise InputError(schema_problems(error, at, Law)) from None


def law_problems(path: Path) -> list[Problem]:
    """Everything that is wrong in the laws of a `country.toml`; nothing where the file cannot be read.

    path : of the file
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    problems = list[Problem]()
    places = table.get("places", {})
    for name, law in {"law": table.get("law"), **{f"places.{one}": places[one] for one in places}}.items():
        if isinstance(law, dict):
            try:
                read_law(law, f"{path} [{name}]")
            except InputError as error:
                problems += error.problems
    return problems


@cache
def laws(code: str = HOME) -> Mapping[str, Law]:
    """(place, or the country's code for its own) every law of a country; empty where it has none.

    code : of the country
    """
    given = country(code)
    if given.law is None:
        return {}
    tables = {given.code: given.law, **given.places}
    return {name: read_law(table, _where(given, name)) for name, table in tables.items()}


def law_of(code: str = HOME, place: str = "") -> Law:
    """The law of a country, or of a place in it.

    code : of the country
    Raises `InputError` where it has none: no other country's law stands in for it.
    """
    own = laws(code)
    given = country(code)
    if not own:
        what = f"no law on notice and severance is known of {given.name}"
        remedy = "Give both: [promises] notice_days, and [parameters] severance_share or severance_per_exit."
        raise InputError(Problem(what, "country", remedy, "Another country's law does not hold there."))
    if (found := own.get(place or given.code)) is None:
        what = f"{place} is no place of {given.name} whose law is known"
        raise InputError(Problem(what, "jurisdiction", "Leave it out.", nearest=nearest(place, own)))
    return found


def _where(given: Country, name: str) -> str:
    table = "[law]" if name == given.code else f"[places.{name}]"
    return f"countries/{given.code.lower()}/country.toml {table}"


def notice(
    law: Law,
    age: float,
    service: float,
    staff: float = math.inf,
    exits: float = math.inf,
    trial: bool = False,
) -> float:
    """Notice of one person [days]; a month is 30.4375 days.

    age, service : [years]
    staff : of the firm; exits : together with this one
    trial : whether a trial is agreed
    The units of the last step that the service reaches, or one for each full year up to the most.
    Source: the acts named in the law.
    """
    form = law.notice
    if form.collective and consultation(law, staff, exits) is None:
        return 0.0
    if trial and form.trial is not None and service < form.trial[0] - _TINY:
        return form.trial[1]
    if form.under is not None and service < form.under[0] - _TINY:
        return form.under[1]
    units = _step(service, form.steps, form.over)
    if form.a_year_from is not None and service >= form.a_year_from - _TINY:
        units = min(_whole(service), form.most)
    more = form.plus
    if more is not None and age > more.age_over and service >= more.from_ - _TINY:
        units += more.units
    return units * _DAYS[form.unit]


def severance(
    law: Law, age: float, service: float, pay: float, staff: float = math.inf, exits: float = math.inf
) -> float:
    """Severance of one person [the country's money].

    age, service : [years]
    pay : [the country's money/year]
    staff : of the firm; exits : together with this one
    min((units + bonus)·min(pay ÷ units a year, cap), ceilings), units as the law counts them.
    Source: the acts named in the law.
    """
    form = law.severance
    if service < form.from_ - _TINY or staff < form.firm_from - _TINY:
        return 0.0
    if form.collective and consultation(law, staff, exits) is None:
        return 0.0
    ceiling = max(form.ceiling, pay if form.or_a_years_pay else 0.0)
    wages = form.ceiling_minimum_wages
    in_wages = math.inf if wages is None or form.minimum_wage is None else wages * form.minimum_wage
    most = min(ceiling, pay / MONTHS_A_YEAR * form.ceiling_months, in_wages)
    each = min(pay / _A_YEAR[form.unit], form.cap)
    return min((_units(form, age, service) + form.bonus) * each, most)


def _units(form: SeveranceLaw, age: float, service: float) -> float:
    """Units of pay for a service, without what comes beside."""
    if form.table is not None:
        return _step(service, form.table)
    counted = min(_counted(form.count, service), form.most_years)
    if form.by_age is not None:
        # Back from the exit, one full year of service at a time.
        return sum(_step(age - back, form.by_age) for back in range(1, int(counted) + 1))
    assert form.rate is not None
    ends = [start for start, _ in form.rate[1:]] + [math.inf]
    bands = zip(form.rate, ends, strict=True)
    return sum(rate * max(0.0, min(counted, end) - start) for (start, rate), end in bands)


@dataclass(frozen=True)
class Consultation:
    """What a collective dismissal asks for before it.

    least, most : [days] from its opening; most is by when it has ended even without an agreement
    permit : [days] from telling the authority to its decision, before notice
    wait : [days] from telling the authority until people may leave
    who : is consulted; office : is told
    """

    least: float
    most: float
    permit: float
    wait: float
    who: str
    office: str

    @property
    def days(self) -> float:
        """Days from the opening to the first notice: it ends without an agreement, and the permit comes."""
        return self.most + self.permit


def consultation(law: Law, staff: float, exits: float) -> Consultation | None:
    """What must be consulted on; nothing where the exits are too few.

    staff : where exits are counted, the firm's where its sites are not known
    exits : within the window of the law
    Source: the acts named in the law; Directive 98/59/EC arts. 1–4.
    """
    form = law.consultation
    reached = [row for row in form.trigger if staff >= row[0]]
    if not reached or exits < _threshold(reached[-1], staff) - _TINY:
        return None
    least = _days(form.least, staff, exits)
    most = max(least, _days(form.most, staff, exits)) if form.most is not None else least
    permit, wait = (_days(rows, staff, exits) for rows in (form.permit, form.wait))
    return Consultation(least, most, permit, wait, form.who, form.office)


def threshold(law: Law, staff: float) -> float:
    """The fewest exits on which must be consulted [exits]; infinite in a firm too small for it."""
    reached = [row for row in law.consultation.trigger if staff >= row[0]]
    return _threshold(reached[-1], staff) if reached else math.inf


def _threshold(row: Sequence[float], staff: float) -> float:
    return min(row[1], row[2] * staff) if len(row) > 2 else row[1]


def stop_of_work(asked: Consultation | None, days: float, worked: float) -> float:
    """Days from the opening of the consultation until people stop work at the earliest.

    days : [days] of notice
    worked : [share] of notice that is worked
    consultation + max(wait, permit + worked·notice): notice follows the consultation and the permit, and
    nobody leaves before the authority's waiting time is over.
    """
    if asked is None:
        return worked * days
    return max(asked.most + asked.wait, asked.days + worked * days)


def notice_left(law: Law, days: float, asked: Consultation | None) -> float:
    """Notice that is left after a permit [days]: its time counts, down to what the law leaves at least.

    days : [days] of notice
    """
    least = law.notice.less_permit
    if least is None or asked is None:
        return days
    return min(days, max(days - asked.permit, least * _DAYS[law.notice.unit]))


def _step(service: float, steps: Sequence[tuple[float, float]], over: bool = False) -> float:
    """The value of the last step reached; 0 before the first, or the first where steps are passed beyond."""
    hit = [value for start, value in steps if (service > start + _TINY if over else service >= start - _TINY)]
    return hit[-1] if hit else (steps[0][1] if over else 0.0)


def _whole(years: float) -> float:
    return float(math.floor(years + _TINY))


def _counted(count: str, service: float) -> float:
    """Years of service that are paid."""
    if count == "full years":
        return _whole(service)
    if count == "full months":
        return _whole(service * MONTHS_A_YEAR) / MONTHS_A_YEAR
    if count == "months begun":
        return math.ceil(service * MONTHS_A_YEAR - _TINY) / MONTHS_A_YEAR
    if count == "over half a year up":
        full = _whole(service)
        return full + (service - full > 0.5 + _TINY)
    return service


def _days(rows: Sequence[tuple[float, float, float]], staff: float, exits: float) -> float:
    reached = [days for from_staff, from_exits, days in rows if staff >= from_staff and exits >= from_exits]
    return reached[-1] if reached else 0.0
