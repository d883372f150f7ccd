"""Hidden suite of salary_report.

What is expected is known by construction, or computed from rows without pandas.
"""

import math
import statistics

import pandas as pd
import pytest
import solution

STAFF = ["name", "dept", "salary"]
SUMMARY = ["avg_salary", "headcount"]
LEVELS = ["intern", "junior", "senior", "lead", "head"]


def words(rng, count):
    """Different names, in any order."""
    return [f"{rng.choice('ABCDEFGH')}{number:x}" for number in rng.sample(range(16**4, 16**5), count)]


def people(rng, depts, *, missing=0.0, count=(2, 9)):
    """Rows of names, departments and salaries, of which that share is missing."""
    found = [
        [name, dept, None if rng.random() < missing else float(rng.randint(1000, 9000))]
        for dept in depts
        for name in words(rng, rng.randint(*count))
    ]
    rng.shuffle(found)
    return found


def table(rows, *, index=None):
    return pd.DataFrame(
        {
            "name": [row[0] for row in rows],
            "dept": [row[1] for row in rows],
            "salary": pd.Series([math.nan if row[2] is None else row[2] for row in rows], dtype="float64"),
        }
    ).set_axis(range(len(rows)) if index is None else index)


def labels(rng, count):
    """Labels of rows as they are after sorting and filtering."""
    return rng.sample(range(-5, 4 * count + 9), count)


def salaries(rows, dept):
    return [row[2] for row in rows if row[1] == dept and row[2] is not None]


def summarised(rows):
    """The departments in order, and for each what the summary should say."""
    depts = sorted({row[1] for row in rows})
    found = []
    for dept in depts:
        known = salaries(rows, dept)
        found.append([statistics.fmean(known) if known else None, sum(row[1] == dept for row in rows)])
    return depts, found


def filled(rows):
    mean = statistics.fmean(row[2] for row in rows if row[2] is not None)
    return [[name, dept, mean if salary is None else salary] for name, dept, salary in rows]


