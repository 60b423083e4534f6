"""Exact draws of whole people, from random words that depend on what they are for."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from reallocate.market.laws.compiled import compiled

Words = npt.NDArray[np.uint64]

STREAM_WORDS = 2
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST_FACTOR, _SECOND_FACTOR = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_THIRD_FACTOR, _FOURTH_FACTOR = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_ONE, _HALF_WORD, _LOW_HALF = np.uint64(1), np.uint64(32), np.uint64(0xFFFFFFFF)
_FEWEST_CHANGES = np.uint64(24)
_PAIRS, _FOURS = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
_EIGHTS, _BYTES = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)
_EVERY_OTHER = np.uint64(0xAAAAAAAAAAAAAAAA)
_TO_UNIT = 1.0 / 9007199254740992.0


@compiled
def mixed(word: np.uint64) -> np.uint64:
    """A word whose every bit depends on every bit of another; one to one.

    Source: Steele, Lea, Flood 2014, Fast splittable pseudorandom number generators, OOPSLA, section 3
    (variant 13 of Stafford), DOI 10.1145/2660193.2660195.
    """
    word = (word ^ (word >> np.uint64(30))) * _FIRST_FACTOR
    word = (word ^ (word >> np.uint64(27))) * _SECOND_FACTOR
    return word ^ (word >> np.uint64(31))


@compiled
def _odd(word: np.uint64) -> np.uint64:
    """An odd number to count by, its bits changing often enough."""
    word = (word ^ (word >> np.uint64(33))) * _THIRD_FACTOR
    word = (word ^ (word >> np.uint64(33))) * _FOURTH_FACTOR
    word = (word ^ (word >> np.uint64(33))) | _ONE
    changing = word ^ (word >> _ONE)
    # Bits counted in pairs, fours and eights side by side.
    changing -= (changing >> _ONE) & _PAIRS
    changing = (changing & _FOURS) + ((changing >> np.uint64(2)) & _FOURS)
    changes = (((changing + (changing >> np.uint64(4))) & _EIGHTS) * _BYTES) >> np.uint64(56)
    return word ^ _EVERY_OTHER if changes < _FEWEST_CHANGES else word


@compiled
def begin(stream: Words, seed: int, run: int, step: int, cell: int, purpose: int) -> None:
    """Set a stream to the start of the numbers for one purpose.

    stream : (counter–growth) filled in place
    seed, run, step, cell, purpose : any whole numbers of 0 or more; other ones give other numbers
    Source: Steele, Lea, Flood 2014, section 3 (a counter and growth of its own for each stream), DOI
    10.1145/2660193.2660195.
    """
    word = mixed(np.uint64(seed) + _GOLDEN)
    word = mixed((word ^ np.uint64(run)) + _GOLDEN)
    word = mixed((word ^ np.uint64(step)) + _GOLDEN)
    word = mixed((word ^ np.uint64(cell)) + _GOLDEN)
    word = mixed((word ^ np.uint64(purpose)) + _GOLDEN)
    stream[0] = word
    stream[1] = _odd(word + _GOLDEN)


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
    return float(word_of(stream) >> np.uint64(11)) * _TO_UNIT


@compiled
def below(stream: Words, count: int) -> int:
    """A whole number from 0 to below a count, each equally likely.

    stream : moves on
    count : 1 to 2^32
    Source: Lemire 2019, Fast random integer generation in an interval, ACM TOMACS 29(1), DOI 10.1145/3230636.
    """
    bound = np.uint64(count)
    product = (word_of(stream) >> _HALF_WORD) * bound
    if (product & _LOW_HALF) < bound:
        uneven = (np.uint64(0x100000000) - bound) % bound
        while (product & _LOW_HALF) < uneven:
            product = (word_of(stream) >> _HALF_WORD) * bound
    return np.int64(product >> _HALF_WORD)  # type: ignore[return-value]


_MARKED = 4096
"""Bins that the marks of `occupancy` have room for; more are drawn without marks."""
MARK_WORDS = _MARKED // 64
_INVERTED = 10.0
"""Mean [persons] below which a draw adds up probabilities from 0."""
_SMALL_RESTS = np.array(
    [math.lgamma(x) - (x - 0.5) * math.log(x) + x - 0.5 * math.log(2.0 * math.pi) for x in range(1, 16)]
)
_WIDTH, _EXTRA = 2.0 * math.sqrt(2.0 / math.e), 3.0 - 2.0 * math.sqrt(3.0 / math.e)


@compiled
def _stirling_rest(count: float) -> float:
    """What Stirling's formula leaves of log Γ(x), x = count + 1: less (x − ½)·log x − x + ½·log 2π."""
    if count < len(_SMALL_RESTS):
        return float(_SMALL_RESTS[int(count)])
    x = 1.0 / (count + 1.0)
    return x * (1 / 12 - x * x * (1 / 360 - x * x * (1 / 1260 - x * x * (1 / 1680 - x * x / 1188))))


