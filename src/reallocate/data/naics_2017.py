"""Codes of NAICS 2017 that NAICS 2022 no longer has, with the groups that took their place."""

from __future__ import annotations

SUCCESSORS: dict[str, tuple[str, ...]] = {
    "442": ("4491",),
    "443": ("4492",),
    "446": ("4561",),
    "447": ("4571",),
    "448": ("458",),
    "4481": ("4581",),
    "4482": ("4582",),
    "4483": ("4583",),
    "451": ("4591", "4592"),
    "4511": ("4591",),
    "4512": ("4592",),
    "452": ("455",),
    "453": ("459",),
    "4531": ("4593",),
    "4532": ("4594",),
    "4533": ("4595",),
    "4539": ("4599",),
    "454": ("4572", "449", "455", "456", "458", "459"),
    "45431": ("4572",),
    "511": ("513",),
    "5111": ("5131",),
    "5112": ("5132",),
    "515": ("516",),
    "5151": ("5161",),
    "5152": ("5162",),
    "5173": ("5171",),
    "5191": ("5162", "5192"),
}
"""First digits of a NAICS 2017 code and those of its successors in NAICS 2022; the longest entry counts.
Source: U.S. Census Bureau, 2017 NAICS to 2022 NAICS concordance, 2022 (retail trade by goods sold instead of
by shop, 442–454; publishing, broadcasting and information services, 511, 515, 5173 and 5191). The same
renaming of 511 and 515 stands in `industry_bridge.MEMBERS`."""


def successors(code: str) -> tuple[str, ...]:
    """The groups of NAICS 2022 that took the place of a code of NAICS 2017; nothing where it still exists.

    code : digits, such as 511200 or 5112
    """
    lengths = range(len(code), 2, -1)
    return next((SUCCESSORS[code[:length]] for length in lengths if code[:length] in SUCCESSORS), ())
