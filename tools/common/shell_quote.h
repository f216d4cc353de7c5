/* common: file names as words of a shell command. */
#ifndef TFE_COMMON_SHELL_QUOTE_H
#define TFE_COMMON_SHELL_QUOTE_H

/* Returns the text as one word for a POSIX shell: as it is if no character has a meaning, otherwise
 * in single quotes. A text with control characters, with characters that change what a terminal
 * shows, or that is not UTF-8 becomes $'...' with escapes (bash, zsh, ksh, POSIX 2024), so that the
 * word can be printed and pasted. Release it with free. */
char *shell_quote(const char *text);

#endif
