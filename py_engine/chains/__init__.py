"""What goods are usually made of, and what is made of them: suggestions for a list of inputs, never a ruling."""
