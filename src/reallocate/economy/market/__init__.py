"""A labour market: people by occupation, the network between occupations, rates, accounts of industries."""
