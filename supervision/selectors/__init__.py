"""What the figures' pages show, read in a few statements however many units, rows and sessions there are."""
