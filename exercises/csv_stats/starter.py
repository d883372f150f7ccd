# exercise: csv_stats
"""Add up a column of a CSV file that is too long to be kept in memory."""


def streaming_column_stats(filepath, column, chunk_size=1000, skip_errors=False) -> dict:
    """Return the `total`, `count` and `average` of a column, and how many rows were `skipped`.

    Raises `ValueError` where there is no such column, and, unless `skip_errors` is true, where a
    value is not a number.
    """
    raise NotImplementedError
