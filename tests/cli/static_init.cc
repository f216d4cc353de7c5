// A program of which a static object writes a histogram before main, and main the same one again.
#include <cstdio>
#include <cstdlib>

#include <tfevents/writer.h>

namespace
{

const double values[] = {-1e21, -3, -0.5, -1e-13, 0, 1e-13, 0.25, 1, 1, 100, 1e21};

void must(tfe_status status, const char *what)
{
	if (status == TFE_OK)
		return;
	std::fprintf(stderr, "%s: %s\n", what, tfe_status_text(status));
	std::exit(1);
}

void add(tfe_writer *writer, int64_t step)
{
	must(tfe_writer_add_scalar(writer, "scalar", step, 0.5), "scalar");
	must(tfe_writer_add_histogram(writer, "double", step, values, TFE_DTYPE_FLOAT64, 11),
	     "double");
	float floats[11];
	for (int i = 0; i < 11; i++)
		floats[i] = static_cast<float>(values[i]);
	must(tfe_writer_add_histogram(writer, "float", step, floats, TFE_DTYPE_FLOAT32, 11),
	     "float");
}

struct Logger {
	tfe_writer *writer = nullptr;
	Logger()
	{
		must(tfe_writer_open(std::getenv("LOGDIR"), nullptr, &writer, nullptr), "open");
		add(writer, 1);
	}
};

Logger logger;

} // namespace

int main()
{
	add(logger.writer, 2);
	must(tfe_writer_close(logger.writer), "close");
}
