/* health: the tokens of an expression. */
#ifndef TFE_HEALTH_EXPRESSION_TOKEN_H
#define TFE_HEALTH_EXPRESSION_TOKEN_H

#include <stddef.h>

#include "health/expression.h"

enum tfe__token_kind {
	TFE__TOKEN_END,
	TFE__TOKEN_WORD,   /* a tag, a function or a word of the grammar */
	TFE__TOKEN_QUOTED, /* a tag in double quotes */
	TFE__TOKEN_NUMBER,
	TFE__TOKEN_OPERATOR, /* with two operands; a minus is a TFE__OP_SUBTRACT */
	TFE__TOKEN_OPEN,
	TFE__TOKEN_CLOSE,
	TFE__TOKEN_COMMA,
	TFE__TOKEN_WRONG /* `problem` has the reason */
};

struct tfe__token {
	enum tfe__token_kind kind;
	const char *start; /* in the text; a quoted tag begins with its quote */
	size_t length;
	enum tfe__op op;
	double number;
	const char *problem;
};

/* Reads the token that begins at `text` or after the blanks there. A TFE__TOKEN_WRONG begins where
 * the text is wrong. */
struct tfe__token tfe__token_next(const char *text);

#endif
