"""The judge's side of the conversation with the sandbox."""
