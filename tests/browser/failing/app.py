"""A page with a fault that nobody foresaw."""

from outreach.screen import shell

selection, say = shell.begin("overview")
print(selection.nothing_of_that_name)
