"""Times, bytes and memory."""

import contextlib
import os
import time

from common.load import cores_beside

# A question that is answered in microseconds is asked more often than one that takes a second.
SECONDS = 0.5
MOST_RUNS = 3_100


def timed(questions, count):
    """Asks each of the questions once to warm up, then all in turn: `count` times, and more often while it takes less
    than half a second. Returns the milliseconds of each time and the answers, in the order of the questions."""
    answers = [question() for question in questions]
    times = []
    while len(times) < count or len(times) < MOST_RUNS and sum(times) < SECONDS * 1_000:
        turn = len(times) % len(questions)
        start = time.perf_counter()
        answers[turn] = questions[turn]()
        times.append((time.perf_counter() - start) * 1_000)
    return times, answers


@contextlib.contextmanager
def asking_beside(core):
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores_beside(core))
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)


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
