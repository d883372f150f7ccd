# exercise: csv_stats
"""Fault: takes an empty field for nothing at all, neither a number nor an error."""

import csv
from itertools import islice


def streaming_column_stats(filepath, column, chunk_size=1000, skip_errors=False):
    total = 0.0
    count = 0
    skipped = 0
    with open(filepath, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        header = next(reader)
        if column not in header:
            raise ValueError(f"there is no column {column!r}")
        place = header.index(column)
        while chunk := list(islice(reader, chunk_size)):
            for row in chunk:
                if not row[place]:
                    continue
                try:
                    value = float(row[place])
                except ValueError:
                    if not skip_errors:
                        raise
                    skipped += 1
                else:
                    total += value
                    count += 1
    average = total / count if count else 0.0
    return {"total": total, "count": count, "average": average, "skipped": skipped}
