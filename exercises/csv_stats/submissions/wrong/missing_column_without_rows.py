# exercise: csv_stats
"""Fault: notices that the column is not there when it reads the first row."""

import csv
from itertools import islice


def streaming_column_stats(filepath, column, chunk_size=1000, skip_errors=False):
    total = 0.0
    count = 0
    skipped = 0
    with open(filepath, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        header = next(reader)
        while chunk := list(islice(reader, chunk_size)):
            for row in chunk:
                try:
                    value = float(row[header.index(column)])
                except ValueError:
                    if not skip_errors:
                        raise
                    skipped += 1
                else:
                    total += value
                    count += 1
    average = total / count if count else 0.0
    return {"total": total, "count": count, "average": average, "skipped": skipped}
