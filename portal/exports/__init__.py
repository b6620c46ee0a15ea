"""What leaves the record whole: plans, answers and approvals as data, and all about one plan."""
