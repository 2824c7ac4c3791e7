"""What secretariats report in a year's round: their prose, what it was read as, and what they confirmed."""
