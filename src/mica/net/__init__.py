"""The one way out to the network: https only, public addresses only, bounded in time and size."""
