/* health: the tokens of an expression: words are as long as possible, so that `/` and `-` are
 * operators only between blanks or brackets. */
#include "health/expression_token.h"

#include <math.h>
#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Returns the length of the letter at s, which is valid UTF-8; 0 if there is none. Punctuation,
 * mathematical signs and blanks beyond ASCII are no letters. */
static size_t letter(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	if (*p < 0x80)
		return (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');
	size_t length = *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
	unsigned cp = length == 2 ? (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu)
				  : (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	bool other = length < 4 &&
		     (cp < 0xc0 || cp == 0xd7 || cp == 0xf7 || (cp >= 0x2000 && cp < 0x2c00) ||
		      (cp >= 0x3000 && cp < 0x3040) || cp == 0xfeff);
	return other ? 0 : length;
}

/* Returns the length of the character of a word at s; 0 if there is none. */
static size_t word_character(const char *s)
{
	if (is_digit(*s) || (*s && strchr("_.:/-", *s)))
		return 1;
	return letter(s);
}

/* --- numbers ---------------------------------------------------------------------------------- */

static const char *skip_digits(const char *s)
{
	while (is_digit(*s))
		s++;
	return s;
}

/* Returns the length of the number at s: [-]digits[.digits][e[+|-]digits]; 0 if there is none. */
static size_t number_length(const char *s)
{
	const char *p = s + (*s == '-'), *whole = skip_digits(p), *end = whole;
	size_t digits = (size_t)(whole - p);
	if (*whole == '.') {
		end = skip_digits(whole + 1);
		digits += (size_t)(end - whole - 1);
	}
	if (!digits)
		return 0;
	if (*end == 'e' || *end == 'E') {
		const char *exponent = end + 1 + (end[1] == '-' || end[1] == '+');
		if (is_digit(*exponent))
			end = skip_digits(exponent);
	}
	return (size_t)(end - s);
}

/* Returns the value of a number. strtod would read it by the locale of the program. */
static double number_of(const char *s)
{
	enum { LARGE_EXPONENT = 100000 };
	bool negative = *s == '-';
	long double mantissa = 0;
	long scale = 0, exponent = 0;
	bool fraction = false;
	for (s += negative; is_digit(*s) || *s == '.'; s++) {
		if (*s == '.') {
			fraction = true;
		} else if (mantissa < 1e17L) {
			mantissa = mantissa * 10 + (*s - '0');
			scale -= fraction;
		} else {
			scale += !fraction;
		}
	}
	if (*s == 'e' || *s == 'E') {
		bool down = s[1] == '-';
		for (s += 1 + (down || s[1] == '+'); is_digit(*s); s++)
			if (exponent < LARGE_EXPONENT)
				exponent = exponent * 10 + (*s - '0');
		exponent = down ? -exponent : exponent;
	}
	scale += exponent;
	long double value = mantissa > 0 && scale < 0   ? mantissa / powl(10, (long double)-scale)
			    : mantissa > 0 && scale > 0 ? mantissa * powl(10, (long double)scale)
							: mantissa;
	return (double)(negative ? -value : value);
}

/* --- tokens ----------------------------------------------------------------------------------- */

static struct tfe__token wrong(const char *at, const char *problem)
{
	return (struct tfe__token){.kind = TFE__TOKEN_WRONG, .start = at, .problem = problem};
}

static struct tfe__token word(const char *s)
{
	struct tfe__token t = {.kind = TFE__TOKEN_WORD, .start = s};
	bool named = false;
	for (size_t n; (n = word_character(s + t.length)); t.length += n)
		named |= !strchr(".:/-", s[t.length]);
	size_t number = number_length(s);
	if (number && number >= t.length) {
		t.kind = TFE__TOKEN_NUMBER;
		t.length = number;
		t.number = number_of(s);
	} else if (t.length == 3 + (*s == '-') && !memcmp(s + (*s == '-'), "inf", 3)) {
		t.kind = TFE__TOKEN_NUMBER;
		t.number = *s == '-' ? -INFINITY : INFINITY;
	} else if (t.length == 1 && (*s == '-' || *s == '/')) {
		t.kind = TFE__TOKEN_OPERATOR;
		t.op = *s == '-' ? TFE__OP_SUBTRACT : TFE__OP_DIVIDE;
	} else if (!named) {
		return wrong(s, "a tag needs a letter or a digit, or double quotes");
	}
	return t;
}

static struct tfe__token quoted(const char *s)
{
	const char *end = s + 1;
	for (; *end && *end != '"'; end++)
		if (*end == '\\' && *++end != '"' && *end != '\\')
			return wrong(end - 1, "in double quotes, \\ precedes only \\ and \"");
	if (!*end)
		return wrong(s, "the double quote is not closed");
	if (end == s + 1)
		return wrong(s, "the tag is empty");
	return (struct tfe__token){
		.kind = TFE__TOKEN_QUOTED, .start = s, .length = (size_t)(end + 1 - s)};
}

/* The symbols; of two that begin alike, the longer one is first. */
static const struct symbol {
	const char *text;
	enum tfe__token_kind kind;
	enum tfe__op op;
	const char *problem;
} symbols[] = {
	{"<=", TFE__TOKEN_OPERATOR, TFE__OP_LESS_EQUAL, NULL},
	{"<", TFE__TOKEN_OPERATOR, TFE__OP_LESS, NULL},
	{">=", TFE__TOKEN_OPERATOR, TFE__OP_GREATER_EQUAL, NULL},
	{">", TFE__TOKEN_OPERATOR, TFE__OP_GREATER, NULL},
	{"==", TFE__TOKEN_OPERATOR, TFE__OP_EQUAL, NULL},
	{"!=", TFE__TOKEN_OPERATOR, TFE__OP_NOT_EQUAL, NULL},
	{"+", TFE__TOKEN_OPERATOR, TFE__OP_ADD, NULL},
	{"*", TFE__TOKEN_OPERATOR, TFE__OP_MULTIPLY, NULL},
	{"(", TFE__TOKEN_OPEN, TFE__OP_NONE, NULL},
	{")", TFE__TOKEN_CLOSE, TFE__OP_NONE, NULL},
	{",", TFE__TOKEN_COMMA, TFE__OP_NONE, NULL},
	{"=", TFE__TOKEN_WRONG, TFE__OP_NONE, "numbers are compared with =="},
	{"!", TFE__TOKEN_WRONG, TFE__OP_NONE, "the operator is called \"not\""},
	{"&", TFE__TOKEN_WRONG, TFE__OP_NONE, "the operator is called \"and\""},
	{"|", TFE__TOKEN_WRONG, TFE__OP_NONE, "the operator is called \"or\""},
	{"'", TFE__TOKEN_WRONG, TFE__OP_NONE, "tags are put into double quotes"},
};

struct tfe__token tfe__token_next(const char *s)
{
	while (*s && strchr(" \t\r\n", *s))
		s++;
	if (!*s)
		return (struct tfe__token){.kind = TFE__TOKEN_END, .start = s};
	if (word_character(s))
		return word(s);
	if (*s == '"')
		return quoted(s);
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
		const struct symbol *y = &symbols[i];
		size_t length = strlen(y->text);
		if (!strncmp(s, y->text, length))
			return (struct tfe__token){.kind = y->kind,
						   .start = s,
						   .length = length,
						   .op = y->op,
						   .problem = y->problem};
	}
	return wrong(s, "this character is no part of a tag: put the tag into double quotes");
}
