"""The questions, what has to come out, and how an answer is compared with that."""

import dataclasses
import json
import math

# What a question for rows asks of each row, in this order.
ROW = ["request_id", "access_time", "api_name", "status_code", "duration", "detail"]
PAGE = 100
# So many different values are asked for in turn, so that no engine is asked the same thing over and over.
VARIANTS = 31

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
    request_ids: list
    words: list
    substrings: list
    api: str
    # The rows of each question, for each value that is asked for.
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
        places = [(2 * variant + 1) * len(records) // (2 * VARIANTS) for variant in range(VARIANTS)]
        some = [header(records[place], "x-request-id") for place in places]
        others = [records[(place + len(records) // 2) % len(records)] for place in places]
        workload = cls(
            records=len(everything),
            clusters=clusters,
            cluster=cluster,
            request_ids=[int(records[place]["request_id"]) for place in places],
            words=[header(record, "x-request-id") for record in others],
            substrings=[word[2:14] for word in some],
            api=api,
            expected={},
        )
        workload.expected = {
            "newest": [[row(record) for record in reversed(records[-PAGE:])]],
            "request_id": [
                [row(record) for record in records if int(record["request_id"]) == wanted]
                for wanted in workload.request_ids
            ],
            "word": [having(records, wanted) for wanted in workload.words],
            "substring": [having(records, wanted) for wanted in workload.substrings],
            "errors": [errors(calls)],
            "minutes": [minutes(records)],
            "quantile": [quantile(calls[api])],
            "total": [[[len(records)]]],
        }
        return workload

    def save(self, path):
        with open(path, "w") as file:
            json.dump(dataclasses.asdict(self), file)

    @classmethod
    def load(cls, path):
        with open(path) as file:
            return cls(**json.load(file))

    def judged(self, name, answers, approximate=()):
        """What there is to say of the answers to a question, one for each value that was asked for.

        `difference` is the first thing that is not as the records say, None where all is. Columns that are
        `approximate` by the engine's own documentation may be off; `deviation` is by how much at most, as a share.
        """
        deviation = 0 if approximate else None
        for rows, expected in zip(answers, self.expected[name], strict=True):
            if name in ("errors", "minutes"):
                rows = sorted(rows)
            if len(rows) != len(expected):
                return judgement(f"{len(rows)} rows instead of {len(expected)}", deviation)
            for position, (got, wanted) in enumerate(zip(rows, expected)):
                kept = [column for column in range(len(wanted)) if column not in approximate]
                if len(got) != len(wanted) or not all(same(got[column], wanted[column]) for column in kept):
                    text = f"row {position} is {str(got)[:200]} instead of {str(wanted)[:200]}"
                    return judgement(text, deviation)
                for column in approximate:
                    deviation = max(deviation, distance(got[column], wanted[column]))
        return judgement(None, deviation)


def judgement(difference, deviation):
    return {"difference": difference, "deviation": deviation}


def header(record, name):
    start = record["detail"].index(f"\n{name} : ") + len(name) + 4
    return record["detail"][start : record["detail"].index("\n", start)]


def having(records, text):
    """The newest of those whose text has the words or the substring, which are long enough to be in nothing else."""
    return [row(record) for record in reversed(records) if text in record["detail"]][:PAGE]


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


def same(got, wanted):
    if isinstance(wanted, list):
        return wanted[0] <= got <= wanted[1]
    if isinstance(wanted, float):
        return abs(got - wanted) <= 1e-9 * max(1, abs(wanted))
    return got == wanted


def distance(got, wanted):
    """How far a number is from the one that is right, or from the nearer of two, as a share of it."""
    low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
    return 0 if low <= got <= high else min(abs(got - low) / abs(low), abs(got - high) / abs(high))
