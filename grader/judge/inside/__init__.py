"""The code that runs in the judge process: pytest with our plugin."""
