# exercise: salary_report
"""Fault: a name that is in two departments is counted in one of them."""


def department_summary(df):
    summary = df.groupby("dept").agg(avg_salary=("salary", "mean"))
    summary["headcount"] = df.drop_duplicates("name").groupby("dept")["name"].count()
    return summary.fillna({"headcount": 0})


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
