# exercise: salary_report
"""Fault: fills in the first missing salary only."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    return df.assign(salary=df["salary"].fillna(df["salary"].mean(), limit=1))


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
