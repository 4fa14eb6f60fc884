"""Average linkage: who comes together, who must not, and that order makes no difference."""

from random import Random
from struct import pack

from hypothesis import given
from hypothesis import strategies as st

from generator.site.comparing import Compared
from generator.site.grouping import groups_of, parts_of
from generator.site.likeness import Pair

SIZE = 9
PAIRS = st.dictionaries(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(
        lambda pair: pair[0] < pair[1]
    ),
    st.integers(1, 1000),
)
BONDS = st.lists(st.sampled_from(["", "", "a", "b"]), min_size=SIZE, max_size=SIZE)


def plain(alike: dict[Pair, int], bonds: list[str], least: int) -> tuple[tuple[int, ...], ...]:
    """Return the same groups by the plainest way: look at all pairs of groups, join the best."""
    groups = [[number] for number in range(len(bonds))]
    while True:
        best = None
        for at, one in enumerate(groups):
            for other in groups[at + 1 :]:
                words = {bonds[number] for number in (*one, *other)} - {""}
                total = sum(alike.get((min(a, b), max(a, b)), 0) for a in one for b in other)
                key = (-(total // (len(one) * len(other))), one[0], other[0])
                if len(words) < 2 and -key[0] >= least and (best is None or key < best[0]):
                    best = (key, one, other)
        if best is None:
            return tuple(tuple(group) for group in groups if len(group) > 1)
        groups.remove(best[2])
        best[1].extend(best[2])
        best[1].sort()
        groups.sort()


@given(PAIRS, BONDS, st.integers(100, 600))
def test_plain(alike: dict[Pair, int], bonds: list[str], least: int) -> None:
    """The groups are those of the definition, worked out without any short cut."""
    assert groups_of(alike, bonds, least=least) == plain(alike, bonds, least)


@given(PAIRS, BONDS, st.integers())
def test_order(alike: dict[Pair, int], bonds: list[str], seed: int) -> None:
    """The order in which pairs are given makes no difference."""
    pairs = list(alike.items())
    Random(seed).shuffle(pairs)

    assert groups_of(dict(pairs), bonds) == groups_of(alike, bonds)


def test_average() -> None:
    """A chain of likenesses is no group: what comes in is like all on average."""
    chain = {(0, 1): 900, (1, 2): 300, (2, 3): 900}

    assert groups_of(chain, [""] * 4, least=250) == ((0, 1), (2, 3))


def test_bonds() -> None:
    """What bears different words never comes together, however alike it is."""
    alike = {(0, 1): 1000, (0, 2): 600, (1, 2): 500}

    assert groups_of(alike, ["a", "b", ""]) == ((0, 2),)


@given(PAIRS, BONDS)
def test_parts(alike: dict[Pair, int], bonds: list[str]) -> None:
    """Parts that are grouped each for itself come to the same groups as all together."""
    rows = tuple(
        pack(f"<{len(lesser)}I{len(lesser)}H", *lesser, *(alike[one, at] for one in lesser))
        for at in range(SIZE)
        for lesser in [[one for one, other in alike if other == at]]
    )
    parts = parts_of(Compared(marks=tuple(range(SIZE)), rows=rows, spent=SIZE), bonds)

    found = sorted(tuple(part.marks[at] for at in group) for part in parts for group in part.groups)
    assert tuple(found) == groups_of(alike, bonds)
