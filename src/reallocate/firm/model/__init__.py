"""The programme of a plan: variables, rules, costs."""
