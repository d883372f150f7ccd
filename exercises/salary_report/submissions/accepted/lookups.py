# exercise: salary_report
"""Right: a mean and a size for each group, where, and a Series of levels to look names up in."""


def department_summary(df):
    groups = df.sort_values("dept").groupby("dept")
    summary = groups["salary"].mean().to_frame("avg_salary")
    summary["headcount"] = groups.size()
    return summary


def fill_missing(df):
    known = df["salary"].notna()
    return df.assign(salary=df["salary"].where(known, df.loc[known, "salary"].mean()))


def with_levels(df, levels):
    return df.assign(level=df["name"].map(levels.set_index("name")["level"]))
