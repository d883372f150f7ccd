# exercise: csv_stats
"""A pipeline of generators with `math.fsum` at its end; counts on the way."""

import csv
import math


def fields(filepath, column):
    with open(filepath, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        if column not in header:
            raise ValueError(f"no column {column}")
        place = header.index(column)
        yield from (row[place] for row in rows)


def streaming_column_stats(filepath, column, chunk_size=1000, skip_errors=False):
    count = skipped = 0

    def values():
        nonlocal count, skipped
        for field in fields(filepath, column):
            try:
                value = float(field)
            except ValueError:
                if not skip_errors:
                    raise
                skipped += 1
                continue
            count += 1
            yield value

    total = math.fsum(values())
    return {"total": total, "count": count, "average": total / max(count, 1), "skipped": skipped}
