def spending(purchases):
    totals = purchases.groupby("customer", as_index=False)["amount"].sum()
    return totals.rename(columns={"amount": "total"})


def scaled(numbers):
    return numbers / numbers.max()
