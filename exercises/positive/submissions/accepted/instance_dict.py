# exercise: positive
"""Right: the instance's dict, under the attribute's own name."""


class Positive:
    """A data descriptor comes before the instance's dict, so the name is free there."""

    name: str

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return vars(instance).get(self.name)

    def __set__(self, instance, value):
        if not value >= 0:
            raise ValueError(f"{self.name} must not be negative")
        instance.__dict__[self.name] = value
