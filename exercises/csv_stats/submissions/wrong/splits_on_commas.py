# exercise: csv_stats
"""Fault: splits lines on commas, whether they are quoted or not."""


def streaming_column_stats(filepath, column, chunk_size=1000, skip_errors=False):
    total, count, skipped = 0.0, 0, 0
    with open(filepath, encoding="utf-8") as file:
        header = next(file).rstrip("\n").split(",")
        if column not in header:
            raise ValueError(f"there is no column {column!r}")
        place = header.index(column)
        for line in file:
            try:
                value = float(line.rstrip("\n").split(",")[place])
            except (ValueError, IndexError):
                if not skip_errors:
                    raise ValueError(line) from None
                skipped += 1
            else:
                total += value
                count += 1
    average = total / count if count else 0.0
    return {"total": total, "count": count, "average": average, "skipped": skipped}
