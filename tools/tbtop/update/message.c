/* update: the message in the footer. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tbtop/update/update.h"

void say(struct model *m, bool is_error, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(m->message, sizeof m->message, format, args);
	va_end(args);
	m->message_is_error = is_error;
}

int word_choice(struct model *m, const char *const *words, const char *word)
{
	char all[128] = "";
	for (int i = 0; words[i]; i++) {
		size_t n = strlen(all);
		if (*word && !strncmp(words[i], word, strlen(word)))
			return i;
		snprintf(all + n, sizeof all - n, "%s%s", i ? ", " : "", words[i]);
	}
	say(m, true, "\"%.40s\" is none of: %s", word, all);
	return -1;
}
