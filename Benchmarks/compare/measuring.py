"""Times, bytes and memory."""

import os
import time


def timed(question, count):
    """Asks once to warm up, then `count` times. Returns the milliseconds of each and the last answer."""
    answer = question()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        answer = question()
        times.append((time.perf_counter() - start) * 1_000)
    return times, answer


def median(values):
    values = sorted(values)
    return values[len(values) // 2]


def size_of(path):
    """Bytes of a file, or of all files of a folder."""
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(path) for name in names)


def size_of_sealed(store):
    """Bytes of all that has to stay of a store. Its journal keeps a few files to be written over."""
    return size_of(store) - size_of(os.path.join(store, "journal"))


def peak_memory_bytes(pid="self"):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
