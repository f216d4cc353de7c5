/* read/file: text files are distinguished from event files by their first bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "read/file/text_file.h"
#include "wire/record.h"

static enum tfe__text kind_of(const char *text)
{
	return tfe__text_of((const uint8_t *)text, strlen(text));
}

static void pointers_are_recognised(void **state)
{
	(void)state;
	assert_int_equal(kind_of("version https://git-lfs.github.com/spec/v1\noid sha256:01\n"),
			 TFE__TEXT_POINTER);
	assert_int_equal(kind_of("version https://hawser.github.com/spec/v1\noid sha256:01\n"),
			 TFE__TEXT_POINTER);
	assert_int_equal(kind_of("version http://git-media.io/v/2\noid sha256:01\n"),
			 TFE__TEXT_POINTER);
	assert_int_equal(kind_of("version 2 of the logs\n"), TFE__TEXT_OTHER);
}

static void yaml_is_recognised(void **state)
{
	(void)state;
	static const char *const texts[] = {"fileFormatVersion: 2\nguid: 5f0c\n", "%YAML 1.1\n",
					    "---\nkey: value\n", "list:\n- a\n", "key_1.a-b:\r\n"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_int_equal(kind_of(texts[i]), TFE__TEXT_YAML);
}

static void other_texts_are_recognised(void **state)
{
	(void)state;
	static const char *const texts[] = {"{\"a\": 1}",   "step,loss\n0,1\n",
					    "http://host/", "caf\xc3\xa9 au lait",
					    "\tx = 1\n",    "\033[31mred\033[0m"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_int_equal(kind_of(texts[i]), TFE__TEXT_OTHER);
	/* The end of the bytes may cut a character. */
	assert_int_equal(kind_of("cut \xe2\x82"), TFE__TEXT_OTHER);
}

static void other_encodings_are_recognised(void **state)
{
	(void)state;
	static const uint8_t utf16[] = "\xff\xfe"
				       "m\0o\0d\0e\0l\0 \0b\0e\0s\0t\0";
	assert_int_equal(tfe__text_of(utf16, sizeof utf16 - 1), TFE__TEXT_OTHER);
	assert_int_equal(kind_of("Pr\xe9paration du mod\xe8le termin\xe9"
				 "e\n"),
			 TFE__TEXT_OTHER);
}

static void other_bytes_are_no_text(void **state)
{
	(void)state;
	static const char *const bytes[] = {"", "abc",
					    "ab\x01"
					    "cdef",
					    "abc\xff"
					    "defgh",
					    "ab\x7f"
					    "cd"};
	for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++)
		assert_int_equal(kind_of(bytes[i]), TFE__TEXT_NONE);
	uint8_t header[TFE__RECORD_HEADER_BYTES];
	tfe__record_put_header(header, 0x414141);
	assert_int_equal(tfe__text_of(header, 3), TFE__TEXT_NONE);
	assert_int_equal(tfe__text_of(header, 4), TFE__TEXT_NONE);
	assert_int_equal(tfe__text_of(header, sizeof header), TFE__TEXT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pointers_are_recognised),
		cmocka_unit_test(yaml_is_recognised),
		cmocka_unit_test(other_texts_are_recognised),
		cmocka_unit_test(other_encodings_are_recognised),
		cmocka_unit_test(other_bytes_are_no_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
