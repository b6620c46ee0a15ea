"""What tests write into a plan: needs, an activity, documents looked at, a signed memo."""

DOCUMENTS = [
    "Existing TA",
    "State plan",
    "Implementation plans",
    "Corrective action plans",
    "Quality Program Reports (QPR)",
    "Federal 801 Report",
    "Race to the Top Early Learning Challenge Reports",
    "Early Childhood Advisory Committee Annual Report",
]
"""What the source has looked at (1.5), in its order."""

LOOKED_AT = [
    {"document": "State plan", "is_available": True, "says": "A new data system comes in 2017."},
    *({"document": one, "is_available": False} for one in DOCUMENTS if one != "State plan"),
]
"""Every document of the list: one is available."""

BACKGROUND_CHECKS = {
    "topic": "background-checks",  # led by ECQA
    "text": "Help with background checks",
    "priority": 1,
    "requirement": "ccdbg",
}
SCHOOL_AGE = {
    "topic": "school-age-care",  # led by NCASE
    "text": "More school-age care",
    "priority": 3,
    "requirement": "beyond compliance",
    "setting": "school age",
}
MEMO = b"%PDF-1.7\nsigned\n%%EOF\n"
COACHING = {
    "title": "Coaching of licensing staff",
    "description": "Six sessions and one visit.",
    "intensity": "intensive",
    "forms": ["coaching", "consultation"],
    "approach": "state",
}
