"""A labour market by the published laws as a study, and the nation's market that the others stand on."""
