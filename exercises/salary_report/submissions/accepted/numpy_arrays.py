# exercise: salary_report
"""Right: computes with NumPy's arrays, and joins on an index."""

import numpy as np
import pandas as pd


def department_summary(df):
    depts, places = np.unique(df["dept"].to_numpy(dtype=object), return_inverse=True)
    salaries = df["salary"].to_numpy()
    known = ~np.isnan(salaries)
    counts = np.bincount(places[known], minlength=len(depts))
    sums = np.bincount(places[known], weights=salaries[known], minlength=len(depts))
    with np.errstate(invalid="ignore"):
        averages = sums / counts
    columns = {"avg_salary": averages, "headcount": np.bincount(places)}
    return pd.DataFrame(columns, index=pd.Index(depts, name="dept"))


def fill_missing(df):
    result = df.copy()
    salaries = np.array(result["salary"])
    salaries[np.isnan(salaries)] = np.nanmean(salaries)
    result["salary"] = salaries
    return result


def with_levels(df, levels):
    return df.join(levels.set_index("name"), on="name")
