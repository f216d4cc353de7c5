"""Trains with keras.callbacks.TensorBoard and every one of its arguments.

    python keras_run.py LOGDIR

tests/compat/keras_run contains the event files of one such run. tests/compat/keras_replay.py knows
the number of batches and the shapes of the weights."""
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy

keras.utils.set_random_seed(1)
inputs = numpy.random.randint(0, 10, (48, 4))
labels = (inputs.sum(1) > 18).astype("float32")
model = keras.Sequential([
    keras.Input((4, )),
    keras.layers.Embedding(10, 3, name="words"),
    keras.layers.Flatten(),
    keras.layers.Dense(5, activation="relu", name="hidden"),
    keras.layers.Dense(1, activation="sigmoid", name="out"),
], name="model")
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
logdir = sys.argv[1]
os.makedirs(logdir)
with open(os.path.join(logdir, "words.tsv"), "w") as file:
    file.writelines(f"word{i}\n" for i in range(10))
callback = keras.callbacks.TensorBoard(
    log_dir=logdir, histogram_freq=1, write_graph=True, write_images=True,
    write_steps_per_second=True, update_freq=2, profile_batch=(2, 4), embeddings_freq=1,
    embeddings_metadata="words.tsv")
model.fit(inputs, labels, epochs=3, batch_size=8, validation_data=(inputs[:16], labels[:16]),
          callbacks=[callback], verbose=0)
