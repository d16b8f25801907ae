"""The house: what starts, steers and stops everything that a running Mica needs. No Django."""
