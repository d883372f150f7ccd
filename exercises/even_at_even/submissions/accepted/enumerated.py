# exercise: even_at_even
"""With indices, annotations and a docstring."""


def even_at_even(numbers: list[int]) -> list[int]:
    """Give the even numbers at even indices."""
    return [number for index, number in enumerate(numbers) if not (index % 2 or number % 2)]
