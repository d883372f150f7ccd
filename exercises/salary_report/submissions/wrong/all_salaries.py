# exercise: salary_report
"""Fault: every salary becomes the mean."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    return df.assign(salary=df["salary"].mean())


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
