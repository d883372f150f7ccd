# exercise: salary_report
"""Fault: gives the very table where nothing is missing."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    if df["salary"].notna().all():
        return df
    return df.assign(salary=df["salary"].fillna(df["salary"].mean()))


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
