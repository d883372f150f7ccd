"""Makes one page of HTML of a batch's results, for whoever set the exercise and marks the class."""
