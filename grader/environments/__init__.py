"""What an exercise runs on: the files, the libraries and the image that go into a sandbox."""
