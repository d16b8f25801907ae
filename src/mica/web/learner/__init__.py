"""Pages of a person's own: who they are here, how they sign in, who helps."""
