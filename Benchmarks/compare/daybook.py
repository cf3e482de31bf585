"""Daybook: ingest over HTTP, then the questions, through the server and in the process that has the store open."""

import concurrent.futures
import datetime
import functools
import json
import os
import shutil
import subprocess
import sys
import time

from compare.daybook_server import Server
from compare.measuring import (
    MOST_RUNS, SECONDS, asking_beside, peak_memory_bytes, processor_seconds, size_of, size_of_sealed, timed,
)  # fmt: skip
from compare.workload import PAGE, ROW

BATCH = 4_096
OVER_HTTP = "daybook over HTTP"
IN_PROCESS = "daybook in process"


def measure(programs, records, workload, folder, core, runs):
    """Returns the results of the server and of the store by itself."""
    server = started(programs, workload, folder, core)
    log = os.path.join(server.data, "log")
    result = {"name": OVER_HTTP, "version": "Daybook", "durable": f"each batch of {BATCH}", "answers": {}}
    try:
        with asking_beside(core):
            result.update(ingest(server, records, workload))
            server.run("seal")
            result["bytes_per_record"] = size_of_sealed(log) / workload.records
            result["bytes_per_record_with_journal"] = size_of(log) / workload.records
            for name, bodies in questions(workload).items():
                texts = [json.dumps({"source": body.pop("cluster"), **body}) for body in bodies]
                times, answers = timed([functools.partial(ask_server, server, text) for text in texts], runs)
                judged = workload.judged(name, [converted(answer) for answer in answers])
                result["answers"][name] = {"times_ms": times, **judged}
    finally:
        server.stop()
    answers = ask_store(programs, log, server.project, workload, core, runs)
    return [result, {**result, "name": IN_PROCESS, "answers": answers}]


def fill(programs, records, workload, folder, core):
    """Fills a server of its own once more."""
    server = started(programs, workload, folder, core)
    try:
        with asking_beside(core):
            return ingest(server, records, workload)
    finally:
        server.stop()
        shutil.rmtree(folder)


def started(programs, workload, folder, core):
    server = Server(programs.daybook, folder, core)
    server.add_clusters(workload.clusters)
    server.start()
    return server


def batches(path, clusters):
    """Bodies of one cluster each, in the order of the records."""
    open_batches = {cluster: [] for cluster in clusters}
    with open(path, "rb") as file:
        for line in file:
            cluster = line[7 : line.index(b'"', 7)].decode()
            batch = open_batches[cluster]
            batch.append(line)
            if len(batch) == BATCH:
                yield cluster, b"".join(batch)
                batch.clear()
    for cluster, batch in open_batches.items():
        if batch:
            yield cluster, b"".join(batch)


def ingest(server, records, workload):
    """One connection a cluster, one batch a request, answered when it is on disk. Bodies are made before the clock
    starts."""
    bodies = {cluster: [] for cluster in workload.clusters}
    for cluster, body in batches(records, workload.clusters):
        bodies[cluster].append(body)
    start, processor = time.perf_counter(), processor_seconds(server.process.pid)
    with concurrent.futures.ThreadPoolExecutor(len(bodies)) as senders:
        accepted = sum(senders.map(lambda cluster: send(server, cluster, bodies[cluster]), bodies))
    wall = time.perf_counter() - start
    processor = processor_seconds(server.process.pid) - processor
    if accepted != workload.records:
        sys.exit(f"{accepted} records were taken instead of {workload.records}")
    return {
        "ingest_records_per_second": accepted / wall,
        "ingest_processor_share": processor / wall,
        "peak_memory_bytes": peak_memory_bytes(server.process.pid),
    }


def send(server, cluster, bodies):
    """Returns how many records were taken; a batch waits for the answer to the one before."""
    path = f"/daybook/v1/{server.project}/clusters/{cluster}/access-records"
    connection = server.connect()
    accepted = 0
    for body in bodies:
        summary = json.loads(server.post(path, body, "application/x-ndjson", connection))
        if summary["rejected"] or not summary["durable"]:
            sys.exit(f"not everything was taken: {summary}")
        accepted += summary["accepted"]
    connection.close()
    return accepted


def ask_server(server, text):
    return json.loads(server.post("/daybook/v1/query/access", text))


def questions(workload):
    """The bodies of each question, with the cluster's id under `cluster`."""
    cluster = workload.cluster
    rows = {"cluster": cluster, "limit": PAGE, "columns": ROW}
    return {
        "newest": [dict(rows)],
        "request_id": [{**rows, "where": f"request_id = {value}"} for value in workload.request_ids],
        "word": [{**rows, "where": f'detail has "{word}"'} for word in workload.words],
        "substring": [{**rows, "where": f'detail contains "{text}"'} for text in workload.substrings],
        "errors": [{
            "cluster": cluster, "where": "status_code != 200", "group_by": ["api_name"], "aggregate": ["count"],
        }],
        "minutes": [{"cluster": cluster, "group_by": ["minute"], "aggregate": ["count", "avg:duration"]}],
        "quantile": [{
            "cluster": cluster, "where": f'api_name = "{workload.api}"',
            "aggregate": ["p99:duration", "sum:out_flow_size"],
        }],
        "total": [{"cluster": cluster, "aggregate": ["count"]}],
    }  # fmt: skip


def converted(answer):
    """Rows with times as milliseconds, and with numbers that the API shows as text as numbers."""
    return [[number(column, value) for column, value in zip(answer["columns"], row)] for row in answer["rows"]]


def number(column, value):
    if column["type"] == "time":
        return round(datetime.datetime.fromisoformat(value).timestamp() * 1_000)
    return int(value) if column["name"] in ("request_id", "status_code") else value


def ask_store(programs, log, project, workload, core, runs):
    lines = []
    for name, bodies in questions(workload).items():
        body = bodies[0]
        lines.append(
            json.dumps({
                "name": name, "cluster": body["cluster"], "limit": body.get("limit"), "groups": body.get("group_by"),
                "aggregates": body.get("aggregate"),
                "where": [one["where"] for one in bodies] if "where" in body else None,
            })
        )  # fmt: skip
    command = ["taskset", "-c", str(core), programs.measure, "questions", log, project, str(runs)]
    command += [str(MOST_RUNS), str(SECONDS)]
    output = subprocess.run(command, input="\n".join(lines).encode(), stdout=subprocess.PIPE, check=True).stdout
    answers = {}
    for line in output.splitlines():
        measured = json.loads(line)
        name = measured["name"]
        if name in ("newest", "request_id", "word", "substring"):
            measured["answers"] = [[[int(row[0]), *row[1:]] for row in rows] for rows in measured["answers"]]
        answers[name] = {"times_ms": measured["times_ms"], **workload.judged(name, measured["answers"])}
    return answers
