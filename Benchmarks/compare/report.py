"""The table."""

from compare.measuring import median
from compare.workload import TITLES


def number(value):
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"


def table(results):
    rows = [
        ("ingest, records/s", [number(one["ingest_records_per_second"]) for one in results]),
        ("made durable", [one["durable"] for one in results]),
        ("bytes/record on disk", [number(one["bytes_per_record"]) for one in results]),
        ("peak memory, MB", [number(one["peak_memory_bytes"] / 1e6) for one in results]),
    ]
    for name, title in TITLES.items():
        rows.append((title + ", ms", [answer(one["answers"].get(name)) for one in results]))
    lines = ["| | " + " | ".join(f"{one['name']} ({one['version']})" for one in results) + " |"]
    lines.append("| --- |" + " --- |" * len(results))
    lines += [f"| {title} | " + " | ".join(values) + " |" for title, values in rows]
    return "\n".join(lines)


def answer(measured):
    if measured is None:
        return "–"
    text = number(median(measured["times_ms"]))
    if measured["difference"] is not None:
        return text + " WRONG"
    deviation = measured["deviation"]
    return text if deviation is None else f"{text} (approximate, off by {deviation:.1%})"


def extremes(measured):
    lines = []
    for name, one in (measured.get("native", {}) | measured.get("audit", {})).items():
        lines.append(
            f"- {name}: {one['records_per_second']:,} records/s, {one['records_per_processor_second']:,} a second of"
            f" processor, at most {one['peak_memory_bytes'] / 1e6:.0f} MB"
        )
    if one := measured.get("restart"):
        lines.append(
            f"- restart behind {one['journal_bytes'] / 1e9:.2f} GB of journal, {one['records']:,} records,"
            f" {one['records_found']:,} found: {one['seconds_to_first_answer']:.2f} s to the first answer"
        )
    for one in measured.get("newest", []):
        lines.append(
            f"- newest 100 of {one['records']:,} records: {one['median_ms']:.2f} ms; opened in {one['open_ms']:.0f} ms;"
            f" {one['bytes_per_record']:.1f} bytes/record"
        )
    return "\n".join(lines)
