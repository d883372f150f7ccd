# exercise: salary_report
"""Fault: who has no level is unknown."""


def department_summary(df):
    return df.groupby("dept").agg(avg_salary=("salary", "mean"), headcount=("name", "count"))


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return df.assign(level=df["name"].map(levels.set_index("name")["level"]).astype(object).fillna("unknown"))
