/* model: numbers and names of keys, independent of the terminal. */
#include "tbtop/model/key_names.h"

#include <stdio.h>
#include <string.h>

#include "common/printable.h"

static const struct {
	int key;
	const char *name;
} names[] = {
	{TK_UP, "Up"},          {TK_DOWN, "Down"}, {TK_LEFT, "Left"},    {TK_RIGHT, "Right"},
	{TK_HOME, "Home"},      {TK_END, "End"},   {TK_PAGE_UP, "PgUp"}, {TK_PAGE_DOWN, "PgDn"},
	{TK_BACK_TAB, "S-Tab"}, {TK_F1, "F1"},     {TK_F10, "F10"},      {TK_TAB, "Tab"},
	{TK_ENTER, "Enter"},    {TK_ESC, "Esc"},   {TK_BACKSPACE, "BS"}, {' ', "Space"},
	{TK_DELETE, "Del"},     {TK_WORD_LEFT, "C-Left"}, {TK_WORD_RIGHT, "C-Right"},
	{TK_PASTE, "Paste"},    {TK_PASTE_END, "Pasted"},
};

int key_parse(const char **text)
{
	*text += strspn(*text, " \t\n");
	size_t n = strcspn(*text, " \t\n");
	const char *word = *text;
	if (!n)
		return KEY_NONE;
	*text += n;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i].name) == n && !memcmp(names[i].name, word, n))
			return names[i].key;
	if (n == 9 && !memcmp("Semicolon", word, n)) /* it begins a comment in the config */
		return ';';
	if (n == 3 && word[0] == 'C' && word[1] == '-' && word[2] >= '@' && word[2] <= '~')
		return word[2] & 0x1f;
	struct printable p = printable_next(word, n);
	return p.bytes == n && p.cp ? (int)p.cp : TK_IGNORED;
}

void key_text(int key, char name[8])
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].key == key) {
			snprintf(name, 8, "%s", names[i].name);
			return;
		}
	if (key < 32)
		snprintf(name, 8, "C-%c", key + 96);
	else
		snprintf(name, 8, "%c", key);
}
