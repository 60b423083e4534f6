"""The scenario of a firm, as users make one: from an industry, a roster, a role table or a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from pydantic import PrivateAttr

from reallocate.api.command_line import option_words
from reallocate.api.requests import Firm, FromIndustry, FromRoles, FromRoster
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.firm.request import keys
from reallocate.firm.request.amounts import in_its_money
from reallocate.firm.request.read import firm_scenario, load_scenario, with_key
from reallocate.firm.request.roles import industry_mix, own_table, pattern_rows
from reallocate.firm.request.roster_keys import pairs
from reallocate.firm.request.saved import SCENARIO, checked_scenario
from reallocate.firm.request.written import scenario_text
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.options import given, method_takes, takes
from reallocate.kernel.today import today
from reallocate.render.result import Result
from reallocate.roster.pay import rates_in


class Scenario(keys.Scenario):
    """A firm, its options and its assumptions: the whole input of a plan.

    `from_industry`, `from_roster`, `from_roles` and `read` make one; docs/reference/keys.md lists every key.
    `reallocate.plan(scenario, exits="10%")` changes single options.
    """

    _request_words: tuple[str, ...] = PrivateAttr(default=())

    @property
    def request_words(self) -> tuple[str, ...]:
        """Words with which `reallocate plan` makes the same scenario; none where it cannot."""
        return self._request_words

    @property
    def text(self) -> str:
        """The scenario as the text of a scenario.toml, every key explained; its files lie beside."""
        with in_its_money(self.country):
            return scenario_text(self)

    @property
    def role_names(self) -> dict[str, str]:
        """Code and title of the occupations of the firm's roles, as promises name them."""
        world = shipped_world(self.country)
        mix = industry_mix(world, self)
        own = bool(self.roles or self.roster)
        rows = own_table(world, self, mix).roles.roles if own else pattern_rows(mix, self.headcount or 1.0)
        names = rows.drop_duplicates("occupation").set_index("occupation")["title"].sort_index()
        return {str(code): str(title) for code, title in names.items()}

    @classmethod
    @python_errors
    @method_takes(FromIndustry)
    def from_industry(cls, asked: FromIndustry) -> Self:
        """A firm with the roles and pay that are usual in its industry."""
        options = given(asked)
        plain = not {"area", "open_positions", "start"} & set(options)
        words = {name: value for name, value in options.items() if name != "name"}
        return cls._from(firm(**options), option_words(words) if plain else ())

    @classmethod
    @python_errors
    @method_takes(FromRoster)
    def from_roster(cls, asked: FromRoster) -> Self:
        """A firm with the roles of a table of people or positions; `Roster.read` checks it first."""
        options = {"roster" if name == "file" else name: value for name, value in given(asked).items()}
        words = {name: value for name, value in options.items() if name != "name"}
        return cls._from(firm(**options), option_words({"industry": asked.industry, **words}))

    @classmethod
    @python_errors
    @method_takes(FromRoles)
    def from_roles(cls, asked: FromRoles) -> Self:
        """A firm with the roles of a table; `reallocate new` writes one to start from."""
        options = given(asked)
        return cls._from(firm(roles=options.pop("file"), **options))

    @classmethod
    @python_errors
    def read(cls, scenario: str | Path) -> Self:
        """The scenario in a folder or `.toml` file, or the one of a study that ships, by its name."""
        return cls._from(load_scenario(scenario), (str(scenario),))

    @classmethod
    @python_errors
    def of(cls, result: Result) -> Self:
        """The scenario that a plan or a cut was computed from; the files that it names lie with its owner.

        result : as made or opened
        """
        if SCENARIO not in result.facts:
            what = f"{result.kind.phrase} is not computed from a firm's scenario"
            raise InputError(Problem(what, result.title, "Give a plan or a cut."))
        return cls._from(checked_scenario(dict(result.facts[SCENARIO]), str(result.facts[SCENARIO]["name"])))

    @classmethod
    def _from(cls, scenario: keys.Scenario, request_words: Sequence[str] = ()) -> Self:
        fields: dict[str, Any] = dict(scenario)
        made = cls.model_construct(_fields_set=scenario.model_fields_set, **fields)
        made._folder, made._request_words = scenario.folder, tuple(request_words)
        return made


def roster_rates(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options in which a table of rates has become single rates with their day.

    options : by name; single rates go before those of the table, and a stated day before its own
    """
    others = {name: value for name, value in options.items() if name != "rates"}
    if options.get("rates") is None:
        return others
    single = pairs(options.get("rate") or ()) or ()
    stated = {text.partition("=")[0].strip().upper() for text in single}
    of_table, day = rates_in(Path(options["rates"]))
    kept = (text for text in of_table if text.partition("=")[0].strip().upper() not in stated)
    return {**others, "rate": (*single, *kept), "rates_date": options.get("rates_date") or day or None}


@python_errors
@takes(Firm)
def firm(asked: Firm) -> keys.Scenario:
    """The firm that `reallocate plan` names with its options, all of them checked together."""
    scenario = firm_scenario(asked.scenario, **roster_rates(given(asked, keys.FirmRequest)))
    undated = scenario.roster and scenario.reading.date is None and scenario.reading.read_on is None
    return with_key(scenario, ("reading", "read_on"), today()) if undated else scenario
