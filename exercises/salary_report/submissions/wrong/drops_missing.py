# exercise: salary_report
"""Fault: leaves out rows without a salary."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    return df.dropna(subset=["salary"])


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
