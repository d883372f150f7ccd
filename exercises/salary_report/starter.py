# exercise: salary_report
"""Summarise, repair and extend a table of salaries with pandas."""

import pandas as pd


def department_summary(df: pd.DataFrame) -> pd.DataFrame:
    """Give the average salary and the headcount of each department."""


def fill_missing(df: pd.DataFrame) -> pd.DataFrame:
    """Give a copy in which each missing salary is the mean of the others."""


def with_levels(df: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """Give all rows of `df`, with the level of each name from `levels`."""
