# exercise: salary_report
"""Fault: one missing salary makes the average NaN."""


def department_summary(df):
    summary = df.groupby("dept").agg(headcount=("name", "count"))
    summary["avg_salary"] = [df.loc[df["dept"] == dept, "salary"].mean(skipna=False) for dept in summary.index]
    return summary


def fill_missing(df):
    result = df.copy()
    result["salary"] = result["salary"].fillna(result["salary"].mean())
    return result


def with_levels(df, levels):
    return df.merge(levels, on="name", how="left")
