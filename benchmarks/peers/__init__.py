"""The same simple labour market in other people's systems, each run in an environment of its own."""
