"""How many of one unit make another: of time, of money, of shares."""

from __future__ import annotations

MONTHS_A_QUARTER, MONTHS_A_YEAR, QUARTERS_A_YEAR = 3, 12, 4
THOUSAND, MILLION = 1e3, 1e6
DAYS_A_MONTH = 365.25 / MONTHS_A_YEAR
PERCENT = 100.0
