"""What an exercise requires of submissions that are several files or a notebook."""

from __future__ import annotations

from dataclasses import dataclass

# Above these nothing is read, whatever a manifest says.
CEILING_FILES, CEILING_BYTES, CEILING_FILE_BYTES = 1000, 64 << 20, 32 << 20
_PAGE_BYTES = 4 << 10


@dataclass(frozen=True, slots=True)
class Demands:
    """The table `[submission]` of a manifest."""

    solution: str = ""  # the dotted name of a module or package; empty: what defines the asked-for names
    required: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()  # patterns for what may be there beside Python files
    most_files: int = 200
    most_bytes: int = 8 << 20
    most_file_bytes: int = 2 << 20
    keeps_going: bool = False  # a notebook's cells after one that raised are run all the same
    declared: bool = False  # the manifest has such a table

    @property
    def in_a_folder(self) -> bool:
        """Whether submitted files must keep their names, so that a single file counts as a folder with it."""
        return bool(self.solution or self.required)

    @property
    def of_several(self) -> bool:
        """Whether submissions of several files are expected."""
        return self.declared or self.in_a_folder

    @property
    def scratch_bytes(self) -> int:
        """The scratch space that submitted files may take, if the manifest declares the table."""
        return self.most_bytes + 2 * self.most_files * _PAGE_BYTES if self.declared else 0
