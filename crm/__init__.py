"""What may be done: leads, customers, activities, tickets, timeline, access."""
