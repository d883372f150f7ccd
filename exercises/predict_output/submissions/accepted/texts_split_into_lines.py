# exercise: predict_output
"""One text with all outputs, cut into lines; with a key too many, which does no harm."""

ANSWERS: dict[str, list[str]] = dict()

for block in """
notes
nobody asked for these
--
class_attributes
1 1 1
1 2 1
3 2 3
--
slice_beyond_end
[]
--
inner_lists
[[], [], [], [], []]
[[10], [10], [10], [10], [10]]
[[10, 20], [10, 20], [10, 20], [10, 20], [10, 20]]
[[10, 20], [10, 20], [10, 20], [10, 20], [10, 20], 30]
--
divisions
5/2 = 2.5
5.0/2 = 2.5
5//2 = 2
5.0//2.0 = 2.0
--
closures
[6, 6, 6, 6]
--
mutable_default
list1 = [10, 'a']
list2 = [123]
list3 = [10, 'a']
--
unbound_local
UnboundLocalError
""".split("--\n"):
    key, *lines = block.strip().splitlines()
    ANSWERS[key] = lines
