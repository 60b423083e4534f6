"""Countries as forms offer them: which can be asked for, in which money, and where their figures are from."""

from __future__ import annotations

from functools import cache

from reallocate.data.country import HOME as HOME
from reallocate.data.country import countries, countries_folder
from reallocate.data.national import code_of as code_of
from reallocate.data.national import country_facts
from reallocate.data.national import country_money as country_money
from reallocate.firm.request.amounts import in_its_money as in_its_money
from reallocate.render.provenance import origins


@cache
def planned_countries() -> dict[str, str]:
    """(code) name of each country whose tables ship, so that a firm or a job of it can be asked for."""
    folder = countries_folder()
    ready = (one for one in countries().values() if (folder / one.code.lower() / "tables").is_dir())
    return {one.code: one.title for one in sorted(ready, key=lambda one: (one.code != HOME, one.title))}


def country_sources(code: str) -> tuple[str, ...]:
    """Where the figures of a country are from, and the rate of its money; nothing for the home country.

    code : of the country
    """
    return origins(country_facts(code))
