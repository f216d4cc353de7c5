/* health: courses of losses and rewards as public programs log them: noise of single examples, a
 * loss that rises before it falls, a language model that is lost, smoothed rewards. */
#include "unit/health.h"

static bool is_severe(const tfe_finding *f)
{
	return f && f->severity != TFE_SEVERITY_INFO;
}

/* The perplexity of a codebook is the number of codes in use, which rises. */
static void perplexities_of_codebooks(void **state)
{
	(void)state;
	static const char *const beside[] = {"vq_loss", "commitment_loss", "aux"};
	for (size_t k = 0; k < 3; k++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 300; i++) {
			scalar(h, "recon_error", i, 0.02 + 0.5 * exp(-(double)i / 20));
			scalar(h, beside[k], i, 0.02 + 0.1 * exp(-(double)i / 20));
			scalar(h, k == 2 ? "code_perplexity" : "perplexity", i,
			       2 + 180 * (1 - exp(-(double)i / 60)));
		}
		assert_null(found(h, "divergence", NULL));
		tfe_health_close(h);
	}
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 300; i++)
		scalar(h, "perplexity", i, 20 * exp((double)i / 60));
	assert_true(is_severe(found(h, "divergence", "perplexity")));
	tfe_health_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(perplexities_of_codebooks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
