"""The policy for all sandboxes: limits and other constants.

Which system calls are permitted stands in two lists, since Docker's names those that are allowed and
bubblewrap's those that are refused: `sandbox/seccomp.json` and `bubblewrap/seccomp.py`; a test holds one
against the other.
"""

from __future__ import annotations

# Nobody, on every system: to the host it is somebody to whom nothing belongs.
USER = 65534
HOST_NAME = "sandbox"
# What is handed over of an environment: nothing of the caller's.
ENVIRONMENT = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    # The order of a set of strings must not change a verdict from one run to the next.
    "PYTHONHASHSEED": "0",
}
# The libraries of an exercise compute in one thread: there is one processor, and of a process with threads
# only the one that forks goes on in its child.
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS",
        "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "RAYON_NUM_THREADS",
    ),
    "1",
)  # fmt: skip
# Isolated, without site packages and byte code: the interpreter imports nothing that lies about.
PYTHON_OPTIONS = ("-I", "-S", "-B", "-X", "utf8")
START = "/grade/start.py"

# Beyond what a test may use and write: the supervisor with the libraries, and the small writable folders.
OVERHEAD_BYTES = 128 << 20
# What the libraries of an exercise take when they are imported: scikit-learn, the largest of those that were
# tried, has 100 MB of its own memory, and its files lie in the control group's too.
LIBRARIES_BYTES = 384 << 20
# The supervisor, a process forked ahead, what ended but is not reaped yet, and bubblewrap itself.
SPARE_PROCESSES = 16
PROCESSORS = 1
OPEN_FILES = 1024

# /tmp lies in memory; so does /dev/shm, of the size that bubblewrap's own would have.
SCRATCH_BYTES = 32 << 20
SCRATCH_FILES = 4096
SHARED_MEMORY_BYTES = 1 << 20
