"""What grading costs, always against something measured in the same run; see README.md."""
