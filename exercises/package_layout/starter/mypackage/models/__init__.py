"""The models: `User` can be imported from here."""
