/* health: the compiler of expressions: the program that it writes, and its errors. It parses by
 * operator precedence with two explicit stacks (the shunting yard), so that nesting costs no
 * recursion. */
#ifndef TFE_HEALTH_EXPRESSION_COMPILER_H
#define TFE_HEALTH_EXPRESSION_COMPILER_H

#include "base/compiler.h"
#include "base/error.h"
#include "health/expression.h"
#include "health/expression_token.h"

enum { TFE__BRACKET = -1 };

/* An operator or an opening bracket that waits for its end. */
struct tfe__waiting {
	int op; /* of enum tfe__op, or TFE__BRACKET */
	/* Of a bracket: the operator that its content is given to; TFE__BRACKET: none. */
	int function;
	const char *at; /* in the text */
};

struct tfe__compiler {
	struct tfe__expression *e;
	const char *text;
	struct tfe__token token; /* the next one */
	struct tfe__waiting waiting[TFE__EXPRESSION_STACK];
	size_t depth;
	bool is_condition[TFE__EXPRESSION_STACK]; /* of each operand; else it is a number */
	size_t operands;
	size_t levels; /* brackets and operators with one operand among `waiting` */
	tfe_error *error;
	tfe_status status; /* the first failure */
};

/* Stores the first error, which is at `at` of the text; the message gets the number of that
 * character. */
void tfe__compiler_fail(struct tfe__compiler *compiler, const char *at, const char *format, ...)
	TFE__PRINTF(3, 4);
void tfe__compiler_fail_for_memory(struct tfe__compiler *compiler);

/* Stores the error that `expected` is missing before the current token. */
void tfe__compiler_fail_at_token(struct tfe__compiler *compiler, const char *expected);

/* A token for a message. */
struct tfe__shown tfe__token_show(const struct tfe__token *token);

/* Whether a token is a word of the grammar. */
bool tfe__token_is(const struct tfe__token *token, const char *word);

/* Returns a hint for a word that contains what may be meant as an operator; else "". */
const char *tfe__token_hint(const struct tfe__token *token);

/* Advances to the next token. */
void tfe__compiler_advance(struct tfe__compiler *compiler);

/* Adds an operand to the program. */
void tfe__compiler_add_operand(struct tfe__compiler *compiler, struct tfe__instruction operand);

/* Returns the index of the tag of a token. */
uint32_t tfe__compiler_tag(struct tfe__compiler *compiler, const struct tfe__token *token);

/* Returns the index of the sorted window with the last `points` values of a tag. */
uint32_t tfe__compiler_window(struct tfe__compiler *compiler, uint32_t tag, uint32_t points);

/* Returns how tightly an operator binds; 0 for a bracket. */
int tfe__op_precedence(int op);

/* Lets an operator or a bracket wait for its end. */
void tfe__compiler_push(struct tfe__compiler *compiler, int op, int function, const char *at);

/* Adds an operator to the program, after its operands. `at`: its place in the text. */
void tfe__compiler_apply(struct tfe__compiler *compiler, int op, const char *at);

/* Applies the operators after the last bracket that bind at least as tightly as `least`. */
void tfe__compiler_apply_waiting(struct tfe__compiler *compiler, int least);

#endif
