"""Runs of an ensemble in shards: each written whole as it is made, so that a stopped ensemble goes on."""
