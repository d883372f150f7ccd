# exercise: even_at_even
"""filter, islice and a lambda that is bound to a name."""

from itertools import islice

is_even = lambda number: number // 2 * 2 == number
even_at_even = lambda numbers: list(filter(is_even, islice(numbers, None, None, 2)))
