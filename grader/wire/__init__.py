"""The protocol between judge and sandbox: bytes, frames, values, messages.

Standard library only and no I/O, in the manner of h11: the very same files are used by the judge and
inside the sandbox, and nothing here imports the rest of the project.
"""
