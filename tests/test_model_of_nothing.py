"""A model that is none is not believed: its logits are made from the context, and its parameters do nothing.

Whatever it says of itself agrees with what it does: losses with logits, gradients of 0 with a loss that never moves. So
it has what is true of its text and its logits, and nothing of what learning is about.
"""

from __future__ import annotations

from pathlib import Path

from support import cases_of

import checks.properties  # noqa: F401  # registers them
from checks.registry import all_properties
from checks.session import Session
from checks.submissions import read_submission
from checks.verdicts import Status

AUTOGRAD = """
class Value:
    def __init__(self, data): self.data, self.grad = data, 0.0
    def backward(self): self.grad = 1.0
"""
MODEL = """
import math, random
from autograd import Value

class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.size, self.context_length = vocab_size, context_length
        self.spare = [Value(random.random()) for _ in range(2 * embed_dim)]
    def parameters(self): return list(self.spare)
    def logits(self, context):
        if all(p.data == self.spare[0].data for p in self.spare): return [0.0] * self.size
        chance = random.Random(str(list(context)))
        return [chance.uniform(-5, 5) for _ in range(self.size)]
    def forward(self, context): return [Value(z) for z in self.logits(context)]
    def loss(self, context, y):
        z = self.logits(context)
        return Value(math.log(math.fsum(map(math.exp, z))) - z[y])

def sgd_step(parameters, learning_rate):
    for p in parameters: p.data -= learning_rate * p.grad

def mean_loss(model, text, char_to_idx):
    x, n = [char_to_idx[c] for c in text], model.context_length
    losses = [model.loss(x[i : i + n], x[i + n]).data for i in range(len(x) - n)]
    return math.fsum(losses) / len(losses)

def train(model, text, char_to_idx, epochs=10, learning_rate=0.1):
    return [mean_loss(model, text, char_to_idx)] * epochs
"""
OF_LEARNING = {
    "lm.loss_gradient_is_the_slope_of_the_loss",
    "lm_parameters.each_matters",
    "training.small_step_lowers_the_loss_by_its_squared_gradient",
    "training.one_epoch_over_one_window_is_one_step",
    "training.gradients_left_behind_do_not_count",
    "training.every_epoch_over_one_window_is_one_step",
    "training.averages_are_losses_on_the_way",
    "training.every_window_pulls_once_an_epoch",
    "training.every_window_of_a_long_text_pulls",
    "training.what_follows_what_is_learned",
    "training.ten_epochs_at_a_tenth_are_the_default",
}


def test_what_learning_is_about_fails(tmp_path: Path) -> None:
    """Every property that says where gradients lead finds that they lead nowhere."""
    (tmp_path / "autograd.py").write_text(AUTOGRAD, encoding="utf-8")
    (tmp_path / "lm.py").write_text(MODEL, encoding="utf-8")
    cases = cases_of(0, "quick")
    with Session(read_submission(tmp_path)) as session:
        asked = [prop for prop in all_properties() if prop.id in OF_LEARNING]
        verdicts = [session.judge(prop, cases, 0, "quick", shrinking_budget=None) for prop in asked]
    assert {verdict.id for verdict in verdicts if verdict.status is Status.FAILED} == OF_LEARNING
    assert all("whatever" in verdict.message for verdict in verdicts if "step" in verdict.id), verdicts
