/* write: sounds: WAV files, labels. */
#include <math.h>

#include "unit/kinds.h"

static const int16_t stereo[] = {0, 1, -1, 32767, -32768, 256};
static const float mono[] = {0, 0.5f, -1, 1, 2, -INFINITY, NAN, 1e-9f};

static tfe_status both(tfe_writer *w)
{
	const tfe_sound sounds[] = {{stereo, TFE_DTYPE_INT16, 2, 3, "a *label*"},
				    {mono, TFE_DTYPE_FLOAT32, 1, 8, NULL},
				    {NULL, TFE_DTYPE_FLOAT32, 1, 0, ""}};
	return tfe_writer_add_audio(w, "sound", 1, sounds, 3, 44100);
}

static void bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("audio", both);
}

static int16_t sample_at(tfe_bytes wav, size_t i)
{
	return (int16_t)(wav.data[44 + 2 * i] | wav.data[45 + 2 * i] << 8);
}

static void check_sounds(const tfe_event *event, void *context)
{
	static const int16_t want[] = {0, 16384, -32768, 32767, 32767, -32768, 0, 0};
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_blobs blobs;
	tfe_bytes wav;
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_int_equal(v.kind, TFE_KIND_AUDIO);
	tfe_blobs_init(&blobs, &v);
	assert_true(tfe_blobs_next(&blobs, &wav));
	assert_int_equal(wav.size, 44 + 12);
	assert_memory_equal(wav.data,
			    "RIFF\x30\0\0\0WAVEfmt \x10\0\0\0\1\0\2\0\x44\xac\0\0\x10\xb1"
			    "\2\0\4\0\x10\0data\x0c\0\0\0",
			    44);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(sample_at(wav, i), stereo[i]);
	assert_true(tfe_blobs_next(&blobs, &wav));
	assert_int_equal(wav.size, 44 + 16);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(sample_at(wav, i), want[i]);
	assert_true(tfe_blobs_next(&blobs, &wav));
	assert_int_equal(wav.size, 44);
	assert_false(tfe_blobs_next(&blobs, &wav));
	*(int *)context = 1;
}

static void samples_are_those_of_the_caller(void **state)
{
	(void)state;
	int seen = 0;
	kinds_for_each_event(both, check_sounds, &seen);
	assert_true(seen);
}

static tfe_status add(tfe_writer *w, tfe_sound sound, uint32_t rate)
{
	return tfe_writer_add_audio(w, "s", 0, &sound, 1, rate);
}
static tfe_status no_sounds(tfe_writer *w)
{
	return tfe_writer_add_audio(w, "s", 0, NULL, 1, 8000);
}
static tfe_status zero_sounds(tfe_writer *w)
{
	return tfe_writer_add_audio(w, "s", 0, &(tfe_sound){0}, 0, 8000);
}
static tfe_status no_rate(tfe_writer *w)
{
	return add(w, (tfe_sound){mono, TFE_DTYPE_FLOAT32, 1, 1, NULL}, 0);
}
static tfe_status large_rate(tfe_writer *w)
{
	return add(w, (tfe_sound){mono, TFE_DTYPE_FLOAT32, 1, 1, NULL}, UINT32_MAX);
}
static tfe_status doubles(tfe_writer *w)
{
	return add(w, (tfe_sound){mono, TFE_DTYPE_FLOAT64, 1, 1, NULL}, 8000);
}
static tfe_status three_channels(tfe_writer *w)
{
	return add(w, (tfe_sound){mono, TFE_DTYPE_FLOAT32, 3, 1, NULL}, 8000);
}
static tfe_status no_samples(tfe_writer *w)
{
	return add(w, (tfe_sound){NULL, TFE_DTYPE_INT16, 1, 1, NULL}, 8000);
}
static tfe_status bad_label(tfe_writer *w)
{
	return add(w, (tfe_sound){mono, TFE_DTYPE_INT16, 1, 1, "\xff"}, 8000);
}
static tfe_status too_long(tfe_writer *w)
{
	return add(w, (tfe_sound){mono, TFE_DTYPE_INT16, 2, SIZE_MAX / 2, NULL}, 8000);
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{no_sounds, "sounds are missing"},
		{zero_sounds, "sounds are missing"},
		{no_rate, "sample rate 0"},
		{large_rate, "sample rate 4294967295"},
		{doubles, "sound 0: its samples are not int16"},
		{three_channels, "channels"},
		{no_samples, "samples are missing"},
		{bad_label, "label"},
		{too_long, "1 GiB"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	kinds_check_memory(both);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(samples_are_those_of_the_caller),
		cmocka_unit_test(wrong_arguments_are_refused),
		cmocka_unit_test(memory_may_be_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
