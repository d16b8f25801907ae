"""Awards, and the credentials made from them."""
