"""Charts of the fit of the market to the years observed."""
