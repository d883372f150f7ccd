# exercise: csv_stats
# fails: test_quoted
"""Fault: opens the file without `newline=""`, which changes the line breaks in quoted fields."""

import csv
from itertools import islice


def streaming_column_stats(filepath, column, chunk_size=1000, skip_errors=False):
    total = 0.0
    count = 0
    skipped = 0
    with open(filepath, encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if column not in (reader.fieldnames or ()):
            raise ValueError(f"there is no column {column!r}")
        while chunk := list(islice(reader, chunk_size)):
            for row in chunk:
                try:
                    value = float(row[column])
                except ValueError:
                    if not skip_errors:
                        raise
                    skipped += 1
                else:
                    total += value
                    count += 1
    average = total / count if count else 0.0
    return {"total": total, "count": count, "average": average, "skipped": skipped}
