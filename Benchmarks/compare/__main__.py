"""`python -m compare`: one run of everything. See README.md of this folder's parent."""

import argparse
import dataclasses
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time

from compare import daybook, extremes, report
from compare.measuring import median
from compare.workload import Workload

PEERS = ["chdb", "duckdb", "parquet", "sqlite"]
# An engine that takes longer to be filled is filled once: it is not close.
SLOW_SECONDS = 60


@dataclasses.dataclass
class Programs:
    daybook: str
    measure: str


def arguments():
    options = argparse.ArgumentParser(prog="bench")
    options.add_argument("--daybook", required=True, help="the program, built for release")
    options.add_argument("--measure", required=True, help="daybook-measure, built for release")
    options.add_argument("--records", type=int, default=1_000_000)
    options.add_argument("--file", help="lines of JSON instead of generated ones")
    options.add_argument("--runs", type=int, default=31, help="how often each question is asked at least")
    options.add_argument("--rounds", type=int, default=3, help="how often every engine is filled")
    options.add_argument("--core", type=int, default=0, help="the core that everything measured is pinned to")
    options.add_argument("--peers", default=",".join(PEERS), help="comma between; empty for none")
    options.add_argument("--victoria-logs", default=os.environ.get("VICTORIA_LOGS"), help="path of its program")
    options.add_argument("--journal-gigabytes", type=float, default=1.0, help="0 leaves the restart out")
    options.add_argument("--newest", default="1048576,10485760", help="sizes of natively appended stores; may be empty")
    options.add_argument("--folder", help="where to work; as large as 20 times the records")
    options.add_argument("--json", default="results.json")
    return options.parse_args()


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def machine():
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "unknown")
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], stdout=subprocess.PIPE, check=False).stdout
    return {
        "processor": model, "cores": os.cpu_count(), "system": platform.platform(), "load_before": os.getloadavg()[0],
        "commit": commit.decode().strip(), "time": time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()),
    }  # fmt: skip


def run_peer(name, records, workload, folder, options, runs):
    """In a process of its own, on the core that is measured. Without runs it is filled and not asked."""
    path = tempfile.mkdtemp(dir=folder)
    command = ["taskset", "-c", str(options.core), sys.executable, "-m", "compare.peer", name]
    command += [records, workload, path, str(runs)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    shutil.rmtree(path)
    if done.returncode:
        say(f"{name} failed")
        return None
    return json.loads(done.stdout)


def main():
    options = arguments()
    programs = Programs(options.daybook, options.measure)
    if options.folder:
        os.makedirs(options.folder, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="daybook-bench-", dir=options.folder)
    try:
        measured = measure(options, programs, folder)
    finally:
        shutil.rmtree(folder)
    with open(options.json, "w") as file:
        json.dump(measured, file, indent=1)
    print(report.table(measured["results"]))
    print()
    print(report.extremes(measured))
    wrong = [
        f"{one['name']}, {name}: {answer['difference']}"
        for one in measured["results"]
        for name, answer in one["answers"].items()
        if answer["difference"]
    ]
    if wrong:
        sys.exit("answers differ from what the records say:\n" + "\n".join(wrong))


def measure(options, programs, folder):
    facts = machine()
    records = options.file or os.path.join(folder, "access.jsonl")
    if not options.file:
        say(f"making {options.records} records")
        with open(records, "wb") as file:
            subprocess.run([programs.measure, "generate", str(options.records)], stdout=file, check=True)
    say("answering the questions the plain way")
    workload = Workload.of(records)
    path = os.path.join(folder, "workload.json")
    workload.save(path)
    say("daybook")
    results = daybook.measure(programs, records, workload, tempfile.mkdtemp(dir=folder), options.core, options.runs)
    peers = [name for name in options.peers.split(",") if name]
    if options.victoria_logs:
        os.environ["VICTORIA_LOGS"] = options.victoria_logs
        peers = [name for name in peers if name != "victorialogs"] + ["victorialogs"]
    for name in peers:
        say(name)
        result = run_peer(name, records, path, folder, options, options.runs)
        results += [result] if result else []
    fill_again(options, programs, records, workload, path, folder, results)
    measured = {"machine": facts, "records": workload.records, "runs": options.runs, "results": results}
    say("native append and import")
    count = min(options.records, 1_000_000)
    measured["native"] = extremes.middle(
        extremes.native(programs, folder, options.core, count) for _ in range(options.rounds))
    say("audit events")
    measured["audit"] = extremes.middle(
        extremes.audit(programs, folder, options.core, count) for _ in range(options.rounds))
    if options.journal_gigabytes:
        say("restart")
        journal = int(options.journal_gigabytes * 1e9)
        measured["restart"] = extremes.restart(programs, folder, options.core, journal)
    if options.newest:
        say("newest of many")
        counts = [int(count) for count in options.newest.split(",")]
        measured["newest"] = extremes.newest(programs, folder, options.core, counts)
    return measured


def fill_again(options, programs, records, workload, path, folder, results):
    """The processor is shared with others who cannot be seen: one time tells little. So all are filled again, in turns,
    and the middle of their rates counts."""
    for one in results:
        one["ingest_rates"] = [one["ingest_records_per_second"]]
    for number in range(2, options.rounds + 1):
        say(f"filling them again, {number} of {options.rounds}")
        for one in results:
            if one["name"] == daybook.IN_PROCESS or workload.records / one["ingest_rates"][0] > SLOW_SECONDS:
                continue
            if one["name"] == daybook.OVER_HTTP:
                again = daybook.fill(programs, records, workload, tempfile.mkdtemp(dir=folder), options.core)
            else:
                again = run_peer(one["name"], records, path, folder, options, runs=0)
            one["ingest_rates"].append(again["ingest_records_per_second"])
    for one in results:
        if one["name"] == daybook.IN_PROCESS:
            one["ingest_rates"] = results[0]["ingest_rates"]
        one["ingest_records_per_second"] = median(one["ingest_rates"])


if __name__ == "__main__":
    main()
