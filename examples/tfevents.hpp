// C++ wrappers: handles that close themselves, and errors as exceptions. Copy this file. A destructor
// cannot throw: call close() to learn of an error.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <tfevents.h>

namespace tfevents {

struct error : std::runtime_error {
	explicit error(const tfe_error &e)
		: std::runtime_error(std::string(e.path) + ": " + e.message), status(e.status) {}
	tfe_status status;
};

struct closer {
	void operator()(tfe_writer *w) const { (void)!tfe_writer_close(w); }
	void operator()(tfe_callback *c) const { (void)!tfe_callback_close(c, nullptr); }
};
template <typename T> using handle = std::unique_ptr<T, closer>;

// Opens a writer or a callback; `function` is tfe_writer_open or tfe_callback_open.
template <typename T, typename Options>
handle<T> open(tfe_status (*function)(const char *, const Options *, T **, tfe_error *),
	       const std::string &logdir, const Options *options)
{
	T *opened = nullptr;
	tfe_error e = TFE_ERROR_INIT;
	if (function(logdir.c_str(), options, &opened, &e) != TFE_OK)
		throw error(e);
	return handle<T>(opened);
}

// The writer of a run.
class writer {
	handle<tfe_writer> w;
	void check(tfe_status status) const
	{
		tfe_error e = TFE_ERROR_INIT;
		if (status == TFE_OK)
			return;
		tfe_writer_get_error(get(), &e);
		throw error(e);
	}

public:
	explicit writer(const std::string &logdir, const tfe_writer_options *options = nullptr)
		: w(open(tfe_writer_open, logdir, options)) {}
	tfe_writer *get() const { return w.get(); }

	void scalar(const std::string &tag, std::int64_t step, double value)
	{
		check(tfe_writer_add_scalar(get(), tag.c_str(), step, value));
	}
	void histogram(const std::string &tag, std::int64_t step, const std::vector<float> &values)
	{
		check(tfe_writer_add_histogram(get(), tag.c_str(), step, values.data(),
					       TFE_DTYPE_FLOAT32, values.size()));
	}
	void text(const std::string &tag, std::int64_t step, const std::string &markdown)
	{
		check(tfe_writer_add_text(get(), tag.c_str(), step, markdown.c_str()));
	}
	void flush() { check(tfe_writer_flush(get())); }
};

// The training callback.
class callback {
	handle<tfe_callback> c;

public:
	using metrics = std::initializer_list<tfe_metric>;

	explicit callback(const std::string &logdir, const tfe_callback_options *options = nullptr)
		: c(open(tfe_callback_open, logdir, options)) { tfe_callback_train_begin(get()); }
	tfe_callback *get() const { return c.get(); }

	void epoch_begin(std::int64_t i) { tfe_callback_epoch_begin(get(), i); }
	void batch_end(std::int64_t i, metrics logs)
	{
		tfe_callback_batch_end(get(), i, logs.begin(), logs.size());
	}
	void epoch_end(std::int64_t i, metrics logs)
	{
		tfe_callback_epoch_end(get(), i, logs.begin(), logs.size());
	}
	// Whether to stop, with the reason.
	std::pair<bool, std::string> check_stop(tfe_severity level = TFE_SEVERITY_ERROR)
	{
		bool stop = false;
		tfe_finding reason = TFE_FINDING_INIT;
		tfe_callback_check_stop(get(), level, &stop, &reason);
		return {stop, stop ? std::string(reason.rule) + ": " + reason.message : ""};
	}
	void close() // ends the training, and throws its first error
	{
		tfe_error e = TFE_ERROR_INIT;
		if (tfe_callback_close(c.release(), &e) != TFE_OK)
			throw error(e);
	}
};

} // namespace tfevents
