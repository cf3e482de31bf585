"""MongoDB's messages, as drivers send them."""

import struct


def document(*elements: bytes) -> bytes:
    content = b"".join(elements)
    return struct.pack("<i", len(content) + 5) + content + b"\0"


def element(kind: int, name: str, value: bytes) -> bytes:
    return bytes([kind]) + name.encode() + b"\0" + value


def string(name: str, value: str) -> bytes:
    return element(2, name, struct.pack("<i", len(value.encode()) + 1) + value.encode() + b"\0")


def everything() -> bytes:
    """A value of every type."""
    inner = document(element(16, "a", struct.pack("<i", 1)))
    code = b"\2\0\0\0x\0"
    values = {
        1: struct.pack("<d", 0.5), 3: inner, 4: document(element(16, "0", struct.pack("<i", 1))),
        5: struct.pack("<i", 3) + b"\4abc", 6: b"", 7: bytes(12), 8: b"\1",
        9: struct.pack("<q", 1_700_000_000_000), 10: b"", 11: b"^a\0i\0", 12: code + bytes(12),
        13: code, 14: code,
        15: struct.pack("<i", 4 + len(code) + len(inner)) + code + inner, 16: struct.pack("<i", -1),
        17: struct.pack("<II", 1, 2), 18: struct.pack("<q", 1 << 40), 19: bytes(14) + b"\x40\x30",
        255: b"", 127: b"",
    }  # fmt: skip
    return document(*(element(kind, f"k{kind}", value) for kind, value in values.items()))


def find() -> bytes:
    return document(string("find", "orders"), element(3, "filter", everything()), string("$db", "shop"))


def op_msg() -> bytes:
    inserts = b"documents\0" + everything() * 2
    insert = document(string("insert", "orders"), string("$db", "shop"))
    return struct.pack("<I", 0) + b"\0" + insert + b"\1" + struct.pack("<i", len(inserts) + 4) + inserts


def op_query() -> bytes:
    return struct.pack("<I", 4) + b"admin.$cmd\0" + struct.pack("<ii", 0, -1) + find()


def op_reply() -> bytes:
    return struct.pack("<Iqii", 8, 0, 0, 1) + everything()


def op_compressed() -> bytes:
    return struct.pack("<iiB", 2013, 40, 2) + bytes(20)


def message(opcode: int, content: bytes) -> bytes:
    return struct.pack("<iiii", 16 + len(content), 7, 0, opcode) + content


def bodies() -> list[bytes]:
    return [op_msg(), op_query(), op_reply(), op_compressed()]


def wire() -> bytes:
    return b"".join(
        message(opcode, body) for opcode, body in zip((2013, 2004, 1, 2012), bodies(), strict=True)
    )
