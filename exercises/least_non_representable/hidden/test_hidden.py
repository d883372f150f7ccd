"""Hidden suite of least_non_representable.

The small answers are found here by trying every sum, the large ones are known by construction:
`reaching` makes numbers whose sums leave no gap. Every test has answers with and without a gap.
"""

import pytest
from solution import least_non_representable

LARGEST = 10**18
MANY = 200_000
BLOCK = 500


def check(nums, expected):
    result = least_non_representable(nums)
    assert type(result) is int
    assert result == expected


def by_trying(nums):
    """The answer, from the set of all sums."""
    sums = {0}
    for number in nums:
        sums |= {number + other for other in sums}
    answer = 1
    while answer in sums:
        answer += 1
    return answer


def reaching(rng, count, largest=LARGEST):
    """`count` numbers in ascending order whose sums leave no gap.

    The first ones, about 80 up to 10**18, are all different and grow so fast that all the others,
    which are of every size, lie within their reach.
    """
    nums, total = [1], 1
    while len(nums) < count and total < largest:
        nums.append(rng.randint(max(total // 2, nums[-1]) + 1, total + 1))
        total += nums[-1]
    nums += [int(largest ** rng.random()) for _ in range(count - len(nums))]
    return sorted(nums)


def shuffled(rng, nums):
    return rng.sample(nums, len(nums))


def downhill(rng, nums):
    """Large numbers first, by and large: the worst order for inserting them one by one."""
    nums = sorted(nums, reverse=True)
    order = shuffled(rng, range(BLOCK))
    blocks = (nums[at : at + BLOCK] for at in range(0, len(nums), BLOCK))
    return [block[place] for block in blocks for place in order if place < len(block)]


@pytest.mark.group("Right answers")
class TestAnswers:
    @pytest.mark.points(2)
    @pytest.mark.hint("Compare with trying every subset of a few small numbers.")
    def test_small(self, rng):
        """agrees with trying every sum of a few small numbers"""
        for largest in (3, 5, 8, 12, 20):
            for length in range(1, 8):
                nums = [rng.randint(1, largest) for _ in range(length)]
                check(nums, by_trying(nums))
                # Random numbers rarely hold a 1, and without one there is not much to find.
                nums = shuffled(rng, [1, *nums])
                check(nums, by_trying(nums))

    @pytest.mark.points(1)
    @pytest.mark.hint("What is the answer where there is no 1? And where there is nothing at all?")
    def test_without_one(self, rng):
        """answers 1 where nothing makes 1"""
        above = [rng.randint(2, 50) for _ in range(6)]
        check([], 1)
        check([rng.randint(2, 1000)], 1)
        check([2], 1)
        check(above, 1)
        check(sorted(above), 1)
        check([1], 2)
        check([1, *above], by_trying([1, *above]))

    @pytest.mark.points(1)
    @pytest.mark.hint("May the next number be one above what is reached so far? And two above?")
    def test_edge_of_a_gap(self, rng):
        """tells the last number without a gap from the first one with a gap"""
        for count in range(1, 12):
            nums = reaching(rng, count)
            total = sum(nums)
            check(nums, total + 1)
            check([*nums, total + 1], 2 * total + 2)
            check([*nums, total + 2], total + 1)
            check([*nums, total + 2, total + 3, 3 * total], total + 1)

    @pytest.mark.points(1)
    @pytest.mark.hint("Each occurrence counts, and counts once.")
    def test_duplicates(self, rng):
        """uses a number as often as it occurs, and no more often"""
        ones = rng.randint(2, 9)
        check([1] * ones, ones + 1)
        check([1] * ones + [ones + 1] * ones, ones + ones * (ones + 1) + 1)
        check([1] * ones + [ones + 2] * ones, ones + 1)
        check([1, 2, 2], 6)
        check([1, 3, 3], 2)
        check([2] * ones, 1)
        check([1, *[2] * ones], 2 * ones + 2)

    @pytest.mark.points(1)
    @pytest.mark.hint("Nobody promised you sorted numbers.")
    def test_any_order(self, rng):
        """does not mind in which order the numbers come"""
        for count in (5, 9, 14):
            nums = reaching(rng, count)
            total = sum(nums)
            beyond = [total + 2, total + 7]
            for ordered, expected in ((nums, total + 1), ([*nums, *beyond], total + 1)):
                check(ordered[::-1], expected)
                check([*ordered[1::2], *ordered[::2]], expected)
                check(shuffled(rng, ordered), expected)

    @pytest.mark.points(1)
    @pytest.mark.hint("Whole numbers in Python have no largest one; floats round.")
    def test_large_numbers(self, rng):
        """is exact for numbers up to 10**18 and sums far above"""
        powers = [2**exponent for exponent in range(59)]
        check(shuffled(rng, [*powers, 2**59]), 2**60)
        check(shuffled(rng, [*powers, 2**59 + 1]), 2**59)
        check(shuffled(rng, [*powers, 2**59, LARGEST]), 2**60 + LARGEST)
        check([*powers, 2**59, *[LARGEST] * 200], 2**60 + 200 * LARGEST)
        check([LARGEST], 1)
        check([LARGEST, 1], 2)
        exact = reaching(rng, 300)
        check(shuffled(rng, exact), sum(exact) + 1)


@pytest.mark.group("Large inputs")
class TestLarge:
    @pytest.mark.points(1)
    @pytest.mark.hint("Sixty numbers have too many subsets, and too many sums, to go through them.")
    def test_sixty_numbers(self, rng):
        """copes with sixty numbers whose sums are too many to list"""
        nums = reaching(rng, 60)
        check(shuffled(rng, nums), sum(nums) + 1)
        for place in (20, 40, 55):
            below = nums[:place]
            gap = sum(below) + 1
            # The largest ones are left out: with the gap added they could be above the limit.
            above = [gap + number for number in nums[place:58]]
            check(shuffled(rng, below + above), gap)

    @pytest.mark.points(2)
    @pytest.mark.hint("Sort once, then look at each number once.")
    def test_many_without_a_gap(self, rng):
        """copes with 200 000 numbers up to 10**18 without a gap"""
        check([1, LARGEST], 2)
        nums = [*reaching(rng, MANY - 1), LARGEST]
        check(downhill(rng, nums), sum(nums) + 1)

    @pytest.mark.points(2)
    @pytest.mark.hint("Sort once, then look at each number once.")
    def test_many_with_a_gap(self, rng):
        """finds the gap at the far end of 200 000 numbers"""
        check([1, 2, LARGEST], 4)
        below = reaching(rng, MANY - 500, largest=10**12)
        total = sum(below)
        above = [total + 2 + int((LARGEST // 2) ** rng.random()) for _ in range(499)]
        check(downhill(rng, [*below, total + 2, *above]), total + 1)

    @pytest.mark.points(2)
    @pytest.mark.hint("Sort once, then look at each number once.")
    def test_many_duplicates(self, rng):
        """copes with 200 000 numbers of which most are equal"""
        for count, gap_at in ((1000, 1), (1000, 2), (1000, 3), (MANY, None)):
            nums = []
            for layer in range(4):
                # The largest number that leaves no gap many times over, or the next one.
                number = sum(nums) + (2 if layer == gap_at else 1)
                nums += [number] * (count // 4)
            ascending = nums if gap_at is None else nums[: gap_at * (count // 4)]
            check(downhill(rng, nums), sum(ascending) + 1)
