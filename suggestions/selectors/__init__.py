"""What the pages read. Each module answers one page in a number of queries that does not grow with its rows."""
