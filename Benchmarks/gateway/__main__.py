"""`python -m gateway --daybook PROGRAM`: see README.md."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
from pathlib import Path

from common.load import Load, Numbers, cores_beside, parser
from common.processes import sync_microseconds
from gateway.servers import CALLS, Call, Server

HERE = Path(__file__).parent


def arguments() -> argparse.Namespace:
    options = parser("gateway", __doc__, rate=1_000, asked="calls")
    options.add_argument("--folder", type=Path, help="where to work: its disk is the one that counts")
    return options.parse_args()


class Bench:
    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options = options
        self.load = Load(HERE / "load.c", folder, cores_beside(options.core))
        core = str(options.core)
        self.servers = [Server(options.daybook, core, folder, is_recorded) for is_recorded in (False, True)]
        for server in self.servers:
            for call in CALLS:
                server.check(call)

    def ask(self, server: Server, call: Call, rate: int) -> Numbers:
        before = server.processor_seconds()
        numbers = self.load.ask(
            server.port, self.options.connections, self.options.seconds, rate, call.target
        )
        numbers["seconds"] = server.processor_seconds() - before
        return numbers

    def measure(self, server: Server, call: Call) -> Numbers:
        # The first calls after a pause pay for pages and caches that the pause has cost.
        self.ask(server, call, self.options.rate)
        server.seal()
        whole = self.ask(server, call, 0)
        sealing = server.seal()
        paced = self.ask(server, call, self.options.rate)
        return {
            "per_second": whole["per_second"],
            "processor": (whole["seconds"] + sealing) * 1e6 / whole["requests"],
            "sealing": sealing * 1e6 / whole["requests"],
            "p50": paced["p50"],
            "p99": paced["p99"],
        }

    def round(self) -> dict[str, list[Numbers]]:
        """For each call, what was measured without recording and with it, one right after the other."""
        return {call.name: [self.measure(server, call) for server in self.servers] for call in CALLS}

    def stop(self) -> None:
        for server in self.servers:
            server.stop()


def report(rounds: list[dict[str, list[Numbers]]]) -> dict[str, dict[str, Numbers]]:
    """Medians over the rounds; what is added is the median of what each round gives."""
    result: dict[str, dict[str, Numbers]] = {}
    for call in rounds[0]:
        pairs = [measured[call] for measured in rounds]
        plain, recorded = (
            {key: statistics.median(pair[index][key] for pair in pairs) for key in pairs[0][index]}
            for index in (0, 1)
        )
        recorded["of_plain"] = statistics.median(
            pair[1]["per_second"] / pair[0]["per_second"] for pair in pairs
        )
        for key in ("processor", "p50", "p99"):
            recorded[f"added_{key}"] = statistics.median(pair[1][key] - pair[0][key] for pair in pairs)
        result[call] = {"not recorded": plain, "recorded": recorded}
    return result


def table(result: dict[str, dict[str, Numbers]]) -> str:
    lines = [
        "| | calls/s | of not recorded | processor, µs a call | added | of it sealing "
        "| median, µs | added | p99, µs | added |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for call, rows in result.items():
        for name, row in rows.items():
            is_plain = "of_plain" not in row
            cells = [
                f"{row['per_second']:,.0f}",
                "" if is_plain else f"{row['of_plain']:.3f}",
                f"{row['processor']:.1f}",
                "" if is_plain else f"{row['added_processor']:.1f}",
                "" if is_plain else f"{row['sealing']:.1f}",
                f"{row['p50']:,.0f}",
                "" if is_plain else f"{row['added_p50']:,.0f}",
                f"{row['p99']:,.0f}",
                "" if is_plain else f"{row['added_p99']:,.0f}",
            ]
            lines.append(f"| {call}, {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    options = arguments()
    folder = Path(tempfile.mkdtemp(prefix="daybook-gateway-", dir=options.folder))
    bench = Bench(options, folder)
    try:
        sync_before = sync_microseconds(folder)
        result = report([bench.round() for _ in range(options.rounds)])
        sync = (sync_before + sync_microseconds(folder)) / 2
    finally:
        bench.stop()
        shutil.rmtree(folder)
    print(table(result))
    load = os.getloadavg()[0]
    print(
        f"\nfdatasync of 4 KiB over a file that is there: median {sync:,.0f} µs; load of the machine {load:.1f}"
    )
    if options.json:
        facts = {"connections": options.connections, "rate": options.rate, "rounds": options.rounds}
        options.json.write_text(
            json.dumps({"calls": result, "sync_microseconds": sync, "load": load, **facts}, indent=2) + "\n"
        )


main()
