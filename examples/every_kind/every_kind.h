/* What the files of this example share: one file for each kind of summary. */
#ifndef EVERY_KIND_H
#define EVERY_KIND_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents.h>

enum { STEPS = 3, EXAMPLES = 40, CLASSES = 3 };

/* The writer of the log directory and its path; NULL while the values are listed. */
extern tfe_writer *writer;
extern const char *logdir;

extern const char *const class_names[CLASSES];

/* Each writes the values of its kind, or lists them. */
void scalars(void);
void hparams(void);
void pr_curves(void);
void texts(void);
void sounds(void);
void images(void);
void meshes(void);
void layouts(void);
void embeddings(void);
void histograms(void);
void tensors(void);
void confusion(void);
void graph(void);
void costs(void);
void keras_model(void);
void profile(void);

/* Prints a line of the list. */
void list(const char *format, ...);
/* Prints n numbers as a JSON array. */
void list_numbers(const char *name, const double *numbers, int n);
/* Prints texts as a JSON array of strings. */
void list_texts(const char *name, const char *const *texts, int n);
/* Prints a tensor, whose shape is a JSON array. */
void list_tensor(const char *tag, int step, const char *shape, const double *values, int n);

#endif
