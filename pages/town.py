"""Town: one town on one page, beside the district and the other towns, and one sheet of paper when it is printed."""

from outreach.screen import shell

shell.show("town")
