"""The questions, what has to come out, and how an answer is compared with that."""

import dataclasses
import json
import math

# What a question for rows asks of each row, in this order.
ROW = ["request_id", "access_time", "api_name", "status_code", "duration", "detail"]
PAGE = 100

TITLES = {
    "newest": "newest 100 of a cluster",
    "request_id": "by request id",
    "word": "one word anywhere in the text",
    "substring": "a substring anywhere in the text",
    "errors": "errors by API",
    "minutes": "calls and mean duration by minute",
    "quantile": "p99 and bytes of one API",
    "total": "total of a cluster",
}


@dataclasses.dataclass
class Workload:
    """What is asked for: values that occur in the records, so that every question has an answer."""

    records: int
    clusters: list
    cluster: str
    request_id: int
    word: str
    substring: str
    api: str
    expected: dict

    @classmethod
    def of(cls, path):
        """Reads all records once, the plain way, and answers each question from them."""
        with open(path, "rb") as file:
            everything = [json.loads(line) for line in file]
        clusters = sorted({record["id"] for record in everything})
        cluster = clusters[1 % len(clusters)]
        records = [record for record in everything if record["id"] == cluster]
        calls = {}
        for record in records:
            calls.setdefault(record["api_name"], []).append(record)
        api = max(sorted(calls), key=lambda name: len(calls[name]))
        known, other = records[len(records) // 3], records[len(records) // 2]
        workload = cls(
            records=len(everything),
            clusters=clusters,
            cluster=cluster,
            request_id=int(known["request_id"]),
            word=header(other, "x-request-id"),
            substring=header(records[len(records) // 5], "x-request-id")[2:14],
            api=api,
            expected={},
        )
        workload.expected = {
            "newest": [row(record) for record in reversed(records[-PAGE:])],
            "request_id": [row(record) for record in records if int(record["request_id"]) == workload.request_id],
            "word": [row(record) for record in records if workload.word in record["detail"]],
            "substring": [row(record) for record in records if workload.substring in record["detail"]],
            "errors": errors(calls),
            "minutes": minutes(records),
            "quantile": quantile(calls[api]),
            "total": [[len(records)]],
        }
        return workload

    def save(self, path):
        with open(path, "w") as file:
            json.dump(dataclasses.asdict(self), file)

    @classmethod
    def load(cls, path):
        with open(path) as file:
            return cls(**json.load(file))

    def difference(self, name, rows):
        """None when the rows are the answer to the question, else the first thing that is not."""
        expected = self.expected[name]
        if name in ("errors", "minutes"):
            rows = sorted(rows)
        if len(rows) != len(expected):
            return f"{len(rows)} rows instead of {len(expected)}"
        for position, (got, wanted) in enumerate(zip(rows, expected)):
            if not same_row(got, wanted):
                return f"row {position} is {str(got)[:200]} instead of {str(wanted)[:200]}"
        return None


def header(record, name):
    start = record["detail"].index(f"\n{name} : ") + len(name) + 4
    return record["detail"][start : record["detail"].index("\n", start)]


def row(record):
    return [
        int(record["request_id"]),
        record["access_time"],
        record["api_name"],
        int(record["status_code"]),
        record["duration"],
        record["detail"],
    ]


def errors(calls):
    counts = {name: sum(record["status_code"] != "200" for record in records) for name, records in calls.items()}
    return sorted([name, count] for name, count in counts.items() if count)


def minutes(records):
    spans = {}
    for record in records:
        spans.setdefault(record["access_time"] // 60_000 * 60_000, []).append(record["duration"])
    return [[start, len(spans[start]), sum(spans[start]) / len(spans[start])] for start in sorted(spans)]


def quantile(records):
    """Engines disagree about which of two neighbours the quantile is; both are right."""
    durations = sorted(record["duration"] for record in records)
    low = durations[max(0, math.ceil(0.99 * len(durations)) - 1)]
    high = durations[min(len(durations) - 1, math.floor(0.99 * len(durations)))]
    return [[[low, high], sum(record["out_flow_size"] for record in records)]]


def same_row(got, wanted):
    return len(got) == len(wanted) and all(same(one, other) for one, other in zip(got, wanted))


def same(got, wanted):
    if isinstance(wanted, list):
        return wanted[0] <= got <= wanted[1]
    if isinstance(wanted, float):
        return abs(got - wanted) <= 1e-9 * max(1, abs(wanted))
    return got == wanted
