"""A Merkle tree (RFC 6962) that grows: one root over many leaves, and for each leaf the path that proves it."""

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256().hexdigest()


def leaf_of(case_id: object, sequence: int, digest: str) -> str:
    """The leaf of a case: the head of its chain. Hexadecimal."""
    return hashlib.sha256(b"\x00" + f"{case_id} {sequence} {digest}".encode()).hexdigest()


def joined(left: str, right: str) -> str:
    """The node above two. A leaf can never be taken for it: its first byte is another."""
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


class Tree:
    """Leaves in the order of their coming. To put one in or to change it costs as many hashes as the tree is high."""

    def __init__(self) -> None:
        self.levels: list[list[str]] = [[]]

    def put(self, place: int, leaf: str) -> None:
        """Change the leaf at a place, or add it when the place is the next one. Raises IndexError further out."""
        for height in range(len(self.levels) + 1):
            if height == len(self.levels):
                self.levels.append([])
            row = self.levels[height]
            if place == len(row):
                row.append(leaf)
            else:
                row[place] = leaf
            if len(row) == 1:
                return
            left = place - place % 2
            leaf = joined(row[left], row[left + 1]) if left + 1 < len(row) else row[left]
            place //= 2

    @property
    def root(self) -> str:
        """The root; that of an empty tree is the digest of nothing."""
        return self.levels[-1][0] if self.levels[0] else EMPTY

    def path(self, place: int) -> list[tuple[str, str]]:
        """What is to be joined with a leaf, from below: (side, node), the side being left or right."""
        found = []
        for row in self.levels[:-1]:
            other = place ^ 1
            if other < len(row):
                found.append(("left" if other < place else "right", row[other]))
            place //= 2
        return found


def climbed(leaf: str, path: Sequence[tuple[str, str]]) -> str:
    """The root that a leaf and its path lead to: the same as the anchor's when the leaf was in it."""
    for side, node in path:
        leaf = joined(node, leaf) if side == "left" else joined(leaf, node)
    return leaf
