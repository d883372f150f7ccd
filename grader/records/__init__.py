"""What crosses between client, service and runner: reports, exercises and what was handed in, as bytes."""
