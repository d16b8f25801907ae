"""What a learner holds, takes with them, and lets others see."""
