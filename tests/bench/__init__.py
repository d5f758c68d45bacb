"""What the dashboard costs, beside rivals that do the same job in the same run on the same machine."""
