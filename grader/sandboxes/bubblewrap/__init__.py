"""The bubblewrap sandbox: each started alone, or many forked from one."""
