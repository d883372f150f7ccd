# exercise: salary_report
"""Fault: departments stand in the order in which they come."""


def department_summary(df):
    return df.groupby("dept", sort=False).agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
