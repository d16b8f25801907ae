"""One module for each command of `mica`: its name, with a click command called `command` in it."""
