"""Chance that is the same everywhere: numbers drawn from ids alone, never from global state."""

import hashlib
import math


def draw(*ids: object) -> float:
    """A number in [0, 1) that depends on the ids and on nothing else."""
    named = "|".join(map(str, ids)).encode()
    return int.from_bytes(hashlib.blake2b(named, digest_size=7).digest()) / 2**56


def bell(*ids: object) -> float:
    """A standard normal number, cut at ±2.5 so that no figure is absurd."""
    u, v = draw(*ids, "u"), draw(*ids, "v")
    z = math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)
    return max(-2.5, min(2.5, z))


def order(names: list[str], *ids: object) -> list[str]:
    """The names in an order drawn from the ids."""
    return sorted(names, key=lambda n: draw(*ids, n))


def spread(total: int, weights: dict[str, float]) -> dict[str, int]:
    """A whole total shared out by weights; parts add up exactly (largest remainders)."""
    whole = sum(weights.values())
    exact = {k: total * w / whole for k, w in weights.items()}
    parts = {k: math.floor(x) for k, x in exact.items()}
    left = total - sum(parts.values())
    for k in sorted(exact, key=lambda k: (parts[k] - exact[k], k))[:left]:
        parts[k] += 1
    return parts
