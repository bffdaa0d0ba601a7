"""Stands in for a reader that never ends."""

import time

time.sleep(30)
