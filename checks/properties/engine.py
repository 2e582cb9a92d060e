"""What in the Value of Stage 2 explains a failure of what is built on it: for the `after` of later topics."""

_USED = ("add", "value_plus_number", "subtract", "value_minus_number", "divide", "exp", "log")

VALUES_RIGHT = [f"autograd.value_of_{operation}" for operation in _USED]
"""The operations that a loss is usually written with have the right values."""

GRADIENTS_RIGHT = [
    *(f"autograd.derivative_of_{operation}" for operation in _USED),
    "backward.a_second_use_adds_to_the_gradient",
    "backward.a_node_waits_for_all_of_its_uses",
    "backward.equal_data_are_different_nodes",
    "backward.gradients_of_any_graph_are_right",
]
"""They have the right derivatives, and backward carries these through any graph."""
