"""What is done with a district outside the dashboard: one command a function, its help the first line of what it says of itself."""
