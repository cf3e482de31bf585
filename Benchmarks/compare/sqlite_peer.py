"""SQLite: a table with indexes for the questions, and the words of the text in FTS5."""

import functools
import json
import os
import sqlite3

from compare.measuring import size_of
from compare.workload import PAGE

SCHEMA = """
CREATE TABLE access (
    key INTEGER PRIMARY KEY, id TEXT, request_id INTEGER, api_id TEXT, api_name TEXT, app_id TEXT, app_name TEXT,
    access_time INTEGER, duration INTEGER, status_code INTEGER, error_code TEXT, error_message TEXT, detail TEXT,
    in_flow_size INTEGER, out_flow_size INTEGER, out_total_size INTEGER
);
CREATE UNIQUE INDEX ids ON access (request_id);
CREATE INDEX times ON access (id, access_time, request_id, duration);
CREATE INDEX apis ON access (id, api_name, duration, out_flow_size);
CREATE INDEX failures ON access (id, api_name) WHERE status_code != 200;
CREATE VIRTUAL TABLE words USING fts5 (detail, content = 'access', content_rowid = 'key', detail = none);
CREATE TRIGGER kept AFTER INSERT ON access BEGIN
    INSERT INTO words (rowid, detail) VALUES (new.key, new.detail);
END;
"""
FIELDS = [
    "id", "request_id", "api_id", "api_name", "app_id", "app_name", "access_time", "duration", "status_code",
    "error_code", "error_message", "detail", "in_flow_size", "out_flow_size", "out_total_size",
]  # fmt: skip
BATCH = 4_096
ROW = "request_id, access_time, api_name, status_code, duration, access.detail"


class Engine:
    DURABLE = f"each batch of {BATCH}"

    def __init__(self, folder, workload):
        self.workload = workload
        self.folder = folder
        self.connection = sqlite3.connect(os.path.join(folder, "access.sqlite"), isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA cache_size = -65536")
        self.connection.executescript(SCHEMA)

    def version(self):
        return "SQLite " + sqlite3.sqlite_version

    def ingest(self, path):
        insert = f"INSERT INTO access ({', '.join(FIELDS)}) VALUES ({', '.join('?' * len(FIELDS))})"
        with open(path, "rb") as file:
            while batch := [json.loads(line) for _, line in zip(range(BATCH), file)]:
                self.connection.execute("BEGIN")
                self.connection.executemany(insert, ([record[name] for name in FIELDS] for record in batch))
                self.connection.execute("COMMIT")

    def settle(self):
        self.connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self.connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
        self.connection.execute("ANALYZE")

    def byte_count(self):
        return size_of(self.folder)

    def ask(self, statement, *arguments):
        return self.connection.execute(statement, arguments).fetchall()

    def questions(self):
        """Arguments are bound to statements that the module keeps prepared."""
        asked = self.workload
        here = f"FROM access WHERE id = '{asked.cluster}'"
        newest = f"ORDER BY access_time DESC, request_id DESC LIMIT {PAGE}"
        by_value = {
            "request_id": (f"SELECT {ROW} {here} AND request_id = ?", asked.request_ids),
            "word": (
                f"""SELECT {ROW} FROM words JOIN access ON key = words.rowid
                WHERE words MATCH ? AND id = '{asked.cluster}' {newest}""",
                [f'"{word}"' for word in asked.words],
            ),
            "substring": (f"SELECT {ROW} {here} AND instr(detail, ?) > 0 {newest}", asked.substrings),
        }
        statements = {
            "newest": f"SELECT {ROW} {here} {newest}",
            "errors": f"SELECT api_name, count(*) {here} AND status_code != 200 GROUP BY api_name",
            "minutes": f"SELECT access_time / 60000 * 60000 AS t, count(*), avg(duration) {here} GROUP BY t",
            "quantile": f"""SELECT (SELECT duration {here} AND api_name = '{asked.api}' ORDER BY duration LIMIT 1
                OFFSET (SELECT (99 * count(*) + 99) / 100 - 1 {here} AND api_name = '{asked.api}')),
                sum(out_flow_size) {here} AND api_name = '{asked.api}'""",
            "total": f"SELECT count(*) {here}",
        }
        ask = functools.partial
        return {name: [ask(self.ask, text)] for name, text in statements.items()} | {
            name: [ask(self.ask, text, value) for value in values] for name, (text, values) in by_value.items()
        }
