"""Parquet files of every kind that the reader knows. Without checksums, which no mutation would survive."""

import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

COLUMNS = {
    "boolean": (pa.array([True, None, False, True] * 5), ["PLAIN", "RLE"]),
    "int32": (pa.array([1, 2, None, -4] * 5, pa.int32()), ["PLAIN", "DELTA_BINARY_PACKED"]),
    "int64": (pa.array([1, 2**40, -(2**60), 5] * 5, pa.int64()), ["PLAIN", "DELTA_BINARY_PACKED"]),
    "double": (pa.array([0.5, None, 2.5, -1.0] * 5), ["PLAIN"]),
    "string": (
        pa.array(["", "a", "ab", None] * 5),
        ["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"],
    ),
    "list": (pa.array([[1, None], None, [], [3]] * 5, pa.list_(pa.int64())), ["PLAIN"]),
}


def write(folder: pathlib.Path) -> None:
    for name, (array, encodings) in COLUMNS.items():
        table = pa.table({name: array})
        path = "list.list.element" if name == "list" else name
        for version in ["1.0", "2.0"]:
            for compression in ["none", "zstd"]:
                settings = {
                    "compression": compression,
                    "data_page_version": version,
                    "write_page_index": True,
                    "store_schema": False,
                    "data_page_size": 40,
                    "write_batch_size": 5,
                }
                stem = f"{name}-{version}-{compression}"
                pq.write_table(table, folder / f"{stem}-dictionary.parquet", **settings)
                for encoding in encodings:
                    pq.write_table(
                        table,
                        folder / f"{stem}-{encoding}.parquet",
                        use_dictionary=False,
                        column_encoding={path: encoding},
                        **settings,
                    )
