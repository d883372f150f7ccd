# exercise: salary_report
"""Fault: a missing salary counts as 0."""


def department_summary(df):
    return df.assign(salary=df["salary"].fillna(0)).groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
