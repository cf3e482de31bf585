"""Equality of tables that readers of different habits return."""

import io
import struct

import chdb
import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def read_pyarrow(path):
    return pq.read_table(path, page_checksum_verification=True)


def read_duckdb(path):
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(f"FROM read_parquet('{path}')").to_arrow_table()


def read_chdb(path):
    # Byte arrays come as binary, as not all of them are text.
    query = f"SELECT * FROM file('{path}', Parquet) SETTINGS output_format_arrow_string_as_string = 0"
    answer = chdb.query(query, "Arrow").bytes()
    return pa.ipc.open_file(io.BytesIO(answer)).read_all()


READERS = {"pyarrow": read_pyarrow, "duckdb": read_duckdb, "chdb": read_chdb}


def assert_equal(actual, expected, lists_are_never_null=False):
    """The same rows, doubles by their bits.

    ClickHouse has no null lists: it reads them as empty.
    """
    assert actual.column_names == expected.column_names
    assert actual.num_rows == expected.num_rows
    for name in expected.column_names:
        left, right = (comparable(table[name], expected[name].type) for table in (actual, expected))
        if lists_are_never_null and pa.types.is_list(right.type):
            left, right = ([row or [] for row in side.to_pylist()] for side in (left, right))
            assert left == right, name
        else:
            assert left.equals(right), name


def comparable(column, type):
    column = column.cast(type)
    if pa.types.is_floating(type):
        # NaN is equal to itself by its bits, and zeros differ.
        return pa.chunked_array([bits(chunk) for chunk in column.chunks], pa.int64())
    return column


def bits(doubles):
    return pc.if_else(doubles.is_valid(), doubles.view(pa.int64()), None)


def canonical_rows(table):
    """Rows in the form of `parquet-probe dump`."""

    def canonical(value, type):
        if value is None:
            return None
        if pa.types.is_list(type):
            return [canonical(element, type.value_type) for element in value]
        if pa.types.is_floating(type):
            return format(struct.unpack("<Q", struct.pack("<d", value))[0], "x")
        if pa.types.is_binary(type):
            return value.hex()
        return value

    columns = []
    for field in table.schema:
        column = table[field.name]
        if pa.types.is_timestamp(field.type):
            column = column.cast(pa.int64())
        columns.append([canonical(value, field.type) for value in column.to_pylist()])
    return [list(row) for row in zip(*columns)]
