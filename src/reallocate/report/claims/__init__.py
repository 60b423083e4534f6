"""The ledger of claims and the layoff record as one printable page."""
