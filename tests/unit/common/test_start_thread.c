/* common: threads of the programs leave signals to the thread that waits for them. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "common/start_thread.h"

static void *ask_mask(void *mask)
{
	pthread_sigmask(SIG_BLOCK, NULL, mask);
	return NULL;
}

static void signals_are_for_other_threads(void **state)
{
	(void)state;
	static const int blocked[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGCHLD, SIGXFSZ, SIGALRM};
	static const int faults[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV};
	sigset_t mask;
	pthread_t thread;
	sigemptyset(&mask);
	assert_true(start_thread(&thread, ask_mask, &mask));
	assert_int_equal(pthread_join(thread, NULL), 0);
	for (size_t i = 0; i < sizeof blocked / sizeof *blocked; i++)
		assert_int_equal(sigismember(&mask, blocked[i]), 1);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		assert_int_equal(sigismember(&mask, faults[i]), 0);
}

static void the_mask_of_the_caller_stays(void **state)
{
	(void)state;
	sigset_t mine, after;
	pthread_t thread;
	sigemptyset(&mine);
	sigaddset(&mine, SIGUSR2);
	assert_int_equal(pthread_sigmask(SIG_SETMASK, &mine, NULL), 0);
	assert_true(start_thread(&thread, ask_mask, &after));
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(pthread_sigmask(SIG_BLOCK, NULL, &after), 0);
	assert_int_equal(sigismember(&after, SIGUSR2), 1);
	assert_int_equal(sigismember(&after, SIGTERM), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signals_are_for_other_threads),
		cmocka_unit_test(the_mask_of_the_caller_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
