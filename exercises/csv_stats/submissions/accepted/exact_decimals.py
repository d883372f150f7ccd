# exercise: csv_stats
"""Known good: exact decimals, whose sum and average are compared as numbers."""

import csv
from decimal import Decimal, InvalidOperation
def streaming_column_stats(filepath, column, chunk_size=1000, skip_errors=False):
    total, n, bad = Decimal(0), 0, 0
    with open(filepath, newline="", encoding="utf-8") as f:
        r = csv.DictReader(f)
        if column not in (r.fieldnames or []): raise ValueError(column)
        for row in r:
            try: v = Decimal(row[column])
            except InvalidOperation:
                if not skip_errors: raise ValueError(row[column])
                bad += 1; continue
            total += v; n += 1
    return {"total": total, "count": n, "average": total / n if n else 0.0, "skipped": bad}
