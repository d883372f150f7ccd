"""What candidates hand in, as it is read and fitted to an exercise; no code of theirs runs here."""
