"""What the pages show of where things stand, read from the record and put into words."""
