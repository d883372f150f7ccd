# exercise: csv_stats
# fails: test_columns
"""Fault: rounds the total to two decimals."""

import csv


def streaming_column_stats(filepath, column, chunk_size=1000, skip_errors=False):
    total, count, skipped = 0.0, 0, 0
    with open(filepath, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if column not in rows.fieldnames:
            raise ValueError(f"there is no column {column!r}")
        for row in rows:
            try:
                value = float(row[column])
            except ValueError:
                if not skip_errors:
                    raise
                skipped += 1
                continue
            total += value
            count += 1
    average = total / count if count else 0.0
    return {"total": round(total, 2), "count": count, "average": average, "skipped": skipped}
