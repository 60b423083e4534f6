"""A scenario and the data become what a lens is asked: a firm to plan, a market to run."""
