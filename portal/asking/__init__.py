"""What a page asks: the words, the lines that are shown, what can be chosen, what was answered."""
