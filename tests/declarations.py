"""What a test declares in rules.toml beside the embedded rules: further confirmations, by line."""

LEGAL_REVIEW = """
[[confirmation]]
key = "legal-review"
line = "5.6"
title = "Legal review"
question = "Is everything in this plan within the law and the award?"
step = 5
about = "plan"
status = "intermediate"
blocks = "final"
asked = ["occ"]
days = 3
reminders = [1]
escalates = [{after_days = 2, to = "occ"}]
"""
SCOPE_CHECK = """
[[confirmation]]
key = "scope-check"
line = "5.6"
title = "Scope check"
question = "Does what the center does here fit what OCC and OHS said of the overlaps?"
step = 5
about = "center"
status = "intermediate"
blocks = "approval"
asked = ["cor", "fpo"]
days = 2
"""
SPRING_LOOK = """
[[confirmation]]
key = "spring-look"
line = "6.2"
title = "Spring look"
question = "Does the plan still fit the state?"
step = 6
about = "plan"
status = "final"
blocks = "nothing"
asked = ["regional-manager"]
days = 10
"""
