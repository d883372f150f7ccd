# exercise: salary_report
"""Fault: missing salaries are filled in as well."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return fill_missing(df).merge(levels, on="name", how="left")