@compiled
def _log_factorial_ratio(upper: float, lower: float) -> float:
    """log(upper!/lower!), without losing digits where both are large and near each other.

    upper, lower : whole numbers of 0 or more
    """
    more = upper - lower
    if more == 0.0:
        return 0.0
    return (
        (upper + 0.5) * math.log1p(more / (lower + 1.0))
        + more * (math.log(lower + 1.0) - 1.0)
        + (_stirling_rest(upper) - _stirling_rest(lower))
    )


@compiled
def binomial(stream: Words, trials: int, chance: float) -> int:
    """How many of some people something happens to, each alike and apart from the others [persons].

    stream : moves on
    trials : n [persons]; up to 2^32
    chance : p [probability]; below 0 counts as 0, above 1 as 1
    Source: inversion for n·p < 10; else Hörmann 1993, The generation of binomial random variates, J. Stat.
    Comput. Simul. 46:101 (algorithm BTRS), DOI 10.1080/00949659308811496.
    """
    if trials <= 0 or chance <= 0.0:
        return 0
    if chance >= 1.0:
        return trials
    if chance > 0.5:
        return trials - _binomial_half(stream, trials, 1.0 - chance)
    return _binomial_half(stream, trials, chance)


@compiled
def _binomial_half(stream: Words, trials: int, chance: float) -> int:
    """The same for chances up to a half."""
    mean = trials * chance
    if mean >= _INVERTED:
        return _binomial_rejected(stream, trials, chance)
    left = uniform(stream)
    # (1 − p)^n is never less than 1 − n·p, so most draws of rare things end without a logarithm.
    if left < 1.0 - mean:
        return 0
    part, ratio = math.exp(trials * math.log1p(-chance)), chance / (1.0 - chance)
    result = 0
    while left >= part and result < trials:
        left -= part
        part *= ratio * (trials - result) / (result + 1)
        result += 1
    return result


@compiled
def _binomial_rejected(stream: Words, trials: int, chance: float) -> int:
    """The same for means of 10 and more: a transformed uniform, kept where it lies below the probability."""
    spread = math.sqrt(trials * chance * (1.0 - chance))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * chance
    centre, inner, height = trials * chance + 0.5, 0.92 - 4.2 / b, (2.83 + 5.1 / b) * spread
    mode = math.floor((trials + 1) * chance)
    log_odds = math.log(chance / (1.0 - chance))
    while True:
        side, v = uniform(stream) - 0.5, uniform(stream)
        edge = 0.5 - abs(side)
        if edge == 0.0:
            continue
        place = math.floor((2.0 * a / edge + b) * side + centre)
        if edge >= 0.07 and v <= inner:
            return int(place)
        if place < 0.0 or place > trials:
            continue
        weight = (place - mode) * log_odds - _log_factorial_ratio(place, mode)
        weight -= _log_factorial_ratio(trials - place, trials - mode)
        if math.log(v * height / (a / (edge * edge) + b)) <= weight:
            return int(place)


@compiled
def hypergeometric(stream: Words, good: int, bad: int, sample: int) -> int:
    """How many of a sample drawn without putting back are of one kind [persons].

    stream : moves on
    good, bad : people of this kind and of the others [persons]
    sample : people drawn [persons]; no more than there are
    Source: inversion for means below 10; else Stadlober 1990, The ratio of uniforms approach for
    generating discrete random variates, J. Comput. Appl. Math. 31:181 (algorithm HRUA), DOI
    10.1016/0377-0427(90)90349-5.
    """
    people = good + bad
    rarer, drawn = min(good, bad), min(sample, people - sample)
    few, many = min(rarer, drawn), max(rarer, drawn)
    if few <= 0:
        result = 0
    elif float(few) * many < _INVERTED * people:
        result = _hypergeometric_inverted(stream, few, many, people)
    else:
        result = _hypergeometric_rejected(stream, few, many, people)
    if good > bad:
        result = drawn - result
    return good - result if drawn < sample else result


