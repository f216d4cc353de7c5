/* common: a program that lacks memory ends with a message, after what the caller has set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/memory.h"

static void before_the_end(void)
{
	fputs("restored; ", stderr);
}

/* Lets a child lack memory. Returns its exit status, and what it writes to standard error. */
static int lack_memory(void (*end)(void), char *text, size_t size)
{
	int fds[2], status;
	assert_int_equal(pipe(fds), 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(fds[1], STDERR_FILENO);
		need_end_with(end);
		need_resize(NULL, SIZE_MAX, 2);
		_exit(99);
	}
	close(fds[1]);
	size_t n = 0;
	for (ssize_t more; n < size - 1 && (more = read(fds[0], text + n, size - 1 - n)) > 0;)
		n += (size_t)more;
	text[n] = '\0';
	close(fds[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_program_without_memory_ends(void **state)
{
	(void)state;
	char text[64];
	assert_int_equal(lack_memory(NULL, text, sizeof text), 2);
	assert_string_equal(text, "out of memory\n");
	assert_int_equal(lack_memory(before_the_end, text, sizeof text), 2);
	assert_string_equal(text, "restored; out of memory\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_program_without_memory_ends)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
