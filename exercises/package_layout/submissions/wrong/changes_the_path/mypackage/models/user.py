import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from utils import helper  # noqa: E402


class User:
    def __init__(self, name):
        self.key = helper(name)
