# exercise: salary_report
"""Fault: numbers the rows anew."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    return df.assign(salary=df["salary"].fillna(df["salary"].mean())).reset_index(drop=True)


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
