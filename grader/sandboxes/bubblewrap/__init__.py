"""The embedded sandbox: bubblewrap, alone or many forked from one."""
