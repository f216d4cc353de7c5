/* write: meshes and point clouds. */
#include "unit/kinds.h"

static const float vertices[2 * 3 * 3] = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 1};
static const uint8_t colours[2 * 3 * 3] = {255, 0, 0, 0, 255, 0, 0, 0, 255};
static const int32_t faces[2 * 1 * 3] = {0, 1, 2, 2, 1, 0};

static const tfe_mesh whole = {.size = sizeof whole,
			       .batch = 2,
			       .vertices = vertices,
			       .n_vertices = 3,
			       .colours = colours,
			       .faces = faces,
			       .n_faces = 1,
			       .config = "{\"material\": {\"cls\": \"PointsMaterial\"}}"};

static tfe_status add(tfe_writer *w)
{
	tfe_mesh points = TFE_MESH_INIT;
	points.vertices = vertices;
	points.n_vertices = 6;
	tfe_status status = tfe_writer_describe(w, "mesh", "A mesh", NULL);
	if (!status)
		status = tfe_writer_add_mesh(w, "mesh", 1, &whole);
	return status ? status : tfe_writer_add_mesh(w, "points", 1, &points);
}

static tfe_status add_whole(tfe_writer *w)
{
	return tfe_writer_add_mesh(w, "mesh", 1, &whole);
}

static void bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("mesh", add);
}

static void check_part(const tfe_event *event, void *context)
{
	static const struct {
		const char *tag;
		int32_t part, dtype;
		uint32_t components;
		int32_t shape[3];
	} want[] = {
		{"mesh_VERTEX", TFE_MESH_PART_VERTICES, TFE_DTYPE_FLOAT32, 14, {2, 3, 3}},
		{"mesh_FACE", TFE_MESH_PART_FACES, TFE_DTYPE_INT32, 14, {2, 1, 3}},
		{"mesh_COLOR", TFE_MESH_PART_COLOURS, TFE_DTYPE_UINT8, 14, {2, 3, 3}},
		{"points_VERTEX", TFE_MESH_PART_VERTICES, TFE_DTYPE_FLOAT32, 2, {1, 6, 3}},
	};
	const int i = (*(int *)context)++;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_elements e;
	tfe_number x;
	tfe_mesh_content *m;
	assert_in_range(i, 0, 3);
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_int_equal(v.tag.size, strlen(want[i].tag));
	assert_memory_equal(v.tag.data, want[i].tag, v.tag.size);
	assert_int_equal(v.tensor.dtype, want[i].dtype);
	assert_int_equal(tfe_mesh_content_open(v.metadata.content, NULL, &m), TFE_OK);
	assert_int_equal(m->part, want[i].part);
	assert_int_equal(m->components, want[i].components);
	assert_memory_equal(m->name.data, want[i].tag, m->name.size);
	assert_memory_equal(m->config.data, i < 3 ? whole.config : "{}", m->config.size);
	assert_int_equal(m->rank, 3);
	for (int k = 0; k < 3; k++) {
		assert_int_equal(m->shape[k], want[i].shape[k]);
		assert_int_equal(v.tensor.dims[k], want[i].shape[k]);
	}
	tfe_mesh_content_close(m);
	tfe_elements_init(&e, &v.tensor);
	for (size_t k = 0; tfe_elements_next(&e, &x); k++)
		assert_true(x.value == (i == 1   ? (double)faces[k]
					: i == 2 ? (double)colours[k]
						 : (double)vertices[k]));
}

static void parts_are_decoded_as_they_were_written(void **state)
{
	(void)state;
	int n = 0;
	kinds_for_each_event(add, check_part, &n);
	assert_int_equal(n, 4);
	tfe_mesh_content_close(NULL);
}

static tfe_status open_bytes(const tfe_allocator *allocator, void *bytes)
{
	tfe_mesh_content *m;
	tfe_status status = tfe_mesh_content_open(*(tfe_bytes *)bytes, allocator, &m);
	tfe_mesh_content_close(m);
	return status;
}

static void damaged_contents_are_rejected(void **state)
{
	(void)state;
	static uint8_t large[(1 << 20) + 1];
	tfe_bytes bytes[] = {{(const uint8_t *)"\xff", 1},
			     {(const uint8_t *)"\x08\x01", 2},
			     {(const uint8_t *)"\x12\x01\xff", 3},
			     {large, sizeof large}};
	for (int i = 0; i < 4; i++)
		assert_int_equal(open_bytes(NULL, &bytes[i]), i == 3 ? TFE_E_LIMIT : TFE_E_DAMAGED);
	tfe_bytes good = {(const uint8_t *)"\x12\x01"
					   "a",
			  3};
	assert_true(inject_every_allocation(open_bytes, &good) > 1);
}

static tfe_status add_changed(tfe_writer *w, tfe_mesh m)
{
	return tfe_writer_add_mesh(w, "mesh", 0, &m);
}
static tfe_status no_size(tfe_writer *w)
{
	tfe_mesh m = whole;
	m.size = 0;
	return add_changed(w, m);
}
static tfe_status no_vertices(tfe_writer *w)
{
	tfe_mesh m = whole;
	m.vertices = NULL;
	return add_changed(w, m);
}
static tfe_status zero_vertices(tfe_writer *w)
{
	tfe_mesh m = whole;
	m.n_vertices = 0;
	return add_changed(w, m);
}
static tfe_status no_faces(tfe_writer *w)
{
	tfe_mesh m = whole;
	m.faces = NULL;
	return add_changed(w, m);
}
static tfe_status fourth_vertex(tfe_writer *w)
{
	static const int32_t wrong[] = {0, 1, 2, 0, 1, 3};
	tfe_mesh m = whole;
	m.faces = wrong;
	return add_changed(w, m);
}
static tfe_status too_many(tfe_writer *w)
{
	tfe_mesh m = whole;
	m.batch = SIZE_MAX / 2;
	return add_changed(w, m);
}
static tfe_status a_list(tfe_writer *w)
{
	tfe_mesh m = whole;
	m.config = "[]";
	return add_changed(w, m);
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{no_size, "tfe_mesh"},
		{no_vertices, "vertices are missing"},
		{zero_vertices, "vertices are missing"},
		{no_faces, "faces are missing"},
		{fourth_vertex, "face 1 has the vertex 3, not 0 to 2"},
		{too_many, "more than 2^31 - 1"},
		{a_list, "JSON object"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	kinds_check_memory(add_whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(parts_are_decoded_as_they_were_written),
		cmocka_unit_test(damaged_contents_are_rejected),
		cmocka_unit_test(wrong_arguments_are_refused),
		cmocka_unit_test(memory_may_be_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
