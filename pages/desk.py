"""Data desk: a table as a workbook to fill in, what a filled one would change, and the way back."""

from outreach.screen import desk_page

desk_page.show()