@pytest.mark.group("The summary")
class TestSummary:
    @staticmethod
    def check(check, rows, **options):
        depts, wanted = summarised(rows)
        summary = solution.department_summary(table(rows, **options))
        assert list(summary.index) == depts
        check(summary, SUMMARY, wanted)

    @pytest.mark.hint("Departments come as text does in a sorted list, whatever their rows and numbers are.")
    def test_sorted(self, check, rng):
        """is sorted by department"""
        for count in (1, 2, rng.randint(5, 9)):
            depts = words(rng, count)
            self.check(check, people(rng, depts))
            self.check(check, [["Zoe", dept, 1000.0] for dept in depts])
            ordered = sorted(depts, reverse=True)
            self.check(
                check,
                [
                    [f"{dept}{place}", dept, 100.0 * step]
                    for step, dept in enumerate(ordered)
                    for place in range(step + 1)
                ],
                index=labels(rng, count * (count + 1) // 2),
            )

    @pytest.mark.hint("A salary that is not known is not one of 0.")
    def test_average(self, check, rng):
        """leaves missing salaries out of the average"""
        for _ in range(3):
            depts = words(rng, 3)
            rows = people(rng, depts, missing=0.4)
            rows += [["Xie", dept, float(rng.randint(20_000, 30_000))] for dept in depts]
            rows += [["Zoe", depts[0], None], ["Zoe", depts[2], None], ["Yan", depts[0], None]]
            rng.shuffle(rows)
            self.check(check, rows)

    @pytest.mark.hint("A department is there even if nothing is known of what it pays.")
    def test_unknown(self, check, rng):
        """gives NaN where no salary of a department is known"""
        for count in (1, rng.randint(2, 5)):
            known, unknown = words(rng, 2)
            rows = people(rng, [known]) + [[name, unknown, None] for name in words(rng, count)]
            rng.shuffle(rows)
            self.check(check, rows)
        self.check(check, [[name, unknown, None] for name in words(rng, 3)])

    @pytest.mark.hint("Count people, not what they earn. Two of the same name can be in two departments.")
    def test_headcount(self, check, rng):
        """counts everybody, with and without a salary"""
        depts, names = words(rng, 4), words(rng, 30)
        paid = (7000.0, None, 7000.0, 5000.0)
        rows = [[name, dept, salary] for name in names[:3] for dept, salary in zip(depts, paid, strict=True)]
        rows += [[name, depts[0], None] for name in names[3 : rng.randint(5, 9)]]
        rows += [[name, depts[3], 5000.0] for name in names[10 : rng.randint(20, 30)]]
        rng.shuffle(rows)
        self.check(check, rows, index=labels(rng, len(rows)))


@pytest.mark.group("Missing salaries")
class TestFilling:
    @pytest.mark.hint("The mean is one number for the whole table, and missing salaries have no part in it.")
    def test_mean(self, check, rng):
        """are the mean of all the others"""
        for _ in range(3):
            rows = people(rng, words(rng, 3), missing=0.4)
            rows += [
                ["Zoe", rows[0][1], None],
                ["Zoe", rows[0][1] + "x", 90_000.0],
                ["Yan", rows[0][1] + "y", None],
            ]
            rng.shuffle(rows)
            check(solution.fill_missing(table(rows)), STAFF, filled(rows))
        (name, dept) = words(rng, 2)
        check(solution.fill_missing(table([[name, dept, 1500.5]])), STAFF, [[name, dept, 1500.5]])

    @pytest.mark.hint("Nothing but missing salaries may differ, and each row keeps its label.")
    def test_rest(self, check, rng):
        """leave all else as it was, index and order too"""
        for _ in range(3):
            rows = [*people(rng, words(rng, 3), missing=0.3), ["Zoe", "x", 1500.25], ["Yan", "x", None]]
            rng.shuffle(rows)
            index = labels(rng, len(rows))
            result = solution.fill_missing(table(rows, index=index))
            assert list(result.index) == index
            assert sorted(result.columns) == sorted(STAFF)
            check(result, STAFF, filled(rows))

    @pytest.mark.hint("Is it a copy in each case?")
    def test_copy(self, check, rng):
        """are filled in in a copy, also where there is none"""
        for missing in (0, 0.3):
            rows = [*people(rng, words(rng, 2), missing=missing), ["Zoe", "x", 1500.25]]
            given = table(rows)
            result = solution.fill_missing(given)
            check(result, STAFF, filled(rows))
            assert result is not given
            result["salary"] = 0.0
            check(given, STAFF, rows)


def level_table(rng, names):
    """Levels for these names, as a dict and as a table in another order."""
    names = list(dict.fromkeys(names))
    chosen = [LEVELS[0], LEVELS[-1], *rng.choices(LEVELS, k=len(names))][: len(names)]
    levels = dict(zip(names, chosen, strict=True))
    rng.shuffle(names)
    return levels, pd.DataFrame({"name": names, "level": [levels[name] for name in names]})


@pytest.mark.group("Levels")
class TestLevels:
    @pytest.mark.hint("Look them up by name: the rows of the two tables stand in no relation.")
    def test_by_name(self, check, rng):
        """are found by name, in the order of the table"""
        for count in ((1, 1), (2, 5), (9, 20)):
            rows = people(rng, words(rng, 2), missing=0.2, count=count)
            levels, given = level_table(rng, [row[0] for row in rows] + words(rng, 3))
            for index in (None, labels(rng, len(rows))):
                result = solution.with_levels(table(rows, index=index), given)
                check(result, [*STAFF, "level"], [[*row, levels[row[0]]] for row in rows])

    @pytest.mark.hint("Everybody in the table stays, and nobody is added.")
    def test_missing(self, check, rng):
        """are missing where there are none, and add nobody"""
        for _ in range(3):
            rows = people(rng, words(rng, 3), missing=0.2)
            known = [row[0] for row in rows[1::2]]
            for names in (known, [*known, *words(rng, 4)], words(rng, 4)):
                levels, given = level_table(rng, names)
                result = solution.with_levels(table(rows), given)
                check(result, [*STAFF, "level"], [[*row, levels.get(row[0])] for row in rows])

    @pytest.mark.hint("A name can be in two departments.")
    def test_shared(self, check, rng):
        """are the same for everybody of that name"""
        names, depts = words(rng, 4), words(rng, 3)
        rows = [[name, dept, float(rng.randint(1000, 9000))] for name in names for dept in depts]
        rng.shuffle(rows)
        levels, _ = level_table(rng, names[1:])
        numbers = {name: LEVELS.index(level) for name, level in levels.items()}
        for found in (levels, numbers):
            given = pd.DataFrame({"name": [*found], "level": [*found.values()]})
            result = solution.with_levels(table(rows), given)
            check(result, [*STAFF, "level"], [[*row, found.get(row[0])] for row in rows])


@pytest.mark.group("What is given")
class TestGiven:
    @pytest.mark.hint("A column that is set in a frame is set for everybody who has that frame.")
    def test_staff(self, rng):
        """is left as it was"""
        rows = [*people(rng, words(rng, 3), missing=0.3), ["Zoe", "x", 1500.25], ["Yan", "x", None]]
        rng.shuffle(rows)
        index = labels(rng, len(rows))
        given = table(rows, index=index)
        _, levels = level_table(rng, [row[0] for row in rows[1:]])
        assert len(solution.department_summary(given)) == len({row[1] for row in rows})
        pd.testing.assert_frame_equal(given, table(rows, index=index))
        assert len(solution.fill_missing(given)) == len(rows)
        pd.testing.assert_frame_equal(given, table(rows, index=index))
        assert len(solution.with_levels(given, levels)) == len(rows)
        pd.testing.assert_frame_equal(given, table(rows, index=index))

    @pytest.mark.hint("The levels belong to somebody else as well.")
    def test_levels(self, rng):
        """of levels is left as it was, too"""
        rows = people(rng, words(rng, 3))
        _, levels = level_table(rng, [row[0] for row in rows[2:]] + words(rng, 2))
        levels = levels.set_axis(labels(rng, len(levels)))
        before = levels.copy()
        result = solution.with_levels(table(rows), levels)
        assert len(result) == len(rows)
        assert "level" in result.columns
        pd.testing.assert_frame_equal(levels, before)
