# exercise: salary_report
"""Fault: the level is put into the table that it is given."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    df["level"] = df["name"].map(levels.set_index("name")["level"])
    return df
