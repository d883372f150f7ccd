"""Hidden suite of divisions.

What is wanted is computed here with whole numbers and with floats, as the task says. The tests of quotients
hold no wrong line, and those of wrong lines no quotient that a fault gets wrong, so that a fault costs the
points of its own clause and few others.
"""

import pytest


def wanted(pairs):
    """What the program must print for pairs of whole numbers."""
    return "".join(
        f"{x}/{y} = {x / y}\n{x}//{y} = {x // y}\n" if y else f"{x}/{y}: ZeroDivisionError\n"
        for x, y in pairs
    )


def lines(pairs):
    """The input for them."""
    return "".join(f"{x} {y}\n" for x, y in pairs)


def pair(rng, most=1000):
    """A pair of whole numbers of either sign, of which the second is not zero."""
    return rng.randint(-most, most), rng.choice((-1, 1)) * rng.randint(1, most)


def plain(rng, count=3):
    """Pairs that no fault in the arithmetic gets wrong: both quotients are the same whole number."""
    seconds = [rng.randint(2, 50) for _ in range(count)]
    return [(second * rng.randint(2, 50), second) for second in seconds]


@pytest.mark.group("Quotients")
class TestQuotients:
    @pytest.mark.hint("What does Python print for 1/3, and for 1/1024/1024?")
    def test_positive(self, program, rng):
        """prints both quotients of numbers above zero"""
        pairs = [(rng.randint(1, 1000), rng.randint(1, 1000)) for _ in range(30)]
        pairs += [(rng.randint(1, 9), 3 * 10**6), (10**17, rng.randint(2, 9))]
        assert program(lines(pairs)).same_lines(wanted(pairs))

    @pytest.mark.hint("`//` rounds down, which is not towards zero.")
    def test_negative(self, program, rng):
        """rounds down, also below zero"""
        pairs = [pair(rng) for _ in range(40)]
        pairs += [(-rng.randint(1, 9), 10), (rng.randint(1, 9), -10)]
        assert program(lines(pairs)).same_lines(wanted(pairs))

    @pytest.mark.hint("A float holds some sixteen digits, a whole number in Python as many as it needs.")
    def test_many_digits(self, program, rng):
        """is exact for whole quotients of many digits"""
        pairs = [(rng.randint(10**30, 10**40), rng.randint(2, 10**9)) for _ in range(5)]
        pairs += [(-first, second) for first, second in pairs]
        assert program(lines(pairs)).same_lines(wanted(pairs))

    @pytest.mark.hint("A division by zero is one line in place of two, and the next line is as any other.")
    def test_zero(self, program, rng):
        """prints one line for a division by zero, goes on, and takes that for no error"""
        pairs = [*plain(rng), (rng.randint(1, 99), 0), *plain(rng), (0, 0), (-rng.randint(1, 99), 0)]
        done = program(lines(pairs))
        assert done.same_lines(wanted(pairs))
        assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.group("Wrong lines")
class TestWrongLines:
    @pytest.mark.hint("Standard error gets the line as it came, without its line end.")
    def test_named(self, program, rng):
        """names each wrong line on standard error, in their order and as they came"""
        word = "".join(rng.choices("abcdefgh", k=6))
        wrong = [word, f"{word} {rng.randint(1, 9)}", f"{rng.randint(1, 9)}  {word}!", f"Zwölf {word}"]
        done = program(lines(plain(rng)) + "\n".join(wrong) + "\n")
        assert done.stderr == "".join(f"error: {line}\n" for line in wrong)

    @pytest.mark.points(2)
    @pytest.mark.hint("One wrong line says nothing about the next one.")
    def test_goes_on(self, program, rng):
        """prints what it should for all lines around the wrong ones, and nothing else"""
        before, after = plain(rng), plain(rng)
        done = program(f"x y\n{lines(before)}no numbers\n{lines(after)}z\n")
        assert done.same_lines(wanted([*before, *after]))

    @pytest.mark.points(3)
    @pytest.mark.hint("Is the exit code 1 wherever the wrong line stands, and 0 without one?")
    def test_exit_code(self, program, rng):
        """ends with exit code 1 where any line was wrong, else with 0"""
        good = lines(plain(rng))
        for text, code in ((f"x\n{good}", 1), (good, 0), (f"{good}x\n", 1), (f"{good}x\ny\n{good}", 1)):
            done = program(text)
            assert done.exit_code == code
            assert done.stdout.count("=") == 2 * text.count("\n") - 2 * text.count("x") - 2 * text.count("y")

    @pytest.mark.hint("Two whole numbers are neither one nor three, and 1.5 is none.")
    def test_what_is_wrong(self, program, rng):
        """takes lines with more or fewer than two numbers, and with other numbers, for wrong"""
        digit = rng.randint(2, 9)
        wrong = [
            f"{digit}",
            f"{digit} 1 1",
            f"{digit}.5 2",
            f"{digit} 1.0",
            f"{digit}e2 4",
            f"{digit},1",
            "- 1",
            f"--{digit} 2",
            f"X{digit} 2",
            f"{digit}- 2",
        ]
        good = plain(rng)
        done = program(lines(good) + "".join(f"{line}\n" for line in wrong))
        assert done.stderr.splitlines() == [f"error: {line}" for line in wrong]
        assert done.same_lines(wanted(good))


@pytest.mark.group("Input and output")
class TestInputAndOutput:
    @pytest.mark.points(2)
    @pytest.mark.hint("An empty line is skipped: it is neither wrong nor the end.")
    def test_empty_lines(self, program, rng):
        """skips empty lines"""
        first, second = plain(rng), plain(rng)
        done = program(f"\n\n{lines(first)}\n{lines(second)}\n\n")
        assert done.same_lines(wanted([*first, *second]))
        assert (done.exit_code, done.stderr) == (0, "")

    @pytest.mark.points(2)
    @pytest.mark.hint("The last line need not end with a line end, and there may be no line at all.")
    def test_end(self, program, rng):
        """copes with a last line without a line end, and with no line at all"""
        pairs = [(rng.randint(100, 999), rng.randint(11, 99)) for _ in range(2)]
        assert program(lines(pairs)[:-1]).same_lines(wanted(pairs))
        done = program("")
        assert (done.stdout, done.stderr, done.exit_code) == ("", "", 0)

    @pytest.mark.hint("What is printed goes through a pipe, and is compared letter by letter.")
    def test_nothing_else(self, program, rng):
        """prints to the letter what is asked, and no prompt"""
        pairs = [pair(rng), *plain(rng), (rng.randint(1, 9), 0)]
        done = program(lines(pairs))
        assert done.same_text(wanted(pairs))
        assert done.stderr == ""

    @pytest.mark.hint("Look at each line once.")
    def test_many_lines(self, program, rng):
        """copes with 30 000 lines"""
        pairs = [(rng.randint(10**9, 10**10), rng.randint(1, 9)) for _ in range(30_000)]
        done = program(lines(pairs))
        assert done.exit_code == 0
        assert done.stdout == wanted(pairs)
