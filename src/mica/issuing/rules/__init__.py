"""Rules of awards: who is awarded what, how an award lives, and the document made from it."""
