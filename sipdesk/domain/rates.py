"""The arithmetic of rates: what a count and a rate say of the roll behind them, and how sure a comparison can be.

A rate is per 100 pupils. Every function is exact where the question is exact and states its formula where it is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from math import exp, inf, isfinite, log, sqrt

FEWEST = 10
"""With fewer episodes than this on either side nothing is compared: too few to say."""
_Z = 1.959964
"""For intervals that hold 95 times in 100."""


@dataclass(frozen=True)
class Told:
    """A count beside the rate somebody printed for it."""

    label: str
    count: int
    rate: Decimal


@dataclass(frozen=True)
class Implied:
    """The rolls, least and most, at which a count gives a printed rate. `most` is None where there is no upper end."""

    least: int
    most: int | None

    def holds(self, roll: int) -> bool:
        """True where the rate can be right for such a roll."""
        return self.least <= roll and (self.most is None or roll <= self.most)

    def meets(self, other: "Implied") -> bool:
        """True where one roll can give both."""
        least = max(self.least, other.least)
        return all(end is None or least <= end for end in (self.most, other.most))

    @property
    def spoken(self) -> str:
        """`14,329 to 14,341 pupils`."""
        if self.most is None:
            return f"at least {self.least:,} pupils"
        return f"{self.least:,} pupils" if self.least == self.most else f"{self.least:,} to {self.most:,} pupils"


def implied_roll(count: int, rate: Decimal) -> Implied | None:
    """The rolls at which `count` is printed as `rate`, half-up at the places it was printed with.

    None where no roll can give it: episodes at a rate of exactly nothing have no end, a rate above nothing without
    episodes has no beginning.
    """
    half = _half(rate)
    low, high = max(rate - half, Decimal(0)), rate + half
    if count == 0:
        return Implied(1, None) if low == 0 else None
    # low <= 100 * count / roll < high
    least = int((Decimal(100 * count) / high).to_integral_value(ROUND_FLOOR)) + 1
    most = int((Decimal(100 * count) / low).to_integral_value(ROUND_FLOOR)) if low > 0 else None
    return Implied(least, most) if most is None or least <= most else None


def contradictions(told: Sequence[Told], roll: int | None = None) -> dict[str, str]:
    """Which counts and rates cannot all be right, by label, each with the arithmetic in a sentence.

    With a known roll each pair is held against it. Without, the pairs are held against each other: they speak of the
    same pupils. The pair with the most episodes is trusted, for it says most exactly what the roll is.
    """
    ranges = {pair.label: implied_roll(pair.count, pair.rate) for pair in told}
    found = {pair.label: _impossible(pair) for pair in told if ranges[pair.label] is None}
    possible = [pair for pair in told if pair.label not in found]
    if roll is not None:
        return found | {p.label: _against_roll(p, roll) for p in possible if not _range(ranges, p).holds(roll)}
    if len(possible) > 1:
        trusted = max(possible, key=lambda pair: pair.count)
        others = [p for p in possible if not _range(ranges, p).meets(_range(ranges, trusted))]
        found |= {pair.label: _against(pair, trusted, ranges) for pair in others}
    return found


def _range(ranges: dict[str, Implied | None], pair: Told) -> Implied:
    found = ranges[pair.label]
    return found if found is not None else Implied(1, None)


def _impossible(pair: Told) -> str:
    return f"{pair.count:,} at {pair.rate} cannot be: no number of pupils gives that rate."


def _against_roll(pair: Told, roll: int) -> str:
    return f"{pair.count:,} among {roll:,} pupils is {per_hundred(pair.count, roll)}, not {pair.rate}."


def _against(pair: Told, trusted: Told, ranges: dict[str, Implied | None]) -> str:
    theirs, own = _range(ranges, trusted), _range(ranges, pair)
    roll = theirs.least if theirs.most is None else (theirs.least + theirs.most) // 2
    return (
        f"{pair.count:,} at {pair.rate} would need {own.spoken}, but {trusted.count:,} at {trusted.rate} "
        f"needs {theirs.spoken}. Among those {pair.count:,} is {per_hundred(pair.count, roll)}; "
        f"{pair.rate} would need {_counts(pair.rate, roll)}. One of the two is wrong."
    )


def _counts(rate: Decimal, roll: int) -> str:
    """The counts that give a rate among so many pupils: `27`, `26 or 27`, `26 to 29`."""
    half = _half(rate)
    low = int(((rate - half) * roll / 100).to_integral_value(ROUND_CEILING))
    high = int(((rate + half) * roll / 100).to_integral_value(ROUND_CEILING)) - 1
    if high <= low:
        return f"{max(low, 0):,}"
    return f"{low:,} {'or' if high == low + 1 else 'to'} {high:,}"


def _half(rate: Decimal) -> Decimal:
    places = rate.as_tuple().exponent
    return Decimal(5).scaleb((places if isinstance(places, int) else 0) - 1)


def per_hundred(count: int, roll: int) -> Decimal:
    """100 × episodes ÷ pupils, two decimals, half-up. `roll` above zero."""
    return (Decimal(count) * 100 / Decimal(roll)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Ratio:
    """How many times as high, with the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def differs(self) -> bool:
        """True where the interval leaves no room for "the same", at the one decimal it is told with."""
        return round(self.low, 1) > 1 or round(self.high, 1) < 1


