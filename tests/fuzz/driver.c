/* A main function for the fuzz targets without libFuzzer: runs every file named, or in a folder
 * named, through LLVMFuzzerTestOneInput, then truncated and changed copies of it. The seed is
 * fixed, so every run is the same. The mutations are distributed evenly over the files, so a large
 * corpus does not take longer.
 *
 * fuzz_record [-m MUTATIONS] CORPUS... */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef void per_file(const char *path);

static size_t inputs, mutations = 4000;
static uint64_t state = 0x9e3779b97f4a7c15u;

static uint32_t next_random(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 32);
}

/* The copy has exactly its size, so that a read past the end is caught. */
static void run(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);
	if (!copy)
		exit(2);
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void mutate(const uint8_t *data, size_t size, size_t times)
{
	uint8_t *copy = malloc(size);
	if (!copy)
		exit(2);
	for (size_t i = 0; i < times; i++) {
		memcpy(copy, data, size);
		for (uint32_t flips = next_random() % 4; flips > 0; flips--)
			copy[next_random() % size] = (uint8_t)next_random();
		run(copy, next_random() % 3 == 0 ? next_random() % size : size);
	}
	free(copy);
}

static void count_file(const char *path)
{
	(void)path;
	inputs++;
}

static void run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	if (!f || fstat(fileno(f), &st) != 0) {
		fprintf(stderr, "cannot read %s\n", path);
		exit(2);
	}
	size_t size = (size_t)st.st_size;
	uint8_t *data = malloc(size + 1);
	if (!data || fread(data, 1, size, f) != size)
		exit(2);
	fclose(f);
	run(data, size);
	if (size > 0)
		mutate(data, size, (mutations + inputs - 1) / inputs);
	free(data);
}

static void for_each_file(const char *path, per_file *f)
{
	struct dirent **names;
	int n = scandir(path, &names, NULL, alphasort);
	if (n < 0) {
		f(path);
		return;
	}
	for (int i = 0; i < n; i++) {
		char file[4096];
		if (names[i]->d_name[0] != '.') {
			snprintf(file, sizeof(file), "%s/%s", path, names[i]->d_name);
			f(file);
		}
		free(names[i]);
	}
	free(names);
}

int main(int argc, char **argv)
{
	int first = 1;
	if (argc > 2 && strcmp(argv[1], "-m") == 0) {
		mutations = strtoul(argv[2], NULL, 10);
		first = 3;
	}
	for (int i = first; i < argc; i++)
		for_each_file(argv[i], count_file);
	for (int i = first; i < argc; i++)
		for_each_file(argv[i], run_file);
	printf("%s - %zu inputs and %zu mutations\n", inputs ? "ok 1" : "not ok 1", inputs,
	       mutations);
	return inputs ? 0 : 1;
}
