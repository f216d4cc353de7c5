/* summary: sounds as records. */
#include "summary/audio.h"

#include "wire/put.h"
#include "wire/wav.h"

void tfe__put_audio(struct tfe__buf *b, const struct tfe__value_header *header,
		    const tfe_sound *sounds, size_t n, uint32_t sample_rate)
{
	enum { WAV = 11 }; /* AudioPluginData.Encoding */
	const int64_t dims[] = {(int64_t)n, 2};
	struct tfe__value v;
	struct tfe__buf content;
	tfe__buf_init(&content, &b->allocator, b->limit);
	tfe__put_int(&content, 2, WAV);
	if (tfe__buf_status(&content) && !b->status)
		b->status = tfe__buf_status(&content);
	tfe__value_begin(&v, b, header);
	size_t tensor = tfe__tensor_begin(b, TFE_DTYPE_STRING, dims, 2);
	for (size_t i = 0; i < n; i++) {
		size_t wav = tfe__put_begin(b, 8);
		tfe__wav_encode(b, &sounds[i], sample_rate);
		tfe__put_end(b, wav);
		tfe__put_text(b, 8, sounds[i].label ? sounds[i].label : "");
	}
	tfe__put_end(b, tensor);
	tfe__value_end(&v, "audio", &content);
	tfe__buf_release(&content);
}
