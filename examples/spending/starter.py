# exercise: spending
"""Adds up purchases with pandas, and scales numbers with NumPy."""

import numpy as np
import pandas as pd


def spending(purchases: pd.DataFrame) -> pd.DataFrame: ...


def scaled(numbers: np.ndarray) -> np.ndarray: ...
