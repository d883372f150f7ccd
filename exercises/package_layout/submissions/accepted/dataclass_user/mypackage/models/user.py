from dataclasses import dataclass

from .. import helper


@dataclass
class User:
    name: str

    @property
    def key(self):
        return helper(self.name)
