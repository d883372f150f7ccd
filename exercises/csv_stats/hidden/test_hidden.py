"""Hidden suite of csv_stats.

All values are multiples of a quarter, or of a 64th, so a total is exact in whatever order it is added up.
A test reads what its own clause is about and nothing else that could go wrong; the tests of errors
read good files too, so that whoever always raises earns nothing.
"""

import csv
import io
import math
from decimal import Decimal
from fractions import Fraction

import pytest
from solution import streaming_column_stats

WORDS = ("tea", "milk", "salt", "rye bread", "oil")
NO_NUMBERS = ("", "none", "n/a", "12,5", "1.2.3", "3 kg", "x7", "--1", "2/3")


def text_of(header, rows):
    """The table as the text of a CSV file."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return held.getvalue()


def check(result, values, skipped=0):
    """Compare with what the values that count add up to."""
    assert type(result) is dict
    assert type(result["count"]) is int
    assert result["count"] == len(values)
    assert type(result["skipped"]) is int
    assert result["skipped"] == skipped
    for name, expected in (
        ("total", sum(values)),
        ("average", sum(values) / len(values) if values else 0.0),
    ):
        assert type(result[name]) in (int, float, Decimal, Fraction)
        # Sums and averages may be worked out step by step, which rounds differently.
        assert math.isclose(result[name], expected, rel_tol=1e-9, abs_tol=1e-9)


def numbers(rng, count, most=10_000):
    """Quarters above zero: in the end a value that was lost or added shows."""
    return [rng.randint(1, most) / 4 for _ in range(count)]


def priced(values):
    """A table with a column `price` in the middle."""
    rows = [(WORDS[place % len(WORDS)], value, place) for place, value in enumerate(values)]
    return text_of(("name", "price", "place"), rows)


@pytest.mark.group("Statistics")
class TestStatistics:
    @pytest.mark.points(2)
    @pytest.mark.hint("Is every row counted once, and only the column that was asked for?")
    def test_columns(self, sandbox, rng):
        """adds up whichever column is asked for, whole numbers and decimals of either sign"""
        for count in (1, 2, rng.randint(5, 60)):
            columns = {
                "whole": [rng.randint(1, 500) for _ in range(count)],
                "decimal": numbers(rng, count),
                "below": [-value for value in numbers(rng, count)],
                "fine": [(2 * rng.randint(1, 5_000) + 1) / 64 for _ in range(count)],  # six decimals
                "mixed": [rng.choice((-1, 1)) * value for value in numbers(rng, count)],
            }
            names = rng.sample(list(columns), len(columns))
            text = text_of(names, zip(*(columns[name] for name in names), strict=True))
            path = sandbox.file(f"columns{count}.csv", text)
            for name in names:
                check(streaming_column_stats(path, name), columns[name])

    @pytest.mark.points(1)
    @pytest.mark.hint("Zero is a value like any other, and so is one that was there before.")
    def test_equal_values(self, sandbox, rng):
        """counts zeros and values that occur more than once"""
        value = rng.randint(1, 100) / 4
        for values in ([0, 0.0, 0], [value] * 7, [0, value, -value, 0, value]):
            path = sandbox.file(f"{len(values)}.csv", priced(values))
            check(streaming_column_stats(path, "price"), values)

    @pytest.mark.points(1)
    @pytest.mark.hint("What is the average of no rows?")
    def test_no_rows(self, sandbox, rng):
        """says 0 and 0.0 for a file without rows"""
        path = sandbox.file("none.csv", priced([]))
        for skip_errors in (False, True):
            for column in ("name", "price", "place"):
                check(streaming_column_stats(path, column, skip_errors=skip_errors), [])
            check(streaming_column_stats(path, "price", 1, skip_errors), [])

    @pytest.mark.points(1)
    @pytest.mark.hint("Try a number of rows that the chunk size divides, and one that it does not.")
    def test_chunks(self, sandbox, rng):
        """gives the same result for every chunk size"""
        values = numbers(rng, rng.choice((12, 18, 24)))
        path = sandbox.file("short.csv", priced(values))
        count = len(values)
        for chunk_size in (1, 2, 3, 5, 7, count - 1, count, count + 1, 2 * count, 5000):
            check(streaming_column_stats(path, "price", chunk_size), values)
        # The default is 1000 rows.
        for count in (999, 1000, 1001, 2000, rng.randint(2100, 2900)):
            values = numbers(rng, count)
            path = sandbox.file(f"long{count}.csv", priced(values))
            check(streaming_column_stats(path, "price"), values)


@pytest.mark.group("What is no number")
class TestErrors:
    @pytest.mark.points(1)
    @pytest.mark.hint("Look for the column in the header before you read any row.")
    def test_no_column(self, sandbox, rng):
        """raises ValueError for a column that is not there"""
        values = numbers(rng, 5)
        for name, held in (("some", values), ("none", [])):
            path = sandbox.file(f"{name}.csv", priced(held))
            check(streaming_column_stats(path, "price"), held)
            for column in ("prices", "pric", "Price", "weight", "tea", "1", ""):
                with pytest.raises(ValueError):
                    streaming_column_stats(path, column)

    @pytest.mark.points(1)
    @pytest.mark.hint("`skip_errors` is about rows. A column that is not there is no row.")
    def test_no_column_skipping(self, sandbox, rng):
        """raises ValueError for a column that is not there with skip_errors too"""
        values = numbers(rng, 5)
        for name, held in (("some", values), ("none", [])):
            path = sandbox.file(f"{name}.csv", priced(held))
            check(streaming_column_stats(path, "price", skip_errors=True), held)
            for column in ("prices", "Price", "weight", "tea"):
                with pytest.raises(ValueError):
                    streaming_column_stats(path, column, skip_errors=True)

    @pytest.mark.points(1)
    @pytest.mark.hint("Without `skip_errors` one bad value anywhere is enough.")
    def test_raises(self, sandbox, rng):
        """raises ValueError for a value that is not a number, wherever it is"""
        values = numbers(rng, 9)
        check(streaming_column_stats(sandbox.file("good.csv", priced(values)), "price"), values)
        places = [0, 4, 8, *rng.choices(range(9), k=len(NO_NUMBERS) - 3)]
        for turn, (bad, place) in enumerate(zip(NO_NUMBERS, places, strict=True)):
            mixed = [*values[:place], bad, *values[place + 1 :]]
            path = sandbox.file(f"bad{turn}.csv", priced(mixed))
            for keywords in ({}, {"skip_errors": False}, {"chunk_size": rng.randint(1, 9)}):
                with pytest.raises(ValueError):
                    streaming_column_stats(path, "price", **keywords)

    @pytest.mark.points(1)
    @pytest.mark.hint("A row that is left out belongs neither to the count nor to the average.")
    def test_skips(self, sandbox, rng):
        """leaves out the rows without a number, and counts them apart"""
        good = numbers(rng, 20)
        for bad in ([NO_NUMBERS[0]], [NO_NUMBERS[1]], NO_NUMBERS, NO_NUMBERS * 3):
            rows = rng.sample([*good, *bad], len(good) + len(bad))
            path = sandbox.file(f"bad{len(bad)}{bad[0]}.csv", priced(rows))
            for chunk_size in (1, 4, len(rows), 1000):
                found = streaming_column_stats(path, "price", chunk_size, True)
                check(found, good, len(bad))
        nothing = sandbox.file("nothing.csv", priced(NO_NUMBERS))
        check(streaming_column_stats(nothing, "price", skip_errors=True), [], len(NO_NUMBERS))

    @pytest.mark.points(1)
    @pytest.mark.hint("Only the column that was asked for has to hold numbers.")
    def test_other_columns(self, sandbox, rng):
        """does not mind what the other columns hold"""
        values = numbers(rng, 12)
        rows = [(rng.choice(NO_NUMBERS), value, rng.choice(NO_NUMBERS)) for value in values]
        path = sandbox.file("other.csv", text_of(("a", "b", "c"), rows))
        for skip_errors in (False, True):
            check(streaming_column_stats(path, "b", skip_errors=skip_errors), values)


@pytest.mark.group("The format")
class TestFormat:
    @pytest.mark.points(1)
    @pytest.mark.hint("Leave the quotes to the csv module.")
    def test_quoted(self, sandbox, rng):
        """reads quoted fields with commas, quotes and line breaks in them"""
        values = numbers(rng, 8)
        texts = ('a "quoted" word', "one, two, 3", "two\nlines", "4,5\n6,7", '"', ",", "\n", "plain")
        header = ("what, where", 'the "price"', "two\nlines", "last")
        rows = [(text, value, text, value) for text, value in zip(rng.sample(texts, 8), values, strict=True)]
        path = sandbox.file("quoted.csv", text_of(header, rows))
        for column in ('the "price"', "last"):
            for chunk_size in (1, 3, 1000):
                check(streaming_column_stats(path, column, chunk_size), values)
        with pytest.raises(ValueError):
            streaming_column_stats(path, "two\nlines")
        lines = [f'"{WORDS[0]}","{value}"\r\n' for value in values]
        path = sandbox.file("all_quoted.csv", '"name","price"\r\n' + "".join(lines))
        check(streaming_column_stats(path, "price"), values)

    @pytest.mark.points(1)
    @pytest.mark.hint("The file is UTF-8, whatever the machine prefers.")
    def test_utf_8(self, sandbox, rng):
        """reads UTF-8, in the header and in the rows"""
        columns = {name: numbers(rng, 6) for name in ("größe", "価格", "цена", "€")}
        rows = [("naïve – 日本語 🍞", *row) for row in zip(*columns.values(), strict=True)]
        path = sandbox.file("utf8.csv", text_of(("näme", *columns), rows))
        for column, values in columns.items():
            check(streaming_column_stats(path, column), values)


@pytest.mark.group("A long file")
@pytest.mark.limits(cpu_seconds=20, wall_seconds=90)
@pytest.mark.points(3)
@pytest.mark.hint("Keep the sum and the counts, not what they are made of.")
def test_long_file(sandbox, rng):
    """reads a file of 50 MB with 64 MB of memory"""
    times = 2000
    values = numbers(rng, 990, most=4000)
    rows = rng.sample([*values, *["none"] * 10], 1000)
    # About 25 bytes a row: two million rows, whose values alone would be above the limit.
    lines = [f"{value},{place:06d},{WORDS[place % 3]:.<9}\n" for place, value in enumerate(rows)]
    block = "".join(lines)
    path = sandbox.file("long.csv", "price,place,name\n")
    sandbox.file("long.csv", block, times=times)
    last = rng.randint(1, 100) / 4
    sandbox.file("long.csv", f"{last},0,end\n")
    found = streaming_column_stats(path, "price", skip_errors=True)
    assert (found["count"], found["skipped"]) == (times * 990 + 1, times * 10)
    total = times * sum(values) + last
    assert math.isclose(found["total"], total, rel_tol=1e-9)
    assert math.isclose(found["average"], total / (times * 990 + 1), rel_tol=1e-9)
