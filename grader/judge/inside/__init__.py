"""What runs in the judge process itself: pytest with our plugin."""
