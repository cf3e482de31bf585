"""DuckDB: its own table, with an index of request ids."""

import functools
import os

import duckdb

from compare.measuring import size_of
from compare.workload import PAGE

COLUMNS = """{'id': 'VARCHAR', 'request_id': 'BIGINT', 'api_id': 'VARCHAR', 'api_name': 'VARCHAR', 'app_id': 'VARCHAR',
    'app_name': 'VARCHAR', 'access_time': 'BIGINT', 'duration': 'INTEGER', 'status_code': 'SMALLINT',
    'error_code': 'VARCHAR', 'error_message': 'VARCHAR', 'detail': 'VARCHAR', 'in_flow_size': 'BIGINT',
    'out_flow_size': 'BIGINT', 'out_total_size': 'BIGINT'}"""
ROW = "request_id, access_time, api_name, status_code, duration, detail"


def read(path):
    return f"SELECT * FROM read_json('{path}', format = 'newline_delimited', columns = {COLUMNS})"


class Engine:
    DURABLE = "at the end"
    TABLE = "access"

    def __init__(self, folder, workload):
        self.workload = workload
        self.path = os.path.join(folder, "access.duckdb")
        self.connection = duckdb.connect(self.path)
        self.connection.execute("SET threads = 1")

    def version(self):
        return "DuckDB " + duckdb.__version__

    def ingest(self, path):
        self.connection.execute(f"CREATE TABLE access AS {read(path)}")
        self.connection.execute("CREATE INDEX ids ON access (request_id)")
        self.connection.execute("CHECKPOINT")

    def settle(self):
        pass

    def byte_count(self):
        return size_of(self.path)

    def ask(self, statement):
        return self.connection.execute(statement).fetchall()

    def questions(self):
        asked = self.workload
        here = f"FROM {self.TABLE} WHERE id = '{asked.cluster}'"
        newest = f"ORDER BY access_time DESC, request_id DESC LIMIT {PAGE}"
        statements = {
            "newest": [f"SELECT {ROW} {here} {newest}"],
            "request_id": [f"SELECT {ROW} {here} AND request_id = {value}" for value in asked.request_ids],
            # What contains is found fast; only there the borders of the word are looked at.
            "word": [
                f"""SELECT {ROW} {here} AND contains(detail, '{word}')
                AND regexp_matches(detail, '(^|[^0-9A-Za-z_]){word}($|[^0-9A-Za-z_])') {newest}"""
                for word in asked.words
            ],
            "substring": [f"SELECT {ROW} {here} AND contains(detail, '{text}') {newest}" for text in asked.substrings],
            "errors": [f"SELECT api_name, count(*) {here} AND status_code != 200 GROUP BY api_name"],
            "minutes": [f"SELECT access_time // 60000 * 60000 AS t, count(*), avg(duration) {here} GROUP BY t"],
            "quantile": [
                f"""SELECT quantile_disc(duration, 0.99), sum(out_flow_size)::BIGINT {here}
                AND api_name = '{asked.api}'"""
            ],
            "total": [f"SELECT count(*) {here}"],
        }
        return {name: [functools.partial(self.ask, text) for text in texts] for name, texts in statements.items()}
