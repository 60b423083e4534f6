"""What the commands of a country take."""

from __future__ import annotations

from reallocate.api.requests import Printed
from reallocate.kernel.options import File, argument


class CountryCommand(Printed):
    """What `reallocate country check` and `country build` take."""

    folder: File = argument("Folder of the country.", kw_only=False)


class NewCountryCommand(Printed):
    """What `reallocate country new` takes."""

    folder: File = argument("Folder to make.", kw_only=False)
    code: str = argument("Two letters, ISO 3166-1, such as NZ.", kw_only=False)
