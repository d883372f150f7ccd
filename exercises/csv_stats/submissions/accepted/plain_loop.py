# exercise: csv_stats
"""Row by row with the index of the column; has no use for chunks."""

import csv
from pathlib import Path


def streaming_column_stats(filepath, column, chunk_size=1000, skip_errors=False):
    result = dict(total=0.0, count=0, average=0.0, skipped=0)
    with Path(filepath).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        place = next(rows).index(column)  # raises ValueError itself
        for row in rows:
            try:
                result["total"] += float(row[place])
                result["count"] += 1
            except ValueError as exc:
                if not skip_errors:
                    raise ValueError(f"line {rows.line_num}: {row[place]!r} is not a number") from exc
                result["skipped"] += 1
    if result["count"]:
        result["average"] = result["total"] / result["count"]
    return result
