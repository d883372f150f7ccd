# exercise: salary_report
"""Right: a pivot table, a mask, prints a lot, and leaves a column out again."""

import pandas as pd


def department_summary(df):
    print(df.describe())
    headcount = df.groupby("dept")["name"].nunique().rename("headcount")
    average = df.pivot_table(index="dept", values="salary", aggfunc="mean", dropna=False)["salary"].rename("avg_salary")
    result = pd.concat([headcount, average], axis=1).sort_index()
    print(result)
    return result


def fill_missing(df):
    result = df.copy(deep=True)
    result.loc[result["salary"].isna(), "salary"] = df["salary"].mean(skipna=True)
    print(result)
    return result


def with_levels(df, levels):
    result = pd.merge(df, levels, how="left", on="name", indicator=True)
    print(result["_merge"].value_counts())
    return result.drop(columns="_merge")
