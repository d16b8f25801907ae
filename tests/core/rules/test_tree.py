"""The tree is that of RFC 6962, and its proofs prove."""

import hashlib

import pytest

from mica.core.rules import tree

LEAVES = [hashlib.sha256(bytes([number])).digest() for number in range(33)]
# Certificate Transparency's own test data: inputs, and the roots over the first 1 and 8 of them.
INPUTS = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def mth(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, over hashes of leaves, in its words."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def split(n: int) -> int:
    return max(2**power for power in range(n.bit_length()) if 2**power < n)


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 §2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: list[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 §2.1.2."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole=whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], whole=False), mth(leaves[:k])]


def filled(runs: list[tree.Run]) -> list[bytes]:
    """A plan with the roots of its runs, out of the pieces that can be stored."""
    return [
        tree.fold([mth(LEAVES[a:b]) for a, b in tree.pieces(start, end)]) for start, end in runs
    ]


@pytest.mark.parametrize("size", ROOTS)
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(one)).digest() for one in INPUTS[:size]]

    assert tree.root(leaves).hex() == ROOTS[size]


def test_roots_are_those_of_the_specification_at_every_size() -> None:
    sizes = range(len(LEAVES) + 1)

    assert [tree.root(LEAVES[:n]) for n in sizes] == [mth(LEAVES[:n]) for n in sizes]


def test_every_entry_is_proved_in_every_tree_and_nowhere_else() -> None:
    for size in range(1, len(LEAVES) + 1):
        root = mth(LEAVES[:size])
        for index in range(size):
            proof = filled(tree.inclusion(index, size))
            assert proof == path(index, LEAVES[:size])
            assert [
                place
                for place in range(-1, size + 1)
                if tree.check_inclusion(LEAVES[index], place, size, proof, root)
            ] == [index]


def test_every_tree_is_proved_to_hold_every_earlier_one() -> None:
    for new in range(1, len(LEAVES) + 1):
        for old in range(1, new + 1):
            proof = filled(tree.consistency(old, new))
            roots = (mth(LEAVES[:old]), mth(LEAVES[:new]))
            assert proof == subproof(old, LEAVES[:new], whole=True)
            assert tree.check_consistency(old, new, proof, *roots)


def test_a_rewritten_tree_is_not_proved_to_hold_the_earlier_one() -> None:
    forged = [*LEAVES[:3], bytes(32), *LEAVES[4:20]]
    old_root = mth(LEAVES[:7])
    proof = subproof(7, forged, whole=True)

    assert not tree.check_consistency(7, 20, proof, old_root, mth(forged))
    assert not tree.check_consistency(7, 20, proof[:-1], old_root, mth(forged))
    assert not tree.check_consistency(0, 20, [], old_root, mth(forged))
