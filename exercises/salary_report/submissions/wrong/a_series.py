# exercise: salary_report
"""Fault: gives a Series."""


def department_summary(df):
    return df.groupby("dept")["salary"].mean()


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
