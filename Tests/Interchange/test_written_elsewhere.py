"""Files that pyarrow, DuckDB and ClickHouse write are read equal by us."""

import itertools

import chdb
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comparison import assert_equal, canonical_rows, read_pyarrow
from samples import ALL, SMALL, sample

ENCODINGS = {
    "boolean": ["PLAIN", "RLE"],
    "int32": ["PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"],
    "int64": ["PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"],
    "uint32": ["PLAIN", "DELTA_BINARY_PACKED"],
    "uint64": ["PLAIN", "DELTA_BINARY_PACKED"],
    "double": ["PLAIN", "BYTE_STREAM_SPLIT"],
    "string": ["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"],
    "bytes": ["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"],
    "milliseconds": ["DELTA_BINARY_PACKED"],
    "microseconds": ["DELTA_BINARY_PACKED"],
    "integers.list.element": ["PLAIN", "DELTA_BINARY_PACKED"],
    "strings.list.element": ["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"],
}


def assert_reads_equal(probe, path, expected):
    assert probe.lines("dump", path) == canonical_rows(expected)


@pytest.mark.parametrize("compression", ["none", "zstd"])
@pytest.mark.parametrize("page", ["1.0", "2.0"])
@pytest.mark.parametrize("name", SMALL)
def test_pyarrow_with_dictionaries(probe, tmp_path, name, page, compression):
    path = tmp_path / "theirs.parquet"
    pq.write_table(
        sample(name),
        path,
        compression=compression,
        data_page_version=page,
        write_page_checksum=True,
        write_page_index=True,
        data_page_size=2000,
        row_group_size=1700,
    )
    assert_reads_equal(probe, path, sample(name))


@pytest.mark.parametrize("page", ["1.0", "2.0"])
@pytest.mark.parametrize("choice", range(3))
@pytest.mark.parametrize("name", SMALL)
def test_pyarrow_with_every_encoding(probe, tmp_path, name, choice, page):
    path = tmp_path / "theirs.parquet"
    encodings = {column: options[choice % len(options)] for column, options in ENCODINGS.items()}
    pq.write_table(
        sample(name),
        path,
        compression="zstd",
        data_page_version=page,
        use_dictionary=False,
        column_encoding=encodings,
        data_page_size=1000,
    )
    assert_reads_equal(probe, path, sample(name))


def test_pyarrow_falling_back_from_a_dictionary(probe, tmp_path):
    table = pa.table({"text": [f"{i % 7} and {i}" for i in range(20_000)]})
    path = tmp_path / "theirs.parquet"
    pq.write_table(table, path, compression="zstd", dictionary_pagesize_limit=5000, data_page_size=5000)
    encodings = probe.lines("describe", path)[0]["encodings"]
    assert "RLE_DICTIONARY" in encodings and "PLAIN" in encodings
    assert_reads_equal(probe, path, table)
    kept = probe.rewrite(path, tmp_path / "kept.parquet", "--keep-dictionary")
    assert_equal(read_pyarrow(kept), table)


@pytest.mark.parametrize("version, compression", [*itertools.product(["v1", "v2"], ["zstd", "uncompressed"])])
@pytest.mark.parametrize("name", SMALL)
def test_duckdb(probe, tmp_path, name, version, compression):
    path = tmp_path / "theirs.parquet"
    write_duckdb(sample(name), path, version, compression)
    # Its instants are in microseconds throughout.
    schema = retyped(sample(name).schema, {pa.timestamp("ms", tz="UTC"): pa.timestamp("us", tz="UTC")})
    assert_reads_equal(probe, path, sample(name).cast(schema))


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize("compression", ["zstd", "none"])
@pytest.mark.parametrize("name", SMALL)
def test_chdb(probe, tmp_path, name, compression, size):
    path = tmp_path / "theirs.parquet"
    write_chdb(sample(name), path, compression, size * 1000)
    # It tells text from bytes no more than empty lists from null ones, so all of them go as bytes.
    schema = retyped(sample(name).schema, {pa.string(): pa.binary(), pa.list_(pa.string()): pa.list_(pa.binary())})
    theirs = read_pyarrow(path).cast(schema)
    assert_equal(theirs, sample(name).cast(schema), lists_are_never_null=True)
    assert_reads_equal(probe, path, theirs)


@pytest.mark.parametrize("name", [name for name in ALL if name not in SMALL])
@pytest.mark.parametrize("writer", ["pyarrow", "duckdb", "chdb"])
def test_large_files(probe, tmp_path, writer, name):
    path = tmp_path / "theirs.parquet"
    if writer == "pyarrow":
        pq.write_table(sample(name), path, compression="zstd", data_page_version="2.0")
    elif writer == "duckdb":
        write_duckdb(sample(name), path, "v2", "zstd")
    else:
        write_chdb(sample(name), path, "zstd", 1 << 20, text=True)
    ours = probe.rewrite(path, tmp_path / "ours.parquet", "--codec", "none")
    assert_equal(read_pyarrow(ours), sample(name))


@pytest.mark.parametrize("codec", ["snappy", "gzip", "brotli", "lz4"])
def test_codecs_that_are_not_read_are_named(probe, tmp_path, codec):
    path = tmp_path / "theirs.parquet"
    pq.write_table(pa.table({"x": [1, 2, 3]}), path, compression=codec)
    with pytest.raises(AssertionError, match=f"unsupported: .*{codec.upper()}.*column x"):
        probe.run("dump", path)


def write_duckdb(table, path, version, compression):
    with duckdb.connect() as connection:
        connection.register("sample", table)
        connection.execute(
            f"COPY sample TO '{path}' (FORMAT parquet, COMPRESSION {compression}, PARQUET_VERSION {version})"
        )


def write_chdb(table, path, compression, page_size, text=False):
    source = f"{path}.arrow"
    with pa.OSFile(source, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    chdb.query(
        f"""INSERT INTO FUNCTION file('{path}', Parquet) SELECT * FROM file('{source}', Arrow)
        SETTINGS output_format_parquet_compression_method = '{compression}',
        output_format_parquet_data_page_size = {page_size}, output_format_parquet_string_as_string = {int(text)}"""
    )


def retyped(schema, types):
    return pa.schema([pa.field(field.name, types.get(field.type, field.type)) for field in schema])
