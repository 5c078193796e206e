"""Two requests against one server, in turn and in short rounds, so that a slow moment of the machine hits both."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from bench.http.load import Address, Load, drive_apart

Drive = Callable[[Address, bytes, int, float], Load]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rounds of both requests; `ratio` is how many of the first are answered in the time of one of the second."""

    first: tuple[Load, ...]
    second: tuple[Load, ...]

    @property
    def ratio(self) -> float:
        """The median over the rounds, each compared with its neighbour in time."""
        return median(one.per_second / other.per_second for one, other in zip(self.first, self.second, strict=True))

    @property
    def client_busy(self) -> float:
        """The largest share of a round that the client computed; near 1, it would be the client that was measured."""
        return max(load.busy for load in (*self.first, *self.second))


def compare(
    address: Address,
    first: bytes,
    second: bytes,
    *,
    rounds: int = 7,
    seconds: float = 3.0,
    connections: int = 8,
    drive: Drive = drive_apart,
) -> Comparison:
    """Drive both requests alternately, after a short warm-up of each."""
    for request in (first, second):
        drive(address, request, connections, min(1.0, seconds))
    pairs = [[drive(address, request, connections, seconds) for request in (first, second)] for _ in range(rounds)]
    ones, others = zip(*pairs, strict=True)
    return Comparison(ones, others)


def middle(loads: tuple[Load, ...]) -> Load:
    """The round with the median throughput."""
    return sorted(loads, key=lambda load: load.per_second)[len(loads) // 2]
