# exercise: salary_report
"""Fault: the average is 0 where no salary is known."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count")).fillna(0)


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
