"""The safety net of a refactoring: are the figures of a fixed set of results those of an earlier commit?"""
