/* Meshes, and the layout of the Custom Scalars dashboard. */
#include "every_kind.h"

/* Two tetrahedra, coloured. */
void meshes(void)
{
	enum { BATCH = 2, VERTICES = 4, FACES = 4 };
	static const int32_t tetrahedron[FACES][3] = {{0, 1, 2}, {0, 1, 3}, {0, 2, 3}, {1, 2, 3}};
	float vertices[BATCH][VERTICES][3];
	uint8_t colours[BATCH][VERTICES][3];
	int32_t faces[BATCH][FACES][3];
	for (int step = 0; step < STEPS; step++) {
		double all_vertices[VERTICES * 3], all_colours[VERTICES * 3], all_faces[FACES * 3];
		for (int i = 0; i < BATCH; i++) {
			for (int k = 0; k < VERTICES * 3; k++) {
				int v = k / 3, c = k % 3;
				vertices[i][v][c] = (float)(v == c + 1) + 0.25f * (float)step;
				colours[i][v][c] = (uint8_t)(60 * v + 20 * c + i);
				faces[i][v][c] = tetrahedron[v][c];
				all_vertices[k] = (double)vertices[i][v][c];
				all_colours[k] = colours[i][v][c];
				all_faces[k] = faces[i][v][c];
			}
			if (writer)
				continue;
			printf("{\"kind\": \"mesh\", \"tag\": \"mesh\", \"step\": %d, \"sample\": "
			       "%d",
			       step, i);
			list_numbers("VERTEX", all_vertices, VERTICES * 3);
			list_numbers("COLOR", all_colours, VERTICES * 3);
			list_numbers("FACE", all_faces, FACES * 3);
			puts("}");
		}
		tfe_mesh mesh = TFE_MESH_INIT;
		mesh.batch = BATCH;
		mesh.vertices = &vertices[0][0][0];
		mesh.n_vertices = VERTICES;
		mesh.colours = &colours[0][0][0];
		mesh.faces = &faces[0][0][0];
		mesh.n_faces = FACES;
		if (writer)
			tfe_writer_add_mesh(writer, "mesh", step, &mesh);
	}
}

/* An open category and one that is closed at first. */
void layouts(void)
{
	static const char *const tags[] = {"scalar/plain", "scalar/desc.*"};
	static const tfe_margin margin = {"scalar/plain", "scalar/described", "scalar/plain"};
	static const tfe_chart lines = {.title = "Lines", .tags = tags, .n_tags = 2};
	static const tfe_chart margins = {.title = "Margins", .margins = &margin, .n_margins = 1};
	const tfe_chart both[] = {lines, margins};
	const tfe_chart_category categories[] = {{"All scalars", both, 2, false},
						 {"Closed", &lines, 1, true}};
	if (writer)
		tfe_writer_add_layout(writer, categories, 2);
	list("{\"kind\": \"layout\", \"layout\": [{\"title\": \"All scalars\", \"closed\": false, "
	     "\"chart\": "
	     "[{\"title\": \"Lines\", \"multiline\": {\"tag\": [\"scalar/plain\", "
	     "\"scalar/desc.*\"]}}, {\"title\": \"Margins\", \"margin\": {\"series\": [{\"value\": "
	     "\"scalar/plain\", \"lower\": \"scalar/described\", \"upper\": "
	     "\"scalar/plain\"}]}}]}, {\"title\": \"Closed\", \"closed\": true, \"chart\": "
	     "[{\"title\": \"Lines\", \"multiline\": {\"tag\": [\"scalar/plain\", "
	     "\"scalar/desc.*\"]}}]}], \"match\": \"scalar/desc.*\", \"tags\": "
	     "[\"scalar/described\"]}");
}
