"""What the flows do: Prefect tasks, each a thin cover over plain functions."""
