"""The page of a run or a tournament: one file of HTML that needs no network, and the same as Markdown."""
