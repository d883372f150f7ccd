"""The environment of an exercise: the files, libraries and images that go into a sandbox."""
