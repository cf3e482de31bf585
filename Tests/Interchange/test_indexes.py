"""Filters, page indexes and statistics mean the same here and there."""

import chdb
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

NAMES = [f"name {i % 50}" for i in range(5000)]
TABLE = pa.table(
    {
        "number": pa.array(range(5000), pa.int64()),
        "name": NAMES,
        "maybe": pa.array([None if i % 3 else i for i in range(5000)], pa.int32()),
    }
)


@pytest.fixture
def ours(probe, tmp_path):
    pq.write_table(TABLE, tmp_path / "source.parquet", compression="zstd")
    options = ["--page-rows", "1000", "--bloom", "0.001"]
    return probe.rewrite(tmp_path / "source.parquet", tmp_path / "ours.parquet", *options)


@pytest.mark.parametrize("column, there, absent", [("number", 4999, 5000), ("name", "name 7", "name 50")])
def test_duckdb_finds_values_through_our_filters(ours, column, there, absent):
    def excludes(value):
        query = "SELECT bloom_filter_excludes FROM parquet_bloom_probe(?, ?, ?)"
        return duckdb.execute(query, [str(ours), column, value]).fetchall()

    assert excludes(there) == [(False,)]
    assert excludes(absent) == [(True,)]


def test_chdb_reads_past_our_filters_and_indexes(ours):
    source = f"FROM file('{ours}', Parquet)"
    settings = "SETTINGS input_format_parquet_bloom_filter_push_down = 1, input_format_parquet_filter_push_down = 1"
    assert str(chdb.query(f"SELECT count() {source} WHERE name = 'name 7' {settings}")).strip() == "100"
    assert str(chdb.query(f"SELECT count() {source} WHERE name = 'name 50' {settings}")).strip() == "0"
    assert str(chdb.query(f"SELECT sum(number) {source} WHERE number >= 4990 {settings}")).strip() == "49945"


@pytest.mark.parametrize("writer", ["pyarrow", "duckdb", "chdb"])
def test_we_find_values_through_their_filters(probe, tmp_path, writer):
    path = tmp_path / "theirs.parquet"
    if writer == "pyarrow":
        pq.write_table(TABLE, path, compression="zstd", bloom_filter_options={"name": {"ndv": 50, "fpp": 0.01}})
    elif writer == "duckdb":
        with duckdb.connect() as connection:
            connection.register("sample", TABLE)
            connection.execute(f"COPY sample TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    else:
        pq.write_table(TABLE, tmp_path / "source.parquet")
        chdb.query(
            f"""INSERT INTO FUNCTION file('{path}', Parquet)
            SELECT * FROM file('{tmp_path}/source.parquet', Parquet)"""
        )
    found = [probe.lines("bloom", path, "name", f"name {i}") for i in range(100)]
    assert found[:50] == [[True]] * 50
    assert found[50:].count([True]) < 10


def test_pyarrow_sees_our_statistics_and_indexes(ours):
    group = pq.read_metadata(ours).row_group(0)
    for index, name in enumerate(TABLE.column_names):
        column = group.column(index)
        assert column.has_offset_index and column.has_column_index
        assert column.statistics.null_count == TABLE[name].null_count
        values = TABLE[name].drop_null().to_pylist()
        assert (column.statistics.min, column.statistics.max) == (min(values), max(values))


def test_duckdb_sees_our_statistics(ours):
    query = """SELECT path_in_schema, stats_min_value, stats_max_value, stats_null_count, min_is_exact, max_is_exact
        FROM parquet_metadata(?)"""
    assert duckdb.execute(query, [str(ours)]).fetchall() == [
        ("number", "0", "4999", 0, True, True),
        ("name", "name 0", "name 9", 0, True, True),
        ("maybe", "0", "4998", 3333, True, True),
    ]


def test_long_bounds_are_shortened_and_still_hold(probe, tmp_path):
    texts = ["\u4e2d" * 100, "z" * 200, "a" * 200]
    pq.write_table(pa.table({"text": texts}), tmp_path / "source.parquet", compression="zstd")
    path = probe.rewrite(tmp_path / "source.parquet", tmp_path / "ours.parquet")
    query = "SELECT stats_min_value, stats_max_value, min_is_exact, max_is_exact FROM parquet_metadata(?)"
    found = duckdb.execute(query, [str(path)]).fetchall()
    assert found == [("a" * 64, "\u4e2d" * 20 + "\u4e2e", False, False)]


@pytest.mark.parametrize("writer", ["pyarrow", "chdb"])
def test_we_read_their_page_indexes(probe, tmp_path, writer):
    path = tmp_path / "theirs.parquet"
    if writer == "pyarrow":
        pq.write_table(TABLE, path, compression="zstd", write_page_index=True, data_page_size=1000, write_batch_size=500)
    else:
        pq.write_table(TABLE, tmp_path / "source.parquet")
        chdb.query(
            f"""INSERT INTO FUNCTION file('{path}', Parquet)
            SELECT * FROM file('{tmp_path}/source.parquet', Parquet)
            SETTINGS output_format_parquet_data_page_size = 1000, output_format_parquet_max_dictionary_size = 100"""
        )
    number = probe.lines("describe", path)[0]
    assert (number["min"], number["max"]) == (0, 4999)
    assert len(number["pages"]) > 2
    for page in number["pages"]:
        assert (page["min"], page["max"]) == (page["first"], page["first"] + page["rows"] - 1)
    part = probe.rewrite(path, tmp_path / "part.parquet", "--slice", "10-20", "--slice", "4000-4100")
    assert pq.read_table(part).equals(TABLE.take([*range(10, 20), *range(4000, 4100)]))
