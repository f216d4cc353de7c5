// C++ wrappers: handles that close themselves, and errors as exceptions. Copy this file.
//
// A destructor cannot throw: call close() to learn of an error, or let go of the handle.
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

class error : public std::runtime_error {
public:
	explicit error(const tfe_error &e)
		: std::runtime_error(std::string(e.path) + ": " + e.message), status(e.status)
	{
	}
	tfe_status status;
};

inline void check(tfe_status status, const tfe_error &e)
{
	if (status != TFE_OK)
		throw error(e);
}

// The writer of a run.
class writer {
	struct closer {
		void operator()(tfe_writer *w) const { (void)!tfe_writer_close(w); }
	};
	std::unique_ptr<tfe_writer, closer> handle;

	void check_add(tfe_status status) const
	{
		tfe_error e = TFE_ERROR_INIT;
		if (status != TFE_OK)
			tfe_writer_get_error(handle.get(), &e);
		check(status, e);
	}

public:
	explicit writer(const std::string &logdir, const tfe_writer_options *options = nullptr)
	{
		tfe_writer *opened = nullptr;
		tfe_error e = TFE_ERROR_INIT;
		check(tfe_writer_open(logdir.c_str(), options, &opened, &e), e);
		handle.reset(opened);
	}
	tfe_writer *get() const { return handle.get(); }

	void scalar(const std::string &tag, std::int64_t step, double value)
	{
		check_add(tfe_writer_add_scalar(get(), tag.c_str(), step, value));
	}
	void histogram(const std::string &tag, std::int64_t step, const std::vector<float> &values)
	{
		check_add(tfe_writer_add_histogram(get(), tag.c_str(), step, values.data(),
						   TFE_DTYPE_FLOAT32, values.size()));
	}
	void text(const std::string &tag, std::int64_t step, const std::string &markdown)
	{
		check_add(tfe_writer_add_text(get(), tag.c_str(), step, markdown.c_str()));
	}
	void flush() { check_add(tfe_writer_flush(get())); }
};

// The training callback.
class callback {
	struct closer {
		void operator()(tfe_callback *c) const { (void)!tfe_callback_close(c, nullptr); }
	};
	std::unique_ptr<tfe_callback, closer> handle;

public:
	using metrics = std::initializer_list<tfe_metric>;

	explicit callback(const std::string &logdir, const tfe_callback_options *options = nullptr)
	{
		tfe_callback *opened = nullptr;
		tfe_error e = TFE_ERROR_INIT;
		check(tfe_callback_open(logdir.c_str(), options, &opened, &e), e);
		handle.reset(opened);
		tfe_callback_train_begin(get());
	}
	tfe_callback *get() const { return handle.get(); }

	void epoch_begin(std::int64_t epoch) { tfe_callback_epoch_begin(get(), epoch); }
	void batch_end(std::int64_t batch, metrics logs)
	{
		tfe_callback_batch_end(get(), batch, logs.begin(), logs.size());
	}
	void epoch_end(std::int64_t epoch, metrics logs)
	{
		tfe_callback_epoch_end(get(), epoch, logs.begin(), logs.size());
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
		check(tfe_callback_close(handle.release(), &e), e);
	}
};

} // namespace tfevents
