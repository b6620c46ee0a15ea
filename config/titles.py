"""What people call the roles."""

from config.vocabulary import Role

TITLE_OF: dict[Role, str] = {
    Role.OCC: "program staff of the Office of Child Care",
    Role.OHS: "program staff of the Office of Head Start",
    Role.REGIONAL_MANAGER: "Regional Program Manager",
    Role.REGIONAL_STAFF: "regional staff",
    Role.SPECIALIST: "State Systems Specialist",
    Role.INFANT_TODDLER_SPECIALIST: "Infant/Toddler Specialist",
    Role.REGIONAL_CENTER_REPRESENTATIVE: "Regional Center Representative",
    Role.REGIONAL_PARTNER: "regional partner",
    Role.ADMINISTRATOR: "Administrator",
    Role.ADVISORY_COUNCIL_CHAIR: "Early Childhood Advisory Council chair",
    Role.HEAD_START_COLLABORATION_DIRECTOR: "Head Start Collaboration Director",
    Role.LICENSING_DIRECTOR: "Licensing Director",
    Role.RESOURCE_AND_REFERRAL_LEAD: "child care resource and referral lead",
    Role.LOCAL_INITIATIVE_LEAD: "local early childhood initiative lead",
    Role.HEALTH_LEAD: "health lead",
    Role.SCHOOL_AGE_LEAD: "school-age lead",
    Role.INFANT_TODDLER_LEAD: "infant/toddler lead",
    Role.PREKINDERGARTEN_LEAD: "prekindergarten lead",
    Role.PROFESSIONAL_DEVELOPMENT_LEAD: "professional development lead",
    Role.QUALITY_RATING_LEAD: "quality rating and improvement lead",
    Role.OTHER_STATE_LEAD: "other state lead",
    Role.CENTER_LEAD: "center lead",
    Role.PROJECT_LEAD: "project lead",
    Role.COR: "COR",
    Role.FPO: "FPO",
}
"""The title of every role, as it reads in "nobody is ... of Oregon"."""
