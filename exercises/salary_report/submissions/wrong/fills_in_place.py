# exercise: salary_report
"""Fault: fills in the table that it is given."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    df["salary"] = df["salary"].fillna(df["salary"].mean())
    return df


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
