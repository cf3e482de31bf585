"""What only Daybook is asked: native append, a restart behind a full journal, the newest records of very many."""

import json
import os
import shutil
import subprocess
import tempfile
import time

from compare.daybook_server import Server
from compare.measuring import size_of, size_of_sealed


def run(command):
    """The JSON objects that a measuring program prints, by measure. It may end itself with a signal."""
    output = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=False).stdout
    return {result["measure"]: result for result in map(json.loads, output.splitlines())}


def native(programs, folder, core, records):
    """Without HTTP: JSON and records to their binary form, `append` from records, `import` from lines, the last two
    with all sealing. On one core; `append` and `import` also on all of them, where records are sealed side by side."""
    results = ingest(programs, folder, ["taskset", "-c", core], records, ["read", "encode", "append", "import"])
    spread = ingest(programs, folder, [], records, ["append", "import"])
    return results | {f"{name}, all cores": one for name, one in spread.items()}


def middle(rounds):
    """Of several rounds, for each measure the one with the middle rate; the memory is the most of all."""
    rounds = list(rounds)
    chosen = {}
    for name in rounds[0]:
        ones = sorted((one[name] for one in rounds), key=lambda one: one["records_per_second"])
        most = max(one["peak_memory_bytes"] for one in ones)
        chosen[name] = {**ones[len(ones) // 2], "peak_memory_bytes": most}
    return chosen


def audit(programs, folder, core, records):
    """Audit events without a node: to their binary form, to a store in large batches and in those of a node, from lines
    that database servers wrote, and lines to a store; all sealing included. To a store also on all cores."""
    measures = ["audit-encode", "audit", "audit-small", "audit-lines", "audit-collect"]
    results = ingest(programs, folder, ["taskset", "-c", core], records, measures, "audit")
    spread = ingest(programs, folder, [], records, ["audit", "audit-collect"], "audit")
    return results | {f"{name}, all cores": one for name, one in spread.items()}


def ingest(programs, folder, prefix, records, measures, kind="ingest"):
    """Each measure in a process of its own, so that the memory is its own."""
    results = {}
    for measure in measures:
        path = tempfile.mkdtemp(dir=folder)
        try:
            results |= run([*prefix, programs.measure, kind, path, records, measure])
        finally:
            shutil.rmtree(path)
    return results


def restart(programs, folder, core, journal_bytes):
    """Fills a journal, dies as by kill -9, starts the server and waits for its first answer to a question."""
    path = tempfile.mkdtemp(dir=folder)
    try:
        server = Server(programs.daybook, path, core)
        log = os.path.join(server.data, "log")
        cluster = server.facts["cluster_id"]
        filled = run([programs.measure, "journal", log, server.project, cluster, journal_bytes])["journal"]
        on_disk = size_of(os.path.join(log, "journal"))
        started = server.start()
        question = json.dumps({"source": cluster, "columns": ["request_id"]})
        server.post("/daybook/v1/query/access", question)
        seconds = time.perf_counter() - started
        question = json.dumps({"source": cluster, "aggregate": ["count"]})
        answer = json.loads(server.post("/daybook/v1/query/access", question))
        server.stop()
        return {
            "journal_bytes": on_disk,
            "records": filled["records"],
            "records_found": answer["rows"][0][0],
            "seconds_to_first_answer": seconds,
        }
    finally:
        shutil.rmtree(path)


def newest(programs, folder, core, counts):
    """The newest 100 of stores of different size."""
    results = []
    for count in counts:
        path = tempfile.mkdtemp(dir=folder)
        try:
            filled = run([programs.measure, "fill", path, count])["fill"]
            asked = run(["taskset", "-c", core, programs.measure, "newest", path])["newest"]
            results.append({"records": count, "bytes_per_record": size_of_sealed(path) / count, **filled, **asked})
        finally:
            shutil.rmtree(path)
    return results
