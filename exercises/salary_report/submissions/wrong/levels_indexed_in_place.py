# exercise: salary_report
"""Fault: makes the names of the levels their index."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    levels.set_index("name", inplace=True)
    return df.join(levels, on="name")
