"""Countries as forms offer them: which can be asked for, in which money, and where their figures are from."""

from __future__ import annotations

from reallocate.data.country import HOME as HOME
from reallocate.data.country import country_money as country_money
from reallocate.data.national import code_of as code_of
from reallocate.data.national import country_facts
from reallocate.firm.request.amounts import in_its_money as in_its_money
from reallocate.render.provenance import origins


def country_sources(code: str) -> tuple[str, ...]:
    """Where the figures of a country are from, and the rate of its money; nothing for the home country.

    code : of the country
    """
    return origins(country_facts(code))
