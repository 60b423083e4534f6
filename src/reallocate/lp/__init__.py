"""Linear programmes over named axes, held and changed inside HiGHS. No firm."""
