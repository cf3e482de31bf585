"""Others open sealed segments, and the shipped SQL gives back the texts byte for byte."""

import os
import pathlib
import subprocess

import chdb
import duckdb
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

PACKAGE = pathlib.Path(__file__).resolve().parents[2]
TEXTS = {"access": "detail", "audit": "arguments"}


@pytest.fixture(scope="session")
def segments(tmp_path_factory):
    """A path for each kind of log, and the texts that the engine shows of its records, by sequence number."""
    path = os.environ.get("SEGMENT_PROBE")
    if path is None:
        build = ["swift", "build", "--product", "segment-probe"]
        subprocess.run(build, cwd=PACKAGE, check=True, stdout=subprocess.DEVNULL)
        path = PACKAGE / ".build" / "debug" / "segment-probe"
    folder = tmp_path_factory.mktemp("store")
    result = subprocess.run([path, folder], check=True, capture_output=True, text=True, timeout=300)
    texts = {kind: {} for kind in TEXTS}
    for line in result.stdout.splitlines():
        kind, sequence, text = line.split(" ")
        texts[kind][int(sequence)] = None if text == "none" else bytes.fromhex(text[1:]).decode()
    paths = {}
    for path in (folder / "segments").glob("*.parquet"):
        kind = pq.read_metadata(path).metadata[b"daybook.kind"].decode()
        paths[kind] = path
    return paths, texts


@pytest.mark.parametrize("kind", TEXTS)
def test_duckdb_puts_texts_together(segments, kind):
    paths, texts = segments
    with duckdb.connect() as connection:
        connection.execute((PACKAGE / "docs" / "sql" / "duckdb.sql").read_text())
        query = f"SELECT sequence, {TEXTS[kind]} FROM daybook_{kind}('{paths[kind]}')"
        rows = connection.execute(query).fetchall()
    assert len(rows) == 2_001
    assert dict(rows) == texts[kind]


@pytest.mark.parametrize("kind", TEXTS)
def test_spark_puts_texts_together(segments, kind):
    paths, texts = segments
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    spark = builder.getOrCreate()
    try:
        for name in TEXTS:
            spark.read.parquet(str(paths[name])).createOrReplaceTempView(f"daybook_{name}_segments")
        script = (PACKAGE / "docs" / "sql" / "spark.sql").read_text()
        code = "\n".join(line for line in script.splitlines() if not line.lstrip().startswith("--"))
        for statement in filter(str.strip, code.split(";")):
            spark.sql(statement)
        rows = spark.sql(f"SELECT sequence, {TEXTS[kind]} FROM daybook_{kind}").collect()
    finally:
        spark.stop()
    assert {row[0]: row[1] for row in rows} == texts[kind]


@pytest.mark.parametrize("kind", TEXTS)
def test_pyarrow_and_clickhouse_open_them(segments, kind):
    paths, texts = segments
    table = pq.read_table(paths[kind], page_checksum_verification=True)
    assert table["sequence"].to_pylist() == sorted(texts[kind])
    what = "count(), sum(sequence), countIf(loss_start IS NOT NULL)"
    answer = chdb.query(f"SELECT {what} FROM file('{paths[kind]}', Parquet)")
    count = len(texts[kind])
    assert str(answer).strip() == f"{count},{count * (count + 1) // 2},1"
