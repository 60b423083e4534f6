"""A planner's own plan beside the best one."""
