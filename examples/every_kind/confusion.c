/* Confusion matrices, and the scores of their classes. */
#include "every_kind.h"

/* Counts two batches at each step. */
void confusion(void)
{
	int64_t counts[CLASSES * CLASSES] = {0};
	for (int step = 0; step < STEPS; step++) {
		double values[CLASSES * CLASSES];
		for (int batch = 0; batch < 2; batch++) {
			int32_t labels[EXAMPLES], predictions[EXAMPLES];
			for (int i = 0; i < EXAMPLES; i++) {
				labels[i] = i % CLASSES;
				predictions[i] = i % 7 ? labels[i] : (i + batch) % CLASSES;
			}
			if (tfe_confusion_count(labels, predictions, EXAMPLES, CLASSES, counts) !=
			    TFE_OK)
				return;
		}
		if (writer) {
			tfe_writer_add_confusion_matrix(writer, "confusion", step, counts, CLASSES,
							class_names);
			tfe_writer_add_class_scores(writer, "confusion", step, counts, CLASSES,
						    class_names);
		}
		for (int i = 0; i < CLASSES * CLASSES; i++)
			values[i] = (double)counts[i];
		list_tensor("confusion/counts", step, "[3, 3]", values, CLASSES * CLASSES);
		for (int c = 0; c < CLASSES; c++) {
			double row = 0, column = 0, right = values[c * CLASSES + c];
			for (int i = 0; i < CLASSES; i++) {
				row += values[c * CLASSES + i];
				column += values[i * CLASSES + c];
			}
			const double scores[] = {right / column, right / row,
						 2 * right / (row + column)};
			static const char *const names[] = {"precision", "recall", "f1"};
			for (int k = 0; k < 3; k++)
				list("{\"kind\": \"scalar\", \"tag\": \"confusion/%s/%s\", "
				     "\"step\": "
				     "%d, \"value\": %.17g}",
				     names[k], class_names[c], step, scores[k]);
		}
	}
}
