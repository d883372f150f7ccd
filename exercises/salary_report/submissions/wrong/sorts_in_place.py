# exercise: salary_report
"""Fault: sorts the table that it is given."""


def department_summary(df):
    df.sort_values("dept", inplace=True)
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
