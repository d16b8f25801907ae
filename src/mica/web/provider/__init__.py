"""Pages of an organisation's own: its members, its tokens, the learners it makes."""
