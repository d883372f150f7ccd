"""Makes one HTML page of a batch's results, for whoever set the exercise and marks the class."""
