"""Our own REST API: everything that a provider's or an employer's system automates."""
