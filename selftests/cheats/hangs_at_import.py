"""Sleeps for ever while it is loaded."""
import time

time.sleep(10**6)
