"""The register: what can be earned, described in versions."""
