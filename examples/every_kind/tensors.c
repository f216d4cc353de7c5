/* Tensors under a plugin of one's own. */
#include "every_kind.h"

/* Half floats and a transposed matrix of integers, under a plugin that TensorBoard does not
 * have. */
void tensors(void)
{
	static const tfe_plugin plugin = {"my_plugin", "its content", 11};
	static const uint16_t halves[] = {0x3c00, 0xc000, 0x3800}; /* 1, -2, 0.5 */
	static const double half_values[] = {1, -2, 0.5};
	const int64_t three = 3, transposed[] = {3, 2};
	const int64_t strides[] = {sizeof(int64_t), 3 * sizeof(int64_t)};
	for (int step = 0; step < STEPS; step++) {
		int64_t matrix[2][3];
		double values[6];
		for (int i = 0; i < 6; i++) {
			matrix[i / 3][i % 3] = 10 * step + i;
			values[i % 3 * 2 + i / 3] = 10 * step + i;
		}
		const tfe_array a = {halves, TFE_DTYPE_FLOAT16, 1, &three, NULL};
		const tfe_array b = {matrix, TFE_DTYPE_INT64, 2, transposed, strides};
		if (writer) {
			tfe_writer_add_tensor(writer, "tensor/half", step, &a, &plugin);
			tfe_writer_add_tensor(writer, "tensor/transposed", step, &b, &plugin);
		}
		list_tensor("tensor/half", step, "[3]", half_values, 3);
		list_tensor("tensor/transposed", step, "[3, 2]", values, 6);
	}
}
