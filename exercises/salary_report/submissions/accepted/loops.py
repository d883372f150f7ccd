# exercise: salary_report
"""Right: rows one by one, without asking pandas for more than the table."""

import math

import pandas as pd


def department_summary(df):
    names, salaries = {}, {}
    for row in df.itertuples():
        names.setdefault(row.dept, set()).add(row.name)
        salaries.setdefault(row.dept, [])
        if not math.isnan(row.salary):
            salaries[row.dept].append(row.salary)
    rows = []
    for dept in sorted(names):
        known = salaries[dept]
        average = sum(known) / len(known) if known else math.nan
        rows.append({"dept": dept, "headcount": len(names[dept]), "avg_salary": average})
    return pd.DataFrame(rows).set_index("dept")


def fill_missing(df):
    known = [salary for salary in df["salary"] if not math.isnan(salary)]
    mean = sum(known) / len(known)
    salaries = [mean if math.isnan(salary) else salary for salary in df["salary"]]
    return pd.DataFrame(
        {"name": list(df["name"]), "dept": list(df["dept"]), "salary": salaries}, index=df.index
    )


def with_levels(df, levels):
    known = dict(zip(levels["name"], levels["level"]))
    result = df.reset_index(drop=True)
    result.insert(0, "level", [known.get(name) for name in result["name"]])
    return result
