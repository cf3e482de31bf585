"""DuckDB over a Parquet file that it wrote itself, zstd."""

import os

import duckdb

from compare import duckdb_peer


class Engine(duckdb_peer.Engine):
    def __init__(self, folder, workload):
        self.workload = workload
        self.path = os.path.join(folder, "access.parquet")
        self.TABLE = f"'{self.path}'"
        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 1")

    def ingest(self, path):
        self.connection.execute(f"COPY ({duckdb_peer.read(path)}) TO '{self.path}' (FORMAT parquet, COMPRESSION zstd)")
