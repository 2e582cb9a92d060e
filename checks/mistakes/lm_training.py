"""Mistakes in lm.py, third part: steps, training and perplexity."""

from __future__ import annotations

from functools import partial

from checks.mistakes.record import Mistake

# The longer passages of the reference that mistakes are made in.
STEP = "parameter.data -= learning_rate * parameter.grad"
SET_UP = """\
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    parameters = model.parameters()
"""
EPOCH = """\
        losses = []
        for context, target_idx in examples:
            loss = model.loss(context, target_idx)
            model.zero_grad()
"""
ZERO_GRAD = "            model.zero_grad()\n"
DESCENT = """\
            loss.backward()
            sgd_step(parameters, learning_rate)
"""
AVERAGE = "        epoch_losses.append(fmean(losses))\n"
MEASURE = "return perplexity(fmean(model.loss(context, target_idx).data for context, target_idx in examples))"

mistake = partial(Mistake, module="lm")

MISTAKES: tuple[Mistake, ...] = (
    mistake(
        id="lm.step_uphill",
        kind="classic",
        story="The step goes along the gradient: the loss rises.",
        hint="Which way is down?",
        caught_by="training.step_goes_against_the_gradient",
        old=STEP,
        new="parameter.data += learning_rate * parameter.grad",
    ),
    mistake(
        id="lm.step_by_sign",
        kind="trap",
        story="Only the sign of the gradient counts: the loss falls, but a steep slope makes no longer step.",
        hint="Double the gradient: what happens to the step?",
        caught_by="training.step_goes_against_the_gradient",
        old=STEP,
        new="parameter.data -= learning_rate * ((parameter.grad > 0) - (parameter.grad < 0))",
    ),
    mistake(
        id="lm.step_clips_gradients",
        kind="trap",
        story="Gradients are cut off at 1, which few small models ever notice.",
        hint="Try a gradient of 4.",
        caught_by="training.step_goes_against_the_gradient",
        old=STEP,
        new="parameter.data -= learning_rate * max(-1.0, min(1.0, parameter.grad))",
    ),
    mistake(
        id="lm.train_never_zeroes",
        kind="classic",
        story="Gradients are never zeroed: every step repeats all the earlier ones.",
        hint="What does backward do to a .grad that is not 0?",
        caught_by="training.every_epoch_over_one_window_is_one_step",
        old=ZERO_GRAD + DESCENT,
        new=DESCENT,
    ),
    mistake(
        id="lm.train_zeroes_once_an_epoch",
        kind="subtle",
        story="Gradients are zeroed at the start of an epoch, but every window makes a step.",
        hint="What is in the gradients when the second window's turn comes?",
        caught_by="training.every_window_pulls_once_an_epoch",
        old=EPOCH,
        new="        losses = []\n        model.zero_grad()\n        for context, target_idx in examples:\n"
        "            loss = model.loss(context, target_idx)\n",
    ),
    mistake(
        id="lm.train_zeroes_after_the_step",
        kind="corner",
        story="Gradients are zeroed after each step: the first one still sees what was there before training.",
        hint="Call backward on some loss, then train.",
        caught_by="training.gradients_left_behind_do_not_count",
        old=ZERO_GRAD + DESCENT,
        new=DESCENT + ZERO_GRAD,
    ),
    mistake(
        id="lm.train_zeroes_after_backward",
        kind="classic",
        story="Gradients are zeroed between backward and the step: nothing ever moves.",
        hint="What are the gradients when the step is made?",
        caught_by="training.one_epoch_over_one_window_is_one_step",
        old=ZERO_GRAD + DESCENT,
        new=DESCENT.replace("            sgd_step", f"{ZERO_GRAD}            sgd_step"),
    ),
    mistake(
        id="lm.train_a_copy",
        kind="subtle",
        story="A copy of the model is trained; the caller's model stays as it was.",
        hint="Which object learns?",
        caught_by="training.one_epoch_over_one_window_is_one_step",
        old=SET_UP,
        new=f"    import copy\n\n    model = copy.deepcopy(model)\n{SET_UP}",
    ),
    mistake(
        id="lm.train_makes_its_own_vocabulary",
        kind="trap",
        story="The text is numbered by its own characters, not by the map that the model goes with.",
        hint="Train on a text that lacks the first character of the vocabulary.",
        caught_by="training.one_epoch_over_one_window_is_one_step",
        old=SET_UP,
        new=SET_UP.replace("char_to_idx)", "build_vocab(text)[0])"),
    ),
    mistake(
        id="lm.train_decays_the_rate",
        kind="trap",
        story="The learning rate shrinks after each epoch, though the assignment says that it is constant.",
        hint="How long is the second step?",
        caught_by="training.every_epoch_over_one_window_is_one_step",
        old=AVERAGE,
        new=f"{AVERAGE}        learning_rate *= 0.9\n",
    ),
    mistake(
        id="lm.train_misses_an_epoch",
        kind="classic",
        story="The epochs are counted from 1 to epochs - 1.",
        hint="Train for one epoch.",
        caught_by="training.returns_one_average_for_each_epoch",
        old="for _ in range(epochs):",
        new="for _ in range(1, epochs):",
    ),
    mistake(
        id="lm.train_stops_early",
        kind="corner",
        story="Training ends when the average has not fallen: fewer epochs, and a shorter list.",
        hint="Train where there is nothing to learn.",
        caught_by="training.returns_one_average_for_each_epoch",
        old=AVERAGE,
        new=f"{AVERAGE}        if epoch_losses[-1] >= min([*epoch_losses[:-1], 1e9]):\n            break\n",
    ),
    mistake(
        id="lm.train_reports_sums",
        kind="classic",
        story="The losses of an epoch are added up, not averaged.",
        hint="What should the number be for a text that is twice as long?",
        caught_by="training.averages_are_means_over_the_windows",
        old="epoch_losses.append(fmean(losses))",
        new="epoch_losses.append(sum(losses))",
    ),
    mistake(
        id="lm.train_reports_the_last_loss",
        kind="subtle",
        story="The loss of the epoch's last window is reported for all of them.",
        hint="Whose loss is it?",
        caught_by="training.averages_are_means_over_the_windows",
        old="epoch_losses.append(fmean(losses))",
        new="epoch_losses.append(losses[-1])",
    ),
    mistake(
        id="lm.train_divides_by_characters",
        kind="subtle",
        story="The sum of the losses is divided by the number of characters, of which there are more than windows.",
        hint="How many losses were added up?",
        caught_by="training.averages_are_losses_on_the_way",
        old="epoch_losses.append(fmean(losses))",
        new="epoch_losses.append(sum(losses) / len(text))",
    ),
    mistake(
        id="lm.train_default_rate",
        kind="corner",
        story="The learning rate is 0.01 by default.",
        hint="Compare the signature with the assignment's.",
        caught_by="training.ten_epochs_at_a_tenth_are_the_default",
        old="learning_rate: float = 0.1",
        new="learning_rate: float = 0.01",
    ),
    mistake(
        id="lm.perplexity_of_the_sum",
        kind="classic",
        story="The exponential is taken of the sum of the losses.",
        hint="What is the perplexity of a text that comes twice?",
        caught_by="training.perplexity_is_exp_of_the_mean_loss",
        old=MEASURE,
        new=MEASURE.replace("fmean(", "sum("),
    ),
    mistake(
        id="lm.perplexity_mean_of_exponentials",
        kind="subtle",
        story="The perplexities of the windows are averaged, which is never less than the perplexity of the text.",
        hint="Which comes first, the mean or the exponential?",
        caught_by="training.perplexity_is_exp_of_the_mean_loss",
        old=MEASURE,
        new="return fmean(perplexity(model.loss(context, target_idx).data) for context, target_idx in examples)",
    ),
    mistake(
        id="lm.perplexity_to_base_2",
        kind="trap",
        story="2 to the power of a loss in nats.",
        hint="What is the perplexity of a fair coin?",
        caught_by="training.perplexity_of_a_uniform_model_is_the_vocabulary_size",
        old=MEASURE,
        new=MEASURE.replace("perplexity(", "2.0 ** ("),
    ),
    mistake(
        id="lm.perplexity_trains",
        kind="trap",
        story="The average loss is taken from one more epoch of training.",
        hint="Measure twice: is the second perplexity the same?",
        caught_by="training.measuring_leaves_the_parameters_as_they_are",
        old=MEASURE,
        new="return perplexity(train(model, text, char_to_idx, epochs=1)[0])",
    ),
    mistake(
        id="lm.step_rebinds_the_name",
        kind="classic",
        story="The loop variable is given a new Value; the parameter that it named stays as it was.",
        hint="What does an assignment to a loop variable change?",
        caught_by="training.step_goes_against_the_gradient",
        old=STEP,
        new="parameter = Value(parameter.data - learning_rate * parameter.grad)",
    ),
    mistake(
        id="lm.step_keeps_momentum",
        kind="trap",
        story="Nine tenths of the last step are made once more, as in another method: right for the first step only.",
        hint="What does the second step depend on?",
        caught_by="training.every_epoch_over_one_window_is_one_step",
        old="""\
    for parameter in parameters:
        parameter.data -= learning_rate * parameter.grad""",
        new="""\
    velocity = getattr(sgd_step, "velocity", {})
    sgd_step.velocity = {p: 0.9 * velocity.get(p, 0.0) + p.grad for p in parameters}
    for parameter in parameters:
        parameter.data -= learning_rate * sgd_step.velocity[parameter]""",
    ),
    mistake(
        id="lm.step_skips_tiny_moves",
        kind="trap",
        story="Moves below 1e-4 are not worth making, it is thought: near the minimum nothing moves any more.",
        hint="Make a step at a very small rate.",
        caught_by="training.small_step_lowers_the_loss_by_its_squared_gradient",
        old=STEP,
        new="move = learning_rate * parameter.grad\n        parameter.data -= move if abs(move) > 1e-4 else 0.0",
    ),
    mistake(
        id="lm.train_shuffles_contexts_and_targets_apart",
        kind="classic",
        story="Contexts and targets are shuffled each by itself: what follows what is lost.",
        hint="After shuffling, is the target still that of its context?",
        caught_by="training.what_follows_what_is_learned",
        old="        for context, target_idx in examples:\n",
        new="        contexts, targets = map(list, zip(*examples, strict=True))\n"
        "        random.shuffle(contexts)\n"
        "        random.shuffle(targets)\n"
        "        for context, target_idx in zip(contexts, targets, strict=True):\n",
    ),
    mistake(
        id="lm.train_draws_windows",
        kind="subtle",
        story="Each step is made for a window drawn at random: some come twice in an epoch, and some not at all.",
        hint="How often is each window visited in one epoch?",
        caught_by="training.every_window_pulls_once_an_epoch",
        old="        for context, target_idx in examples:\n",
        new="        for context, target_idx in random.choices(examples, k=len(examples)):\n",
    ),
    mistake(
        id="lm.train_drops_the_last_batch",
        kind="trap",
        story="Windows are shuffled and taken in fours; what does not fill the last four is dropped.",
        hint="How many windows does a text of eight characters have, and how many of them are seen in an epoch?",
        caught_by="training.every_window_of_a_long_text_pulls",
        old="        for context, target_idx in examples:\n",
        new=(
            "        shuffled = random.sample(examples, len(examples))\n"
            "        for context, target_idx in shuffled[: len(examples) // 4 * 4 or None]:\n"
        ),
    ),
    mistake(
        id="lm.train_clips_gradients",
        kind="subtle",
        story="Gradients are clipped at a norm of 5, as it is done for recurrent networks.",
        hint="How far is a step where the gradient is large?",
        caught_by="training.one_epoch_over_one_window_is_one_step",
        old="            sgd_step(parameters, learning_rate)\n",
        new=(
            "            norm = sum(parameter.grad**2 for parameter in parameters) ** 0.5\n"
            "            sgd_step(parameters, learning_rate * min(1.0, 5.0 / max(norm, 1.0)))\n"
        ),
    ),
    mistake(
        id="lm.train_reads_the_first_hundred_windows",
        kind="trap",
        story="A limit from the first trials was left in: of a long text, training reads a hundred windows.",
        hint="Train on a text whose last character comes nowhere else: does the model ever expect it?",
        caught_by="training.every_window_of_a_long_text_pulls",
        old=SET_UP,
        new=SET_UP.replace("model.context_length)", "model.context_length)[:100]"),
    ),
    mistake(
        id="lm.train_steps_before_backward",
        kind="classic",
        story="The step comes before the backward pass, when all gradients are 0: nothing ever moves.",
        hint="What are the gradients when the step is made?",
        caught_by="training.one_epoch_over_one_window_is_one_step",
        old=DESCENT,
        new="            sgd_step(parameters, learning_rate)\n            loss.backward()\n",
    ),
    mistake(
        id="lm.train_at_a_tenth",
        kind="trap",
        story="The rate that was tried first, 0.1, stands in the call of sgd_step.",
        hint="Train at another rate: is there a difference?",
        caught_by="training.one_epoch_over_one_window_is_one_step",
        old="sgd_step(parameters, learning_rate)\n",
        new="sgd_step(parameters, 0.1)\n",
    ),
    mistake(
        id="lm.train_always_ten_epochs",
        kind="trap",
        story="The number of epochs that was tried first, 10, stands in the loop.",
        hint="Train for one epoch: how many numbers come back?",
        caught_by="training.returns_one_average_for_each_epoch",
        old="for _ in range(epochs):",
        new="for _ in range(10):",
    ),
    mistake(
        id="lm.train_averages_since_the_start",
        kind="subtle",
        story="The losses are never cleared: every average is that of all epochs so far, and lags behind.",
        hint="Which losses belong to the second epoch?",
        caught_by="training.averages_are_losses_on_the_way",
        old="    for _ in range(epochs):\n        losses = []\n",
        new="    losses = []\n    for _ in range(epochs):\n",
    ),
    mistake(
        id="lm.train_reports_perplexities",
        kind="classic",
        story="The exponential of the average is returned for each epoch.",
        hint="What unit have the numbers that are asked for?",
        caught_by="training.averages_are_losses_on_the_way",
        old="epoch_losses.append(fmean(losses))",
        new="epoch_losses.append(perplexity(fmean(losses)))",
    ),
    mistake(
        id="lm.perplexity_divides_by_characters",
        kind="subtle",
        story="The sum of the losses is divided by the number of characters, of which there are more than windows.",
        hint="How many losses were added up?",
        caught_by="training.perplexity_is_exp_of_the_mean_loss",
        old=MEASURE,
        new=MEASURE.replace("fmean(", "sum(").replace("in examples)", "in examples) / len(text)"),
    ),
    mistake(
        id="lm.perplexity_of_the_first_hundred_windows",
        kind="trap",
        story="To save time, the perplexity is that of the first hundred windows.",
        hint="Measure a text that begins with a hundred times the same character.",
        caught_by="training.perplexity_is_exp_of_the_mean_loss",
        old=MEASURE,
        new=MEASURE.replace("in examples", "in examples[:100]"),
    ),
    mistake(
        id="lm.perplexity_of_separate_windows",
        kind="trap",
        story="Only windows that do not overlap are measured: with a context of one character that is all of them.",
        hint="How many windows has a text of ten characters with a context of three?",
        caught_by="training.perplexity_is_exp_of_the_mean_loss",
        old=MEASURE,
        new=MEASURE.replace("in examples))", "in examples[:: model.context_length]))"),
    ),
)
