"""Tables with every type that the reader and the writer know, and with the shapes that break things."""

import functools
import random

import pyarrow as pa

SEED = 20_261_121

SCHEMA = pa.schema(
    [
        pa.field("boolean", pa.bool_()),
        pa.field("int32", pa.int32()),
        pa.field("int64", pa.int64()),
        pa.field("uint32", pa.uint32()),
        pa.field("uint64", pa.uint64()),
        pa.field("double", pa.float64()),
        pa.field("string", pa.string()),
        pa.field("bytes", pa.binary()),
        pa.field("milliseconds", pa.timestamp("ms", tz="UTC")),
        pa.field("microseconds", pa.timestamp("us", tz="UTC")),
        pa.field("integers", pa.list_(pa.int64())),
        pa.field("strings", pa.list_(pa.string())),
    ]
)

TEXTS = ["", "a", "ab", "abc", "中文", "emoji \U0001f600", 'quote " \\ \n \x00', "x" * 300]
DOUBLES = [0.0, -0.0, 1.5, float("nan"), float("inf"), float("-inf"), 5e-324, 1.7976931348623157e308]


def rows(count, null_share):
    """Rows of all types with a share of nulls, empty lists and null elements among them."""
    source = random.Random(SEED + count)

    def some(value):
        return None if source.random() < null_share else value

    def listed(make):
        return some([some(make()) for _ in range(source.choice([0, 1, 1, 2, 5]))])

    for _ in range(count):
        yield {
            "boolean": some(source.random() < 0.5),
            "int32": some(source.choice([0, 1, -1, 2**31 - 1, -(2**31), source.randrange(100)])),
            "int64": some(source.choice([0, -1, 2**63 - 1, -(2**63), source.randrange(2**40)])),
            "uint32": some(source.choice([0, 2**32 - 1, source.randrange(100)])),
            "uint64": some(source.choice([0, 2**64 - 1, source.randrange(100)])),
            "double": some(source.choice(DOUBLES)),
            "string": some(source.choice(TEXTS)),
            "bytes": some(source.randbytes(source.randrange(40))),
            "milliseconds": some(source.randrange(2**41)),
            "microseconds": some(source.randrange(-(2**40), 2**50)),
            "integers": listed(lambda: source.randrange(-5, 5)),
            "strings": listed(lambda: source.choice(TEXTS)),
        }


def table(count, null_share):
    return pa.Table.from_pylist(list(rows(count, null_share)), schema=SCHEMA)


def required(table):
    """The same without nulls, and with columns that admit none."""
    fields = [pa.field(field.name, field.type, nullable=False) for field in table.schema]
    return pa.table(table.columns, schema=pa.schema(fields))


@functools.cache
def sample(name):
    match name:
        case "all types":
            return table(3000, 0.2)
        case "no nulls":
            return table(3000, 0)
        case "required":
            return required(table(500, 0))
        case "nulls alone":
            return pa.Table.from_pylist([{}] * 100, schema=SCHEMA)
        case "empty":
            return SCHEMA.empty_table()
        case "one row":
            return table(1, 0)
        case "large strings":
            large = ["x" * 10_000_000, None, "中" * 3_400_000, "small", "y" * 10_000_001]
            return pa.table({"string": large, "number": list(range(5))})
        case "a million rows":
            return million()
    raise KeyError(name)


def million():
    source = random.Random(SEED)
    count = 1_000_000
    moments = []
    now = 1_700_000_000_000_000
    for _ in range(count):
        now += source.randrange(2000)
        moments.append(now)
    return pa.table(
        {
            "time": pa.array(moments, pa.timestamp("us", tz="UTC")),
            "status": pa.array([source.choice([200, 200, 200, 404, 500, None]) for _ in range(count)], pa.int32()),
            "id": pa.array([f"{source.getrandbits(64):016x}" for _ in range(count)]),
            "name": pa.array([f"api-{source.randrange(40)}" for _ in range(count)]),
            "duration": pa.array([source.expovariate(0.1) for _ in range(count)]),
        }
    )


SMALL = ["all types", "no nulls", "required", "nulls alone", "empty", "one row"]
ALL = [*SMALL, "large strings", "a million rows"]
