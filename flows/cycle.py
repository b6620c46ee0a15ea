"""The flows of a cycle, in the order of its steps."""

from flows.deployments import StepFlows
from flows.step_1_preparation import step_1_preparation
from flows.step_2_identification import step_2_identification
from flows.step_3_alignment import step_3_alignment
from flows.step_4_confirmation import step_4_confirmation
from flows.step_5_approval import step_5_approval
from flows.step_6_delivery import step_6_delivery
from flows.step_7_quality import step_7_quality

STEP_FLOWS: StepFlows = {
    1: step_1_preparation,
    2: step_2_identification,
    3: step_3_alignment,
    4: step_4_confirmation,
    5: step_5_approval,
    6: step_6_delivery,
    7: step_7_quality,
}
