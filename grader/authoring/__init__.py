"""What the author of an exercise needs: a beginning, a proof that it is sound, and the kit for candidates."""