@compiled
def _hypergeometric_inverted(stream: Words, few: int, many: int, people: int) -> int:
    """How many of `many` are among `few` drawn of all, neither more than half of all."""
    left = uniform(stream)
    if left < 1.0 - float(few) * many / people:
        return 0
    rest = people - many
    log_none = _log_factorial_ratio(float(rest), float(rest - few))
    log_none -= _log_factorial_ratio(float(people), float(people - few))
    part, result = math.exp(log_none), 0
    while left >= part and result < few:
        left -= part
        part *= float(few - result) * (many - result) / ((result + 1.0) * (rest - few + result + 1))
        result += 1
    return result


@compiled
def _hypergeometric_rejected(stream: Words, few: int, many: int, people: int) -> int:
    """The same where the mean is 10 or more: the ratio of two uniforms, kept below the probability's root."""
    share = many / people
    spread = few * share * (1.0 - share) * (people - few) / (people - 1.0)
    centre, width = few * share + 0.5, _WIDTH * math.sqrt(spread + 0.5) + _EXTRA
    rest = people - many - few
    mode = math.floor((few + 1.0) * (many + 1.0) / (people + 2.0))
    while True:
        x, y = uniform(stream), uniform(stream)
        if x == 0.0:
            continue
        place = math.floor(centre + width * (y - 0.5) / x)
        if place < 0.0 or place > few:
            continue
        weight = -_log_factorial_ratio(place, mode) - _log_factorial_ratio(few - place, few - mode)
        weight -= _log_factorial_ratio(many - place, many - mode)
        weight -= _log_factorial_ratio(rest + place, rest + mode)
        if x * (4.0 - x) - 3.0 <= weight:
            return int(place)
        if x * (x - weight) < 1.0 and 2.0 * math.log(x) <= weight:
            return int(place)


@compiled
def occupancy(stream: Words, bins: int, balls: int, marks: Words) -> int:
    """How many of some openings receive at least one of the applications that fall on them at random.

    stream : moves on
    bins : v, openings
    balls : s, applications
    marks : (`MARK_WORDS`) room to work in; what it holds before and after means nothing
    Up to `_MARKED` bins by throwing. Else in batches of about √(2·v): the bins hit by a batch are a random
    subset, of which a hypergeometric number has not been hit before.
    """
    if balls <= 1 or bins <= 1:
        return min(balls, bins) if balls > 0 and bins > 0 else 0
    if bins <= _MARKED:
        return _thrown(stream, bins, balls, marks)
    batch, hit = int(math.sqrt(2.0 * bins)), 0
    while balls > 0 and hit < bins:
        distinct = _distinct(stream, bins, min(batch, balls))
        hit += hypergeometric(stream, bins - hit, hit, distinct)
        balls -= batch
    return hit


@compiled
def _thrown(stream: Words, bins: int, balls: int, marks: Words) -> int:
    """The same, ball by ball, until all are thrown or all bins are hit."""
    marks[: (bins + 63) // 64] = 0
    hit = 0
    for _ in range(balls):
        place = np.uint64(below(stream, bins))
        word, bit = np.int64(place >> np.uint64(6)), _ONE << (place & np.uint64(63))
        if not marks[word] & bit:
            marks[word] |= bit
            hit += 1
            if hit == bins:
                break
    return hit


@compiled
def _distinct(stream: Words, bins: int, balls: int) -> int:
    """The same for balls so few that hardly any two meet: from one meeting to the next.

    The chance that k more balls all hit fresh bins is (v − h)!/((v − h − k)!·v^k), which is inverted.
    """
    hit, log_bins = 0, math.log(float(bins))
    while balls > 0:
        wanted = math.log(1.0 - uniform(stream))
        free = float(bins - hit)
        # Log of the chance is near −(k·h + k²/2)/v, which gives the k to start from.
        fresh = min(balls, int(math.sqrt(float(hit) * hit - 2.0 * bins * wanted)) - hit)
        while fresh > 0 and _log_factorial_ratio(free, free - fresh) - fresh * log_bins < wanted:
            fresh -= 1
        while fresh < balls and (
            _log_factorial_ratio(free, free - fresh - 1) - (fresh + 1) * log_bins >= wanted
        ):
            fresh += 1
        hit += fresh
        balls -= fresh + 1
    return hit
