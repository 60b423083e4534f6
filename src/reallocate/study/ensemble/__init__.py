"""Many runs of a labour market."""
