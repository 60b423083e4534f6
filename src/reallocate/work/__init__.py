"""Hours of work in occupations, what AI reaches of them, and what compute costs."""
