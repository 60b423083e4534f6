"""One job's hours, past, pay and ways out; the jobs of a place."""
