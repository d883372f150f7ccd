# exercise: salary_report
"""Fault: the department is a column, and no index."""


def department_summary(df):
    return df.groupby("dept", as_index=False).agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
