"""`python -m node --daybook PROGRAM`: see README.md."""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from common.load import Load, Numbers, core_list, cores_beside, parser
from common.processes import Process, compile_program, free_port, sync_microseconds
from node.proxies import Daybook, Haproxy, Nothing, Proxy

HERE = Path(__file__).parent


def arguments() -> argparse.Namespace:
    options = parser("node", __doc__, rate=4_000, asked="requests")
    options.add_argument("--idle", type=int, default=5_000, help="connections that do nothing")
    options.add_argument(
        "--secantus", type=Path, help="secantusd-py, to stand behind them instead of the stub"
    )
    return options.parse_args()


class Bench:
    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options = options
        cores = cores_beside(options.core)
        self.load = Load(HERE / "load.c", folder, cores)
        port = free_port()
        self.server = Process(self.server_command(port, folder), cores=core_list(cores), port=port)
        core = str(options.core)
        self.proxies: list[Proxy] = [
            Nothing(port),
            Haproxy(port, core, folder),
            Daybook(options.daybook, port, core, folder, "not audited", policy=False),
            Daybook(options.daybook, port, core, folder, "relaxed"),
            Daybook(options.daybook, port, core, folder, "strict"),
        ]

    def server_command(self, port: int, folder: Path) -> list[object]:
        if self.options.secantus is None:
            return [compile_program(HERE / "responder.c", folder), port]
        place = ["--host", "127.0.0.1", "--port", port, "--storage-path", ":memory:", "--standalone"]
        return [self.options.secantus, *place, "--log-level", "ERROR"]

    def ask(self, proxy: Proxy, connections: int, rate: int) -> Numbers:
        before = proxy.processor_seconds()
        numbers = self.load.ask(proxy.port, connections, self.options.seconds, rate)
        numbers["processor"] = (proxy.processor_seconds() - before) * 1e6 / max(1, numbers["requests"])
        return numbers

    def round(self) -> dict[str, Numbers]:
        measured: dict[str, Numbers] = {}
        for proxy in self.proxies:
            # The first requests after a pause pay for pages and caches that the pause has cost.
            self.ask(proxy, self.options.connections, self.options.rate)
            whole = self.ask(proxy, self.options.connections, 0)
            paced = self.ask(proxy, self.options.connections, self.options.rate)
            measured[proxy.name] = {
                "per_second": whole["per_second"],
                "processor": whole["processor"],
                "p50": paced["p50"],
                "p99": paced["p99"],
            }
        return measured

    def idle_bytes(self, proxy: Proxy) -> tuple[int, int]:
        """Resident bytes before and with idle connections."""
        before = proxy.resident_bytes()
        command = self.load.command(proxy.port, self.options.idle, 0, 0)
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as idle:
            assert idle.stdin is not None and idle.stdout is not None
            idle.stdout.readline()
            time.sleep(2)
            with_them = proxy.resident_bytes()
            idle.stdin.close()
        return before, with_them

    def stop(self) -> None:
        for proxy in self.proxies:
            proxy.stop()
        self.server.stop()


def report(rounds: list[dict[str, Numbers]]) -> dict[str, Numbers]:
    names = list(rounds[0])
    medians = {
        name: {key: statistics.median(measured[name][key] for measured in rounds) for key in rounds[0][name]}
        for name in names
    }
    # Within a round the machine and its neighbours are the same: ratios hold where times do not.
    for name in names:
        base = names[1]
        medians[name]["ratio"] = statistics.median(
            measured[name]["per_second"] / measured[base]["per_second"] for measured in rounds
        )
        for key in ("p50", "p99"):
            medians[name][f"added_{key}"] = statistics.median(
                measured[name][key] - measured[names[0]][key] for measured in rounds
            )
    return medians


def table(medians: dict[str, Numbers]) -> str:
    lines = [
        "| | requests/s | of haproxy | processor, µs a request | median, µs | added | p99, µs | added |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, numbers in medians.items():
        cells = [
            f"{numbers['per_second']:,.0f}",
            f"{numbers['ratio']:.2f}",
            f"{numbers['processor']:.1f}",
            f"{numbers['p50']:,.0f}",
            f"{numbers['added_p50']:,.0f}",
            f"{numbers['p99']:,.0f}",
            f"{numbers['added_p99']:,.0f}",
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    options = arguments()
    folder = Path(tempfile.mkdtemp(prefix="daybook-node-"))
    bench = Bench(options, folder)
    try:
        medians = report([bench.round() for _ in range(options.rounds)])
        before, with_them = bench.idle_bytes(bench.proxies[-1])
        sync = sync_microseconds(folder)
    finally:
        bench.stop()
        shutil.rmtree(folder)
    print(table(medians))
    print(f"\nfdatasync of 4 KiB over a file that is there: median {sync:,.0f} µs")
    megabytes = f"{with_them / 1e6:,.0f} MB resident, {before / 1e6:,.0f} MB before"
    print(f"{options.idle:,} idle connections: {megabytes}")
    if options.json:
        result = {
            "proxies": medians,
            "sync_microseconds": sync,
            "idle_bytes": with_them,
            "bytes_before": before,
            "connections": options.connections,
            "rate": options.rate,
            "rounds": options.rounds,
        }
        options.json.write_text(json.dumps(result, indent=2) + "\n")


main()
