"""ClickHouse in the process (chdb): a MergeTree in the order of the questions, with an index of words."""

import json
import os

from chdb import session

from compare.workload import PAGE

SCHEMA = """
CREATE TABLE log.access (
    id LowCardinality(String), request_id Int64 CODEC(Delta, ZSTD), api_id LowCardinality(String),
    api_name LowCardinality(String), app_id LowCardinality(Nullable(String)), app_name LowCardinality(Nullable(String)),
    access_time Int64 CODEC(Delta, ZSTD), duration UInt32 CODEC(ZSTD), status_code UInt16 CODEC(ZSTD),
    error_code LowCardinality(Nullable(String)), error_message LowCardinality(Nullable(String)),
    detail String CODEC(ZSTD(3)), in_flow_size UInt32 CODEC(ZSTD), out_flow_size UInt32 CODEC(ZSTD),
    out_total_size UInt32 CODEC(ZSTD),
    INDEX ids request_id TYPE bloom_filter GRANULARITY 1,
    INDEX words detail TYPE tokenbf_v1(65536, 3, 0) GRANULARITY 1
) ENGINE = MergeTree ORDER BY (id, access_time, request_id)
"""
READ = """
INSERT INTO log.access SELECT * FROM file('{path}', JSONEachRow, 'id String, request_id Int64, api_id String,
    api_name String, app_id Nullable(String), app_name Nullable(String), access_time Int64, duration UInt32,
    status_code UInt16, error_code Nullable(String), error_message Nullable(String), detail String,
    in_flow_size UInt32, out_flow_size UInt32, out_total_size UInt32')
"""
ROW = "request_id, access_time, api_name, status_code, duration, detail"


class Engine:
    DURABLE = "no: nothing is synchronized"

    def __init__(self, folder, workload):
        self.workload = workload
        self.folder = os.path.join(folder, "chdb")
        self.session = session.Session(self.folder)
        self.session.query("SET max_threads = 1")
        self.session.query("SET max_insert_threads = 1")
        # The answer of a question is not to come from the answer before.
        self.session.query("SET use_query_condition_cache = 0")
        self.session.query("CREATE DATABASE log")
        self.session.query(SCHEMA)

    def version(self):
        return "ClickHouse " + self.ask("SELECT version()")[0][0]

    def ingest(self, path):
        self.session.query(READ.format(path=path))

    def settle(self):
        self.session.query("OPTIMIZE TABLE log.access FINAL")

    def byte_count(self):
        parts = "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'access'"
        return int(self.ask(parts)[0][0])

    def ask(self, statement):
        text = self.session.query(statement, "JSONCompactEachRow").bytes().decode()
        return [json.loads(line) for line in text.splitlines()]

    def questions(self):
        asked = self.workload
        here = f"FROM log.access WHERE id = '{asked.cluster}'"
        newest = f"ORDER BY access_time DESC, request_id DESC LIMIT {PAGE}"
        statements = {
            "newest": [f"SELECT {ROW} {here} {newest}"],
            "request_id": [f"SELECT {ROW} {here} AND request_id = {value}" for value in asked.request_ids],
            "word": [f"SELECT {ROW} {here} AND hasToken(detail, '{word}') {newest}" for word in asked.words],
            "substring": [
                f"SELECT {ROW} {here} AND position(detail, '{text}') > 0 {newest}" for text in asked.substrings
            ],
            "errors": [f"SELECT api_name, count() {here} AND status_code != 200 GROUP BY api_name"],
            "minutes": [f"SELECT intDiv(access_time, 60000) * 60000 AS t, count(), avg(duration) {here} GROUP BY t"],
            "quantile": [
                f"SELECT quantileExact(0.99)(duration), sum(out_flow_size) {here} AND api_name = '{asked.api}'"
            ],
            "total": [f"SELECT count() {here}"],
        }
        return {
            name: [lambda text=text: self.converted(self.ask(text)) for text in texts]
            for name, texts in statements.items()
        }

    @staticmethod
    def converted(rows):
        """64-bit integers may come as text."""
        return [[int(v) if isinstance(v, str) and v.isdigit() else v for v in row] for row in rows]
