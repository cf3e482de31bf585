"""What Python 3.11 cannot compress by itself."""

from __future__ import annotations


def zstd_frame(content: bytes) -> bytes:
    """A frame of raw blocks (RFC 8878): what any decoder has to read, without an encoder."""
    frame = bytes.fromhex("28b52ffd") + b"\xa0" + len(content).to_bytes(4, "little")
    blocks = [content[start : start + 100_000] for start in range(0, len(content), 100_000)]
    for position, block in enumerate(blocks):
        is_last = position == len(blocks) - 1
        frame += (len(block) << 3 | is_last).to_bytes(3, "little") + block
    return frame
