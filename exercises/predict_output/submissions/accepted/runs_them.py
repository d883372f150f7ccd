# exercise: predict_output
"""Runs the programs and catches what they print: against the spirit, but right."""

import contextlib
import io

PROGRAMS = {
    "class_attributes": """
class Parent:
    x = 1
class Child1(Parent):
    pass
class Child2(Parent):
    pass
print(Parent.x, Child1.x, Child2.x)
Child1.x = 2
print(Parent.x, Child1.x, Child2.x)
Parent.x = 3
print(Parent.x, Child1.x, Child2.x)
""",
    "slice_beyond_end": """
letters = ["a", "b", "c", "d", "e"]
print(letters[10:])
""",
    "inner_lists": """
rows = [[]] * 5
print(rows)
rows[0].append(10)
print(rows)
rows[1].append(20)
print(rows)
rows.append(30)
print(rows)
""",
    "divisions": """
def div1(x, y):
    print(f"{x}/{y} = {x / y}")
def div2(x, y):
    print(f"{x}//{y} = {x // y}")
div1(5, 2)
div1(5.0, 2)
div2(5, 2)
div2(5.0, 2.0)
""",
    "closures": """
def multipliers():
    return [lambda x: i * x for i in range(4)]
print([m(2) for m in multipliers()])
""",
    "mutable_default": """
def extend_list(val, lst=[]):
    lst.append(val)
    return lst
list1 = extend_list(10)
list2 = extend_list(123, [])
list3 = extend_list("a")
print(f"list1 = {list1}")
print(f"list2 = {list2}")
print(f"list3 = {list3}")
""",
    "unbound_local": """
x = 10
def func():
    print(x)
    x = 20
func()
""",
}


def lines_of(program):
    printed = io.StringIO()
    ending = []
    with contextlib.redirect_stdout(printed):
        try:
            exec(program, {})
        except Exception as failure:
            ending = [type(failure).__name__]
    return printed.getvalue().splitlines() + ending


ANSWERS = {key: lines_of(program) for key, program in PROGRAMS.items()}
