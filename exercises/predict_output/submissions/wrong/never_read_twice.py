# exercise: predict_output
# fails: test_class_attributes, test_slice_beyond_end, test_inner_lists, test_divisions, test_closures, test_mutable_default, test_unbound_local
# score: 0 %
"""Fault: falls for every trap."""

ANSWERS = {
    "class_attributes": ["1 1 1", "1 2 1", "3 2 3"],
    "slice_beyond_end": ["[]"],
    "inner_lists": [
        "[[], [], [], [], []]",
        "[[10], [10], [10], [10], [10]]",
        "[[10, 20], [10, 20], [10, 20], [10, 20], [10, 20]]",
        "[[10, 20], [10, 20], [10, 20], [10, 20], [10, 20], 30]",
    ],
    "divisions": ["5/2 = 2.5", "5.0/2 = 2.5", "5//2 = 2", "5.0//2.0 = 2.0"],
    "closures": ["[6, 6, 6, 6]"],
    "mutable_default": ["list1 = [10, 'a']", "list2 = [123]", "list3 = [10, 'a']"],
    "unbound_local": ["UnboundLocalError"],
}

ANSWERS["class_attributes"] = ["1 1 1", "1 2 1", "3 2 1"]
ANSWERS["slice_beyond_end"] = ["IndexError"]
ANSWERS["inner_lists"] = ["[[], [], [], [], []]", "[[10], [], [], [], []]", "[[10], [20], [], [], []]", "[[10], [20], [], [], [], 30]"]
ANSWERS["divisions"] = ["5/2 = 2.5", "5.0/2 = 2.5", "5//2 = 2", "5.0//2.0 = 2"]
ANSWERS["closures"] = ["[0, 2, 4, 6]"]
ANSWERS["mutable_default"] = ["list1 = [10]", "list2 = [123]", "list3 = ['a']"]
ANSWERS["unbound_local"] = ["10"]
