"""VictoriaLogs, a program of its own on the measured core; the environment names it in VICTORIA_LOGS.

It writes to disk some seconds after it answered, and ends with the answer to the last question.
"""

import atexit
import datetime
import http.client
import json
import os
import socket
import subprocess
import time
import urllib.parse

from common.load import cores_beside
from compare.measuring import size_of
from compare.workload import PAGE

BATCH_BYTES = 4 << 20
INSERT = "/insert/jsonline?_stream_fields=id&_time_field=access_time&_msg_field=detail"


class Engine:
    DURABLE = "no: some seconds later"
    # "Calculates an estimated phi percentile": https://docs.victoriametrics.com/victorialogs/logsql/#quantile-stats
    APPROXIMATE = {"quantile": [0]}

    def __init__(self, folder, workload):
        self.workload = workload
        self.folder = os.path.join(folder, "victorialogs")
        self.program = os.environ["VICTORIA_LOGS"]
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        options = [f"-storageDataPath={self.folder}", f"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=100y"]
        self.process = subprocess.Popen([self.program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.pid = self.process.pid
        # The program stays on the one core that this process was given; what asks it leaves it alone.
        (core,) = os.sched_getaffinity(0)
        os.sched_setaffinity(0, cores_beside(core, os.getppid()))
        atexit.register(self.stop)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        for _ in range(200):
            try:
                self.post("/health", b"")
                return
            except OSError:
                self.connection.close()
                time.sleep(0.05)
        raise RuntimeError("VictoriaLogs did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)

    def version(self):
        text = subprocess.run([self.program, "-version"], capture_output=True, text=True).stdout
        return text.strip().split("-tags-")[-1][:40] or "VictoriaLogs"

    def post(self, path, body, media_type="application/stream+json"):
        self.connection.request("POST", path, body=body, headers={"Content-Type": media_type})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {text[:500].decode()}")
        return text

    def ingest(self, path):
        with open(path, "rb") as file:
            while lines := file.readlines(BATCH_BYTES):
                self.post(INSERT, b"".join(lines))

    def settle(self):
        self.post("/internal/force_flush", b"")
        self.post("/internal/force_merge", b"")
        time.sleep(5)

    def byte_count(self):
        return size_of(self.folder)

    def ask(self, query):
        body = urllib.parse.urlencode({"query": query}).encode()
        text = self.post("/select/logsql/query", body, "application/x-www-form-urlencoded")
        return [json.loads(line) for line in text.splitlines()]

    def questions(self):
        asked = self.workload
        here = f'{{id="{asked.cluster}"}}'
        newest = f"| first {PAGE} by (_time desc, request_id desc)"
        api = f'api_name:="{asked.api}"'
        rows = {
            "newest": [f"{here} {newest}"],
            "request_id": [f'{here} request_id:="{value}"' for value in asked.request_ids],
            "word": [f'{here} "{word}" {newest}' for word in asked.words],
            "substring": [f'{here} ~"{text}" {newest}' for text in asked.substrings],
        }
        sums = {
            "errors": (f'{here} -status_code:="200" | stats by (api_name) count() n', ["api_name", "n"]),
            "minutes": (f"{here} | stats by (_time:1m) count() n, avg(duration) d", ["_time", "n", "d"]),
            "quantile": (f"{here} {api} | stats quantile(0.99, duration) q, sum(out_flow_size) s", ["q", "s"]),
            "total": (f"{here} | stats count() n", ["n"]),
        }
        return {
            name: [lambda query=query: [row(one) for one in self.ask(query)] for query in queries]
            for name, queries in rows.items()
        } | {
            name: [
                lambda query=query, fields=fields: [
                    [value(field, one[field]) for field in fields] for one in self.ask(query)
                ]
            ]
            for name, (query, fields) in sums.items()
        }


def row(one):
    fields = ["request_id", "_time", "api_name", "status_code", "duration", "_msg"]
    return [value(field, one[field]) for field in fields]


def value(field, text):
    if field == "_time":
        return round(datetime.datetime.fromisoformat(text[:23].rstrip("Z") + "+00:00").timestamp() * 1_000)
    if field in ("api_name", "_msg"):
        return text
    return float(text) if "." in text else int(text)
