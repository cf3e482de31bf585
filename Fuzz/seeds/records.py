"""Records in their canonical form (docs/formats/record.md), and what the files of a store hold around them.

Parts are joined as the formats describe them, so that this is also a second reading of the documents."""

import struct

ACCESS, AUDIT, LOSS = 1, 2, 3


def varint(number: int) -> bytes:
    encoded = bytearray()
    while number >= 0x80:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(encoded) + bytes([number])


def signed(number: int) -> bytes:
    return varint((number << 1 ^ number >> 63) & 0xFFFF_FFFF_FFFF_FFFF)


def i64(number: int) -> bytes:
    return struct.pack("<q", number)


def text(content: str) -> bytes:
    return varint(len(content.encode())) + content.encode()


def optional(content: str | None) -> bytes:
    return b"\0" if content is None else b"\1" + text(content)


def pairs(*items: tuple[str, str]) -> bytes:
    return varint(len(items)) + b"".join(text(name) + text(value) for name, value in items)


def access(milliseconds: int = 1_720_440_000_123, detail: bytes | None = None) -> bytes:
    request = (milliseconds - 1_420_041_600_000) << 22
    api = b"\1" + text("a1") + text("orders")
    app = b"\1" + text("p1") + text("shop")
    numbers = signed(140) + signed(416) + signed(5)
    return (
        bytes([1, ACCESS]) + i64(request) + signed(milliseconds) + text("default") + api + app
        + signed(33) + signed(200) + optional(None) + optional(None) + (detail or parts()) + numbers
    )  # fmt: skip


def parts() -> bytes:
    steps = varint(2) + bytes([1, 0, 2, 1]) + text("DLM.4102")
    parameters = pairs(("id", "7")) + pairs(("accept", "*/*")) + pairs(("city", "深圳")) + text('{"a":1}')
    values = varint(4) + b"\0" + b"\1" + signed(-7) + b"\2" + struct.pack("<d", 0.5) + b"\3" + text("x")
    fragments = b"".join(
        map(text, ["SELECT a WHERE b = ", " AND c = ", " AND d = ", " AND e = ", " limit 1"])
    )
    return b"\1" + steps + parameters + b"\1" + values + fragments + signed(1) + signed(2) + signed(3)


def audit() -> bytes:
    endpoints = text("127.0.0.1") + varint(27_017) + text("127.0.0.1") + varint(50_000)
    principals = pairs(("ann", "admin")) + pairs(("read", "shop"))
    origin = varint(1) + signed(2) + optional("till") + optional("PyMongo") + optional(None) + b"\0"
    numbers = signed(0) + signed(0) + signed(1) + signed(100) + signed(45) + varint(640)
    return (
        bytes([1, AUDIT]) + i64(1_704_164_645_000_000) + signed(250) + bytes([2]) + text("insert")
        + text("shop") + optional("orders") + endpoints + principals + origin
        + text('{"insert":"orders"}') + numbers
    )  # fmt: skip


def loss() -> bytes:
    return bytes([1, LOSS]) + i64(1_000_000) + i64(2_000_000) + varint(7) + bytes([1]) + varint(300)


def stream(kind: int = ACCESS) -> bytes:
    return bytes([kind]) + text("p") + text("c") + text("" if kind == ACCESS else "n")


def extent(first: int, count: int) -> bytes:
    return varint(first) + varint(count) + i64(1_000_000) + i64(2_000_000) + varint(1_200)


def journal_batch(*records: bytes) -> bytes:
    packed = b"".join(struct.pack("<I", len(record)) + record for record in records)
    return stream() + extent(1, len(records)) + bytes([1, 0]) + varint(len(packed)) + packed


def journal_items() -> list[bytes]:
    lease = bytes([255]) + stream() + b"\1" + varint(64) + i64(1_000_000) + i64(2_000_000)
    return [
        journal_batch(access()), journal_batch(access(), access(), loss()), lease,
        bytes([255]) + stream() + b"\0", bytes([254]) + varint(3) + varint(400),
    ]  # fmt: skip


def segment_facts() -> bytes:
    return extent(1, 4) + varint(5_000) + bytes(32) + bytes(range(32))


def manifest() -> bytes:
    named = bytes([1]) + varint(1) + stream() + varint(0) + i64(0)
    added = bytes([2]) + varint(1) + i64(1_704_164_645_000) + segment_facts()
    return named + added + bytes([4]) + varint(2) + bytes([6]) + varint(2) + varint(400)


def log_entries() -> list[bytes]:
    segment = stream() + i64(1_704_164_645_000) + varint(1) + varint(4)
    return [
        bytes([1, 1]) + segment + i64(1_000_000) + i64(2_000_000) + bytes(range(32)),
        *(
            bytes([1, 2]) + segment + i64(3_000_000) + reason
            for reason in (b"\1" + varint(30), b"\2" + varint(1 << 30), b"\3" + text("王"))
        ),
    ]
