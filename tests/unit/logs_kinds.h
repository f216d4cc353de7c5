/* For unit tests: values of any kind in event files. */
#ifndef TESTS_UNIT_LOGS_KINDS_H
#define TESTS_UNIT_LOGS_KINDS_H

#include "unit/logs.h"

/* Begins a value whose metadata name a plugin; NULL: no metadata. */
static inline void logs_value_begin(struct logs_message *value, const char *tag, const char *plugin)
{
	static struct logs_message data, metadata;
	value->n = data.n = metadata.n = 0;
	logs_text(value, 1, tag);
	if (!plugin)
		return;
	logs_text(&data, 1, plugin);
	logs_bytes(&metadata, 1, data.data, data.n);
	logs_bytes(value, 9, metadata.data, metadata.n);
}

/* The wall time of step 0; a step takes a second. */
static double logs_wall_time = 1767225600;

/* Writes a record with the value. */
static inline void logs_value(const char *name, const struct logs_message *value, int64_t step)
{
	static struct logs_message event;
	logs_value_event(&event, step, logs_wall_time + (double)step, value);
	logs_append(name, &event);
}

/* Writes a tensor of n strings; one string has no shape, several are a vector. */
static inline void logs_strings(const char *name, const char *tag, const char *plugin, int64_t step,
				const char *const *strings, size_t n)
{
	static struct logs_message value, tensor, shape, dim;
	logs_value_begin(&value, tag, plugin);
	tensor.n = shape.n = dim.n = 0;
	logs_number(&tensor, 1, 7);
	logs_number(&dim, 1, n);
	logs_bytes(&shape, 2, dim.data, dim.n);
	logs_bytes(&tensor, 2, shape.data, n == 1 ? 0 : shape.n);
	for (size_t i = 0; i < n; i++)
		logs_text(&tensor, 8, strings[i]);
	logs_bytes(&value, 8, tensor.data, tensor.n);
	logs_value(name, &value, step);
}

/* Writes a matrix of float32 numbers. */
static inline void logs_matrix(const char *name, const char *tag, const char *plugin, int64_t step,
			       const float *numbers, size_t rows, size_t columns)
{
	static struct logs_message value, tensor, shape, dim;
	logs_value_begin(&value, tag, plugin);
	tensor.n = shape.n = 0;
	logs_number(&tensor, 1, 1);
	for (int i = 0; i < 2; i++) {
		dim.n = 0;
		logs_number(&dim, 1, i ? columns : rows);
		logs_bytes(&shape, 2, dim.data, dim.n);
	}
	logs_bytes(&tensor, 2, shape.data, shape.n);
	for (size_t i = 0; i < rows * columns; i++)
		logs_float(&tensor, 5, numbers[i]);
	logs_bytes(&value, 8, tensor.data, tensor.n);
	logs_value(name, &value, step);
}

/* Writes the int64 counts of a confusion matrix; `names` may be NULL. */
static inline void logs_counts(const char *name, const char *tag, const char *plugin, int64_t step,
			       const int64_t *counts, size_t classes, const char *const *names)
{
	static struct logs_message value, tensor, shape, dim, content, data, metadata;
	logs_value_begin(&value, tag, names ? NULL : plugin);
	tensor.n = shape.n = dim.n = content.n = data.n = metadata.n = 0;
	if (names) {
		for (size_t i = 0; i < classes; i++)
			logs_text(&content, 1, names[i]);
		logs_text(&data, 1, plugin);
		logs_bytes(&data, 2, content.data, content.n);
		logs_bytes(&metadata, 1, data.data, data.n);
		logs_bytes(&value, 9, metadata.data, metadata.n);
	}
	logs_number(&tensor, 1, 9);
	logs_number(&dim, 1, classes);
	logs_bytes(&shape, 2, dim.data, dim.n);
	logs_bytes(&shape, 2, dim.data, dim.n);
	logs_bytes(&tensor, 2, shape.data, shape.n);
	logs_bytes(&tensor, 4, counts, classes * classes * sizeof *counts);
	logs_bytes(&value, 8, tensor.data, tensor.n);
	logs_value(name, &value, step);
}

/* Writes an image or a sound in the format of TensorFlow 1. */
static inline void logs_image(const char *name, const char *tag, int64_t step, uint64_t w,
			      uint64_t h, const void *encoded, size_t n)
{
	static struct logs_message value, image;
	logs_value_begin(&value, tag, NULL);
	image.n = 0;
	logs_number(&image, 1, h);
	logs_number(&image, 2, w);
	logs_number(&image, 3, 3);
	logs_bytes(&image, 4, encoded, n);
	logs_bytes(&value, 4, image.data, image.n);
	logs_value(name, &value, step);
}

static inline void logs_audio(const char *name, const char *tag, int64_t step, float rate,
			      const void *encoded, size_t n)
{
	static struct logs_message value, audio;
	logs_value_begin(&value, tag, NULL);
	audio.n = 0;
	logs_float(&audio, 1, rate);
	logs_number(&audio, 2, 1);
	logs_bytes(&audio, 4, encoded, n);
	logs_text(&audio, 5, "audio/wav");
	logs_bytes(&value, 6, audio.data, audio.n);
	logs_value(name, &value, step);
}

/* Writes the bytes of a GraphDef. */
static inline void logs_graph(const char *name, const void *graph, size_t n)
{
	static struct logs_message event;
	logs_event(&event, 0, 1767225600);
	logs_bytes(&event, 4, graph, n);
	logs_append(name, &event);
}

#endif
