# exercise: csv_stats
"""Right, but untidy: opens the file twice, adds whole numbers up apart, prints, leaves files open."""

import csv, codecs

def streaming_column_stats(filepath, column, chunk_size = 1000, skip_errors = False):
    f = codecs.open(filepath, "r", "utf8")
    header = csv.reader(f).__next__()
    print("columns:", header)
    if not column in header:
        raise ValueError(f"no {column}")
    f2 = open(filepath, encoding="utf8", newline="")
    r = csv.reader(f2)
    next(r)
    ints = 0; floats = 0.0; n = 0; bad = 0
    i = header.index(column)
    for row in r:
        v = row[i]
        try:
            ints = ints + int(v)
        except ValueError:
            try:
                floats = floats + float(v)
            except ValueError:
                if skip_errors == False:
                    raise
                bad = bad + 1
                n = n - 1
        n = n + 1
    t = ints + floats
    if n == 0: a = 0.0
    else: a = t / n
    print("done", n, bad)
    return {"skipped": bad, "average": a, "count": n, "total": t, }
