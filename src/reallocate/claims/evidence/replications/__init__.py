"""One file per paper: each computes what the paper published, from data or from the lenses."""

from __future__ import annotations




