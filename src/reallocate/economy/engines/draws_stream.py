"""Random words that depend on what they are for, never on who asks first.

A stream is an array of two words: a counter and the odd number that it grows by. Both are hashed from the
seed and from what is drawn, so that any thread draws the same.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.economy.kernels.compiled import compiled

Words = npt.NDArray[np.uint64]

STREAM_WORDS = 2
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST_FACTOR, SECOND_FACTOR = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
THIRD_FACTOR, FOURTH_FACTOR = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
ONE, HALF_WORD, LOW_HALF = np.uint64(1), np.uint64(32), np.uint64(0xFFFFFFFF)
FEWEST_CHANGES = np.uint64(24)
PAIRS, FOURS = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
EIGHTS, BYTES = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)
EVERY_OTHER = np.uint64(0xAAAAAAAAAAAAAAAA)
TO_UNIT = 1.0 / 9007199254740992.0


@compiled
def mixed(word: np.uint64) -> np.uint64:
    """A word whose every bit depends on every bit of another; one to one.

    Source: Steele, Lea, Flood 2014, Fast splittable pseudorandom number generators, OOPSLA, section 3
    (variant 13 of Stafford), DOI 10.1145/2660193.2660195.
    """
    word = (word ^ (word >> np.uint64(30))) * FIRST_FACTOR
    word = (word ^ (word >> np.uint64(27))) * SECOND_FACTOR
    return word ^ (word >> np.uint64(31))


@compiled
def _odd(word: np.uint64) -> np.uint64:
    """An odd number to count by, its bits changing often enough."""
    word = (word ^ (word >> np.uint64(33))) * THIRD_FACTOR
    word = (word ^ (word >> np.uint64(33))) * FOURTH_FACTOR
    word = (word ^ (word >> np.uint64(33))) | ONE
    changing = word ^ (word >> ONE)
    # Bits counted in pairs, fours and eights side by side.
    changing -= (changing >> ONE) & PAIRS
    changing = (changing & FOURS) + ((changing >> np.uint64(2)) & FOURS)
    changes = (((changing + (changing >> np.uint64(4))) & EIGHTS) * BYTES) >> np.uint64(56)
    return word ^ EVERY_OTHER if changes < FEWEST_CHANGES else word


@compiled
def begin(stream: Words, seed: int, run: int, step: int, cell: int, purpose: int) -> None:
    """Set a stream to the start of the numbers for one purpose.

    stream : (counter–growth) filled in place
    seed, run, step, cell, purpose : any whole numbers of 0 or more; other ones give other numbers
    Source: Steele, Lea, Flood 2014, section 3 (a counter and growth of its own for each stream), DOI
    10.1145/2660193.2660195.
    """
    word = mixed(np.uint64(seed) + GOLDEN)
    word = mixed((word ^ np.uint64(run)) + GOLDEN)
    word = mixed((word ^ np.uint64(step)) + GOLDEN)
    word = mixed((word ^ np.uint64(cell)) + GOLDEN)
    word = mixed((word ^ np.uint64(purpose)) + GOLDEN)
    stream[0] = word
    stream[1] = _odd(word + GOLDEN)


@compiled
def word_of(stream: Words) -> np.uint64:
    """The next 64 random bits.

    stream : moves on
    """
    stream[0] += stream[1]
    return mixed(stream[0])


@compiled
def uniform(stream: Words) -> float:
    """A number from 0 to below 1, of 53 random bits.

    stream : moves on
    """
    return float(word_of(stream) >> np.uint64(11)) * TO_UNIT


@compiled
def below(stream: Words, count: int) -> int:
    """A whole number from 0 to below a count, each equally likely.

    stream : moves on
    count : 1 to 2^32
    Source: Lemire 2019, Fast random integer generation in an interval, ACM TOMACS 29(1), DOI 10.1145/3230636.
    """
    bound = np.uint64(count)
    product = (word_of(stream) >> HALF_WORD) * bound
    if (product & LOW_HALF) < bound:
        uneven = (np.uint64(0x100000000) - bound) % bound
        while (product & LOW_HALF) < uneven:
            product = (word_of(stream) >> HALF_WORD) * bound
    return np.int64(product >> HALF_WORD)  # type: ignore[return-value]
