"""`python3 -m seeds CORPUS [SEGMENT...]`: a folder of small inputs for each fuzzer.

The first byte of an input says what is read. Segments are files of any store, taken where they are small.
Those of Parquet are written where pyarrow is there."""

import sys
from pathlib import Path

from seeds import messages, records, texts


def inputs(segments: list[bytes]) -> dict[str, list[tuple[int, bytes | str]]]:
    """By fuzzer, what is read and the input."""
    mebibyte = 1 << 20
    return {
        "FuzzRecords": [
            *((0, record) for record in (records.access(), records.audit(), records.loss())),
            (0, records.access(detail=b"\2" + records.text("a detail from elsewhere"))),
            *((1, condition) for condition in texts.CONDITIONS),
            *((2, condition) for condition in texts.AUDIT_CONDITIONS),
            *((4, form) for form in texts.SUMS),
            (5, records.stream() + b"\3" + records.text("ann")),
            (5, records.stream(records.AUDIT)),
        ],
        "FuzzStore": [
            *((0, item) for item in records.journal_items()),
            (1, bytes([0, 0]) + b"first\0second frame\0third"),
            (1, bytes([1, 9]) + b"first\0second frame\0third"),
            (2, records.manifest()),
            *((3, entry) for entry in records.log_entries()),
            (4, texts.NOTE),
            (4, b"DAYBKJRN" + bytes(40)),
            (5, f"1\n0.1.0\naccess\np\nc\n\n1704164645000\n1,4,1000000,2000000,1200\n{'0f' * 32}"),
            *((6, segment) for segment in segments if len(segment) < mebibyte),
        ],
        "FuzzTexts": [
            (0, texts.SIGNATURE),
            *((1, query) for query in texts.QUERIES),
            *((2, body) for body in texts.BODIES),
            *((3, script) for script in texts.SCRIPTS),
            *((4, line) for line in texts.ACCESS_LINES),
            *((5, line) for line in texts.AUDIT_LINES),
            *((6, mask) for mask in texts.MASKS),
            (7, texts.NOTE),
        ],
        "FuzzWire": [
            (0, messages.wire()),
            *((1, bytes([kind]) + body) for kind, body in enumerate(messages.bodies())),
            (2, messages.everything()),
            (2, messages.find()),
        ],
    }


def main() -> None:
    corpus = Path(sys.argv[1])
    segments = [Path(name).read_bytes() for name in sys.argv[2:]]
    for fuzzer, all_inputs in inputs(segments).items():
        folder = corpus / fuzzer
        folder.mkdir(parents=True, exist_ok=True)
        for number, (choice, content) in enumerate(all_inputs):
            content = content.encode() if isinstance(content, str) else content
            (folder / f"seed-{choice}-{number}").write_bytes(bytes([choice]) + content)
    try:
        from seeds import parquet
    except ImportError:
        print("without pyarrow there are no seeds for FuzzParquet", file=sys.stderr)
        return
    folder = corpus / "FuzzParquet"
    folder.mkdir(parents=True, exist_ok=True)
    parquet.write(folder)


main()
