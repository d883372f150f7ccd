import pandas as pd


def spending(purchases):
    totals = purchases.groupby("customer")["amount"].sum().sort_values(ascending=False)
    return pd.DataFrame({"customer": list(totals.index), "total": totals.to_numpy()})


def scaled(numbers):
    return (numbers - numbers.min()) / (numbers.max() - numbers.min())
