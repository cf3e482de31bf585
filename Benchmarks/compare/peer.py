"""One engine in a process of its own: `python -m compare.peer NAME RECORDS WORKLOAD FOLDER RUNS`. Prints one JSON object.
With 0 runs the engine is filled and not asked."""

import importlib
import json
import sys
import time

from compare.measuring import peak_memory_bytes, timed
from compare.workload import Workload


def main():
    name, records, workload, folder, runs = sys.argv[1:]
    workload = Workload.load(workload)
    engine = importlib.import_module(f"compare.{name}_peer").Engine(folder, workload)
    start = time.perf_counter()
    engine.ingest(records)
    seconds = time.perf_counter() - start
    result = {
        "name": name,
        "version": engine.version(),
        "ingest_records_per_second": workload.records / seconds,
        # Of the engine's program, where it is one of its own.
        "peak_memory_bytes": peak_memory_bytes(getattr(engine, "pid", "self")),
        "durable": engine.DURABLE,
        "answers": {},
    }
    if int(runs) == 0:
        json.dump(result, sys.stdout)
        return
    engine.settle()
    result["bytes_per_record"] = engine.byte_count() / workload.records
    approximate = getattr(engine, "APPROXIMATE", {})
    for question, asked in engine.questions().items():
        times, answers = timed(asked, int(runs))
        answers = [[list(row) for row in rows] for rows in answers]
        judged = workload.judged(question, answers, approximate.get(question, ()))
        result["answers"][question] = {"times_ms": times, **judged}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
