"""The keys of a labour-market scenario, each with unit, default, range and meaning."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import create_model

from reallocate.kernel.schema import ScenarioFile, Section, key
from reallocate.kernel.toml import toml_value
from reallocate.market.laws.closures import HEADLINE
from reallocate.market.laws.policy import Policy
from reallocate.market.nation.run import LAWS
from reallocate.market.state.market import PUBLISHED_WEEKS, Rates
from reallocate.work.reach_names import is_reach_file

ALL = "all"
_NOTHING = Policy()


class AiKeys(Section):
    """How far and how fast AI spreads through firms, and its reach; extended laws only."""

    ceiling: float | None = key(
        None,
        "final share of an industry's work done by adopters; fixed at this value instead of drawn",
        "share",
        0.5,
        ge=0,
        le=1,
    )
    innovation: float | None = key(
        None, "work that adopts AI in a year without others' example; fixed likewise", "share/year", 0.01,
        ge=0, le=1,
    )  # fmt: skip
    imitation: float | None = key(
        None, "pull of AI adopters on the others; fixed likewise", "share/year", 0.4,
        ge=0, le=5,
    )  # fmt: skip
    capability: Literal["trend", "plateau", "fast", "reversal"] = key("trend", "path of AI capability")
    reach: str = key(ALL, "source of AI reach: all in turn, the name of one, or a file of your own")
    reach_gaps: str = key("", "source that fills what a file of AI reach lacks; gaps are refused without")


class PolicyKeys(Section):
    """Policy beyond today's, from the first quarter; extended laws only."""

    benefit_level: float = key(
        _NOTHING.benefit_level, "increase in unemployment benefits", "share of pay", ge=0, le=1
    )
    benefit_weeks: float = key(
        _NOTHING.benefit_weeks, "extension of the maximum duration of benefits", "weeks", ge=0, le=104
    )
    retraining: float = key(
        _NOTHING.retraining, "retraining cost paid for people who change occupation", "share", ge=0, le=1
    )
    wage_insurance: float = key(
        _NOTHING.wage_insurance, "lost pay replaced in a new job", "share", ge=0, le=1
    )
    insured_years: float = key(_NOTHING.insured_years, "how long lost pay is replaced", "years", ge=0, le=20)
    hiring_subsidy: float = key(
        _NOTHING.hiring_subsidy, "pay of people hired from unemployment, paid to the firm", "share",
        ge=0, le=1,
    )  # fmt: skip
    subsidised_months: float = key(_NOTHING.subsidised_months, "how long it is paid", "months", ge=0, le=60)


US, US_GROUPS = "us", "us-groups"
BUILT_IN = {
    US: "the labour market of the United States by occupation",
    US_GROUPS: "the labour market of the United States by broad group",
}
"""Markets that ship, by the name that stands where a file would."""

COMPLETE, BUNDLE = "complete", "bundle"
PUBLISHED = Rates()
SWITCHES = tuple(law.key for law in LAWS)
_LONG_TERM = 3
"""τ of the published calibration: the spell of the step of separation counts 0 [steps]."""


_ANY_LAWS = {"engine": "flow", "runs": 1, "parameters": {}}
"""What keys say that either laws can do."""
ONLY_PUBLISHED: Mapping[str, tuple[str, ...]] = {
    "market": ("mobility", "fill", "total"),
    "laws": ("separation", "opening", "close_surplus", "close_shortage", "long_term_steps"),
    "time": ("step_weeks", "steps"),
    "cycle": (),
    "shock": (),
    "": ("engine", "runs"),
}
"""Keys that the extended laws do not read."""
ONLY_EXTENDED: Mapping[str, tuple[str, ...]] = {
    "laws": ("closure", *SWITCHES), "time": ("years", "start"), "ai": (), "policy": (),
    "": ("draws", "parameters"),
}
"""Keys that the published laws do not read."""


class MarketKeys(Section):
    """Occupations and moves."""

    occupations: str = key(
        US, 'a CSV file (occupation, employment, optional wage), or a shipped market: "us" or "us-groups"'
    )
    mobility: str = key(
        BUNDLE,
        'possible moves: "complete" (everywhere alike), "bundle" (the shipped network), or a CSV file '
        "(source, target, weight)",
    )
    fill: bool = key(False, "occupations without outgoing moves get the combined moves of all others")
    total: float | None = key(
        None, "total employment, to check the file against", "persons", 1_000_000.0, gt=0, le=1e15
    )


class PublishedLawKeys(Section):
    """Laws in force and their rates in a step."""

    mode: Literal["published", "extended"] | None = key(
        None,
        "the published laws only, or the laws extended to fit the data; by default extended for the market "
        "of the United States unless a key is set that only the published laws read, else published",
        "",
        "published",
    )
    separation: float = key(
        PUBLISHED.separation, "random separations, δ_u", "share of the employed/step", ge=0, le=0.5
    )
    opening: float = key(
        PUBLISHED.opening, "random openings, δ_v", "share of the employed/step", ge=0, le=0.5
    )
    close_surplus: float = key(
        PUBLISHED.close_surplus, "surplus jobs closed by separations, γ_u", "share of the gap/step",
        ge=0, le=1,
    )  # fmt: skip
    close_shortage: float = key(
        PUBLISHED.close_shortage, "missing jobs closed by openings, γ_v", "share of the gap/step",
        ge=0, le=1,
    )  # fmt: skip
    closure: Literal["A", "B", "C"] = key(
        HEADLINE.value,
        "what closes the accounts: A, spending and real pay are held; B, money income stays on its path and "
        "money pay does not give way; C, pay clears; extended laws only",
    )
    long_term_steps: int = key(
        _LONG_TERM, "spell without a job that counts as long-term; the step of separation is 0", "steps",
        ge=1, le=100,
    )  # fmt: skip


