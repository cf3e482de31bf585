"""An auditor's own judgement: checkpoints and proofs, checked with nothing of Daybook but its documents."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


@dataclass(frozen=True)
class VerifierKey:
    """A public key of signed notes: name+id+key."""

    name: str
    key_id: bytes
    public: bytes

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        name, key_id, encoded = text.strip().split("+", 2)
        key = base64.b64decode(encoded, validate=True)
        assert key[0] == 1, "the signature type of Ed25519"
        expected = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
        assert key_id == expected.hex()
        return cls(name, expected, key[1:])

    def verify(self, note: str) -> None:
        """Raises when the note is not signed with this key."""
        text, _, signatures = note.rpartition("\n\n")
        mark, name, encoded = signatures.rstrip("\n").split(" ")
        signature = base64.b64decode(encoded, validate=True)
        assert (mark, name, signature[:4]) == ("\N{EM DASH}", self.name, self.key_id)
        Ed25519PublicKey.from_public_bytes(self.public).verify(signature[4:], text.encode() + b"\n")


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    count: int
    root: bytes

    @classmethod
    def parse(cls, note: str) -> Checkpoint:
        origin, count, root = note.split("\n")[:3]
        return cls(origin, int(count), base64.b64decode(root, validate=True))


def leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\0" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hash_: bytes, index: int, count: int, path: list[bytes]) -> bytes:
    """The root that a path leads to, by the recursive definition of RFC 6962 section 2.1.1."""
    if count == 1:
        assert not path
        return hash_
    middle = 1
    while middle * 2 < count:
        middle *= 2
    if index < middle:
        return node(root_of(hash_, index, middle, path[:-1]), path[-1])
    return node(path[-1], root_of(hash_, index - middle, count - middle, path[:-1]))


def check_inclusion(proof: dict[str, Any], key: VerifierKey) -> None:
    """Goes from the record up to the signed checkpoint."""
    key.verify(proof["checkpoint"])
    checkpoint = Checkpoint.parse(proof["checkpoint"])
    entry = base64.b64decode(proof["entry"])
    paths = {name: [base64.b64decode(text) for text in proof[name]] for name in ("path", "entry_path")}
    segment = root_of(leaf(base64.b64decode(proof["record"])), proof["index"], proof["count"], paths["path"])
    assert entry.startswith(b"\1\1") and entry.endswith(segment), (
        "the entry of a sealed segment with this root"
    )
    assert proof["entries"] == checkpoint.count
    log = root_of(leaf(entry), proof["entry_index"], proof["entries"], paths["entry_path"])
    assert log == checkpoint.root
