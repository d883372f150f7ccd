# exercise: deep_merge
"""One comprehension over the keys of both, with a copier of its own."""

def copied(thing):
    match thing:
        case dict():
            return {key: copied(value) for key, value in thing.items()}
        case list() | set() | tuple():
            return type(thing)(map(copied, thing))
    return thing


def deep_merge(base, override):
    return {
        key: deep_merge(base[key], override[key])
        if type(base.get(key)) is type(override.get(key)) is dict
        else copied(override[key] if key in override else base[key])
        for key in {**base, **override}
    }
