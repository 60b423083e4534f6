"""Makers of the pages that are generated, wholly or between marks; `python -m scripts.docs` lists them."""
