from ..utils import helper
from .base import Named


class User(Named):
    @property
    def key(self):
        return helper(self._name)
