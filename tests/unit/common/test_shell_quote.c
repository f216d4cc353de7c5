/* common: words of a shell command mean the text that they quote, for the shells that are here. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/shell_quote.h"

static void expect(const char *text, const char *want)
{
	char *word = shell_quote(text);
	assert_string_equal(word, want);
	free(word);
}

static void words_are_quoted(void **state)
{
	(void)state;
	expect("logs/lr=0.1_bs32", "logs/lr=0.1_bs32");
	expect("", "''");
	expect("a b", "'a b'");
	expect("it's", "'it'\\''s'");
	expect("''", "''\\'''\\'''");
	expect("$(rm -rf /)", "'$(rm -rf /)'");
	expect("~root", "'~root'");
	expect("\u640d\u5931", "'\u640d\u5931'");
	expect("a\nb", "$'a\\012b'");
	expect("\033[31m'\\", "$'\\033[31m\\'\\\\'");
	expect("\xff"
	       "1",
	       "$'\\3771'");
	/* A character that changes the direction of text would show another command. */
	expect("a\u202eb", "$'a\\342\\200\\256b'");
}

/* Asserts that a shell reads the word as the text. */
static void expect_read(const char *shell, const char *text)
{
	char *word = shell_quote(text), command[64], got[512] = "";
	for (const char *c = word; *c; c++)
		assert_false(iscntrl((unsigned char)*c));
	FILE *script = fopen("word.sh", "w");
	assert_non_null(script);
	fprintf(script, "printf '%%s' %s\n", word);
	fclose(script);
	snprintf(command, sizeof command, "%s word.sh", shell);
	FILE *in = popen(command, "r");
	assert_non_null(in);
	got[fread(got, 1, sizeof got - 1, in)] = '\0';
	assert_int_equal(pclose(in), 0);
	assert_string_equal(got, text);
	free(word);
}

static void a_shell_reads_the_text(void **state)
{
	(void)state;
	char all[256];
	const char *const texts[] = {
		all,    "-rf *",       "a'b\"c\\d`e`$f!g#h;i&j|k<l>m(n)o{p}[q]?", "\n", "$'x'",
		"\xc3", "\u00e4\u640d"};
	const char *folder = getenv("TMPDIR");
	if (!folder || chdir(folder))
		skip();
	for (int i = 1; i < 256; i++)
		all[i - 1] = (char)i;
	all[255] = '\0';
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		expect_read("bash --norc", texts[i]);
	/* Any POSIX shell reads words without $'...'. */
	expect_read("sh", "it's a \"path\" with $x and \\");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_quoted),
		cmocka_unit_test(a_shell_reads_the_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
