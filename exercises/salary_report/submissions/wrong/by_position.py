# exercise: salary_report
"""Fault: the first level for the first row."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return df.reset_index(drop=True).assign(level=levels["level"].reset_index(drop=True))
