"""A page with a fault that nobody foresaw."""

from outreach.screen import shell

at = shell.begin("overview")
print(at.selection.nothing_of_that_name)
