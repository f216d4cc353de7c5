/* cache: what kind of file some bytes are, by how they begin. */
#include "tbtop/cache/file_kind.h"

#include <string.h>

/* The bytes at an offset that identify a kind. */
static const struct {
	const char *begin;
	size_t at;
	struct file_kind kind;
} known[] = {
	{"RIFF", 0, {"WAV", ".wav"}},          {"\x89PNG", 0, {"PNG", ".png"}},
	{"\xff\xd8\xff", 0, {"JPEG", ".jpg"}}, {"GIF8", 0, {"GIF", ".gif"}},
	{"OggS", 0, {"Ogg", ".ogg"}},          {"fLaC", 0, {"FLAC", ".flac"}},
	{"ID3", 0, {"MP3", ".mp3"}},           {"\xff\xfb", 0, {"MP3", ".mp3"}},
	{"\xff\xf3", 0, {"MP3", ".mp3"}},      {"\xff\xf2", 0, {"MP3", ".mp3"}},
	{"\xff\xf1", 0, {"AAC", ".aac"}},      {"\xff\xf9", 0, {"AAC", ".aac"}},
	{"ftyp", 4, {"MP4", ".m4a"}},          {"FORM", 0, {"AIFF", ".aiff"}},
};

struct file_kind file_kind_of(tfe_bytes bytes)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		size_t n = strlen(known[i].begin), at = known[i].at;
		if (bytes.size >= at + n && !memcmp(bytes.data + at, known[i].begin, n))
			return known[i].kind;
	}
	return (struct file_kind){NULL, ".bin"};
}
