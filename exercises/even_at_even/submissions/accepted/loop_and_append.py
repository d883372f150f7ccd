# exercise: even_at_even
"""A loop that steps over every second index, and bits."""


def even_at_even(numbers):
    result = []
    for index in range(0, len(numbers), 2):
        if numbers[index] & 1 == 0:
            result.append(numbers[index])
    return result
