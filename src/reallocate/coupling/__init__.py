"""A firm's plan and the labour market, solved in turn."""
