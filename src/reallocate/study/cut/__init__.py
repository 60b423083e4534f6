"""A cut now beside attrition, for an industry or a firm."""
