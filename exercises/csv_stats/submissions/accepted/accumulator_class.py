# exercise: csv_stats
"""An accumulator that is fed chunk by chunk and keeps a running mean."""

import csv
from dataclasses import dataclass


@dataclass
class Accumulator:
    skip_errors: bool
    total: float = 0.0
    count: int = 0
    average: float = 0.0
    skipped: int = 0

    def add(self, chunk):
        for field in chunk:
            try:
                value = float(field)
            except ValueError:
                if self.skip_errors:
                    self.skipped += 1
                    continue
                raise
            self.count += 1
            self.total += value
            self.average += (value - self.average) / self.count

    def result(self):
        return {
            "total": self.total,
            "count": self.count,
            "average": self.average,
            "skipped": self.skipped,
        }


def streaming_column_stats(filepath, column, chunk_size=1000, skip_errors=False):
    accumulator = Accumulator(skip_errors)
    with open(filepath, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        names = {name: place for place, name in enumerate(next(reader))}
        if column not in names:
            raise ValueError(f"no such column: {column}")
        chunk = []
        for row in reader:
            chunk.append(row[names[column]])
            if len(chunk) == chunk_size:
                accumulator.add(chunk)
                chunk.clear()
        accumulator.add(chunk)
    return accumulator.result()
