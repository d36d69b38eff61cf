"""An invented congress office with a year and a half of work in it. Nothing here is about a real person or place."""
