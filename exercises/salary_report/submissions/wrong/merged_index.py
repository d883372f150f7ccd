# exercise: salary_report
"""Fault: takes the merged column by the index of the table."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return df.assign(level=df.merge(levels, on="name", how="left")["level"])
