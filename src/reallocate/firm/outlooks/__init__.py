"""Decisions under uncertainty."""
