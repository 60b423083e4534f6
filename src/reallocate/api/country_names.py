"""Countries of which a firm or a job can be asked for; a server of pages lists them and computes nothing."""

from __future__ import annotations

from functools import cache

from reallocate.data.country import HOME, countries, countries_folder


@cache
def planned_countries() -> dict[str, str]:
    """(code) name of each country whose tables ship, so that a firm or a job of it can be asked for."""
    folder = countries_folder()
    ready = (one for one in countries().values() if (folder / one.code.lower() / "tables").is_dir())
    return {one.code: one.title for one in sorted(ready, key=lambda one: (one.code != HOME, one.title))}