def against_rate(count: int, roll: int, rate: Decimal) -> Ratio | None:
    """A school's rate over a published one, which is taken as exact. None: too few to say.

    Interval of the count by Byar's approximation to the Poisson: O(1 - 1/9O - z/3√O)³ to (O+1)(1 - 1/9(O+1) + z/3√(O+1))³.
    """
    expected = float(rate) * roll / 100
    if count < FEWEST or expected <= 0:
        return None
    more = count + 1
    low = count * (1 - 1 / (9 * count) - _Z / (3 * sqrt(count))) ** 3
    high = more * (1 - 1 / (9 * more) + _Z / (3 * sqrt(more))) ** 3
    return Ratio(count / expected, low / expected, high / expected)


def between(count: int, roll: int, other: int, other_roll: int) -> Ratio | None:
    """The rate of one group over that of others who are not in it. None: too few to say.

    Given how many episodes there are in all, those of the first group are binomial; Wilson's interval of that share p
    becomes one of the ratio by p/(1 - p) × other_roll/roll.
    """
    if min(count, other) < FEWEST or min(roll, other_roll) < 1:
        return None
    whole, share = count + other, count / (count + other)
    middle, reach = share + _Z**2 / (2 * whole), _Z * sqrt(share * (1 - share) / whole + _Z**2 / (4 * whole**2))
    ends = [(middle + sign * reach) / (1 + _Z**2 / whole) for sign in (-1, 1)]
    low, value, high = ((p / (1 - p) if p < 1 else inf) * other_roll / roll for p in (ends[0], share, ends[1]))
    return Ratio(value, low, high) if isfinite(high) else None


def share_against(count: int, roll: int, rate: Decimal) -> Ratio | None:
    """A share of pupils over a published one, which is taken as exact. None: too few to say, with or without.

    Wilson's interval of the share, over the published one.
    """
    if min(count, roll - count) < FEWEST or rate <= 0:
        return None
    share, published = count / roll, float(rate) / 100
    middle, reach = share + _Z**2 / (2 * roll), _Z * sqrt(share * (1 - share) / roll + _Z**2 / (4 * roll**2))
    low, high = ((middle + sign * reach) / (1 + _Z**2 / roll) for sign in (-1, 1))
    return Ratio(share / published, low / published, high / published)


def shares_between(count: int, roll: int, other: int, other_roll: int) -> Ratio | None:
    """One share of pupils over that of others. None: too few to say, with or without.

    Katz's interval: ln(ratio) ± z √(1/a - 1/n + 1/b - 1/m).
    """
    if min(count, roll - count, other, other_roll - other) < FEWEST:
        return None
    value = (count / roll) / (other / other_roll)
    reach = _Z * sqrt(1 / count - 1 / roll + 1 / other - 1 / other_roll)
    return Ratio(value, exp(log(value) - reach), exp(log(value) + reach))


def one_episode(roll: int) -> Decimal:
    """By how much one episode more moves a rate among so many pupils (above zero)."""
    return per_hundred(1, roll)