if TYPE_CHECKING:
    _LawKeys = PublishedLawKeys
else:
    _LawKeys = create_model(
        "_LawKeys",
        __base__=PublishedLawKeys,
        __doc__="Laws in force and their rates in a step, with a switch for each law on the list.",
        **{law.key: (bool, key(law.is_on, f"{law.rule}; extended laws only")) for law in LAWS},
    )


class TimeKeys(Section):
    """Length and number of steps."""

    step_weeks: float = key(PUBLISHED_WEEKS, "length of a step", "weeks", gt=0, le=520)
    steps: int = key(600, "number of steps", "steps", ge=1, le=20_000)
    years: int = key(10, "years to simulate with the extended laws", "years", ge=1, le=50)
    start: str = key(
        "", "first month, in the past, of a run without AI; 5 years by default; simulate nation only",
        example="2008-01",
    )  # fmt: skip


class CycleKeys(Section):
    """Business cycle: all demand follows a sine wave."""

    amplitude: float = key(..., "swing of demand", "share of demand", 0.065, ge=0, lt=1)
    period_steps: float = key(..., "length of a cycle", "steps", 80.0, gt=0, le=1e6)


class ShockKeys(Section):
    """Work lost in some occupations and redistributed over all."""

    file: str = key(..., "a CSV file (occupation, probability)", example="p.csv")
    start_step: float = key(200.0, "step at which it starts; the first is 0", "steps", ge=0, le=1e6)
    years: float = key(30.0, "time from the start to 99.99% of the loss", "years", gt=0, le=1000)


class MarketScenario(ScenarioFile):
    """A labour market through time."""

    title: str = key("", "title of the report", example="Our region")
    market: MarketKeys = key(MarketKeys(), "occupations and moves")
    laws: _LawKeys = key(_LawKeys(), "laws in force and their rates in a step")
    time: TimeKeys = key(TimeKeys(), "length and number of steps")
    cycle: CycleKeys | None = key(None, "business cycle: all demand follows a sine wave")
    shock: ShockKeys | None = key(
        None, "work lost in some occupations and redistributed over all"
    )
    ai: AiKeys | None = key(None, "how AI spreads through firms; extended laws only")
    policy: PolicyKeys | None = key(None, "policy; extended laws only")
    engine: Literal["flow", "counts", "agents"] = key(
        "flow", "flow: expected values; counts: whole people in cells; agents: one record per worker"
    )
    runs: int = key(1, "number of runs, each with its own draws", "runs", ge=1, le=10_000)
    draws: int = key(
        32, "number of draws of the uncertain assumptions; the extended laws run once for each",
        "draws", ge=2, le=512,
    )  # fmt: skip
    seed: int = key(0, "seed of the draws", ge=0, le=2**53)
    parameters: dict[str, float] = key(
        {}, "assumptions of the extended laws by name; fixed at this value instead of drawn"
    )

    @property
    def is_built_in(self) -> bool:
        """Whether the market is one that ships."""
        return self.market.occupations in BUILT_IN

    @property
    def mode(self) -> str:
        """The laws in force: as written; else extended for the United States where all that is said fits."""
        if self.laws.mode is not None:
            return self.laws.mode
        return "extended" if self.market.occupations == US and not self.only(ONLY_PUBLISHED) else "published"

    def only(self, keys: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Which of some keys are written, and say something else than nothing.

        keys : section, or nothing for the top, to the names in it; a section without names as a whole
        """
        found = []
        for section, names in keys.items():
            part = getattr(self, section) if section else self
            if part is None or (section and section not in self.model_fields_set):
                continue
            if not names:
                found.append(f"[{section}]")
            for name in names:
                if name in part.model_fields_set and (section or getattr(part, name) != _ANY_LAWS.get(name)):
                    found.append(f"[{section}] {name}" if section else name)
        return tuple(found)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it names, as written."""
        named = [] if self.is_built_in else [self.market.occupations]
        named += [] if self.market.mobility in (COMPLETE, BUNDLE) else [self.market.mobility]
        named += [] if self.shock is None else [self.shock.file]
        named += [] if self.ai is None or not is_reach_file(self.ai.reach) else [self.ai.reach]
        return tuple(dict.fromkeys(named))


_SCENARIO, _INPUTS = "scenario.toml", "inputs"
"""In a saved folder: the scenario, and the files that it names."""


def _scenario_toml(scenario: MarketScenario, kept: dict[str, str]) -> str:
    """The text of a scenario file that says what was run.

    kept : (file as written) where it lies now
    """
    data = scenario.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    lines = [f"{name} = {toml_value(value)}" for name, value in data.items() if not isinstance(value, dict)]
    for section, keys in data.items():
        if isinstance(keys, dict):
            lines += ["", f"[{section}]"]
            lines += [
                f"{name} = {toml_value(kept.get(value, value) if isinstance(value, str) else value)}"
                for name, value in keys.items()
            ]
    return "\n".join(lines).lstrip("\n") + "\n"


def scenario_inputs(scenario: MarketScenario) -> dict[str, bytes]:
    """The scenario and the files it names, so that the saved folder runs again."""
    inputs: dict[str, bytes] = {}
    places: dict[str, str] = {}
    for file in scenario.files:
        name = Path(file).name
        place = f"{_INPUTS}/{name}"
        places[file] = f"{_INPUTS}/{len(places) + 1}-{name}" if place in places.values() else place
        inputs[places[file]] = scenario.path(file).read_bytes()
    return {**inputs, _SCENARIO: _scenario_toml(scenario, places).encode()}
