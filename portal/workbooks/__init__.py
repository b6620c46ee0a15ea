"""Questions as workbooks: issued to be filled in, read when they come back."""
