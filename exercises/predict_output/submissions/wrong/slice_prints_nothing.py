# exercise: predict_output
# fails: test_slice_beyond_end, test_form
# score: 85-86 %
"""Fault: an empty list is printed as nothing."""

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

ANSWERS["slice_beyond_end"] = []
