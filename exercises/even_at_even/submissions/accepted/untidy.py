# exercise: even_at_even
"""Right, but untidy: a flag that is turned at each number, and prints."""

def even_at_even(numbers):
    out = list(); flag = True
    for n in numbers :
        if flag == True and abs(n) % 2 != 1:
            out += [n]
        flag = not flag
    print("found", len(out))
    return out
