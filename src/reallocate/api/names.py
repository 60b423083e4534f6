"""Names of promises as people write them, for pages that ask for them."""

from __future__ import annotations

from reallocate.firm.request.names import NUMBER as NUMBER
from reallocate.firm.request.names import known_names as known_names
from reallocate.firm.request.names import meant as meant
from reallocate.firm.request.names import split_names as split_names
from reallocate.firm.request.studies import shipped_studies as shipped_studies
from reallocate.work.reach_names import is_reach_file as is_reach_file
