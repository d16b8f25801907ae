"""What keeps the house: lints of our own, and makers of what is kept in the tree."""
