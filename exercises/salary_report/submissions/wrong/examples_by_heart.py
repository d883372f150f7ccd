# exercise: salary_report
"""Fault: knows the examples, and nothing else."""

import pandas as pd


def department_summary(df):
    return pd.DataFrame({"avg_salary": [5000.0, 3500.0], "headcount": [2, 2]}, index=["dev", "ops"])


def fill_missing(df):
    return df.assign(salary=df["salary"].fillna(4000.0))


def with_levels(df, levels):
    known = {"Dana": "lead", "Bob": "junior", "Ann": "senior"}
    return df.assign(level=[known.get(name) for name in df["name"]])
