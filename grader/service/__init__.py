"""HTTP in, rows out: takes submissions and shows reports; opens no sandbox and loads no suite."""
