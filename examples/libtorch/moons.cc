// A training with libtorch: a network with two hidden layers separates two half moons. The callback
// logs metrics, weights, and the activations and gradients of the first layer.
//
//	moons logs/moons && tbtop logs
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <torch/torch.h>

#include "../tfevents.hpp"

namespace
{

constexpr int epochs = 30, batch_size = 50, examples = 1000, held_out = 200;
constexpr double rate = 0.3;

// Points of two half moons, and 0 or 1 for each.
std::pair<torch::Tensor, torch::Tensor> moons(int64_t n)
{
	const auto labels = torch::arange(n) % 2, angles = torch::rand(n) * M_PI;
	const auto x = angles.cos() * (1 - 2 * labels) + labels;
	const auto y = angles.sin() * (1 - 2 * labels) + 0.5 * labels;
	return {torch::stack({x, y}, 1) + 0.15 * torch::randn({n, 2}), labels};
}

struct network : torch::nn::Module {
	torch::nn::Linear first{2, 16}, second{16, 16}, third{16, 2};
	torch::Tensor hidden; // the activations of the first layer

	network()
	{
		register_module("first", first);
		register_module("second", second);
		register_module("third", third);
	}
	torch::Tensor forward(const torch::Tensor &x)
	{
		hidden = first(x).tanh();
		return third(second(hidden).tanh());
	}
};

// A float32 tensor as the library reads it, without a copy. The tensor outlives it.
struct view {
	std::vector<int64_t> strides;
	tfe_array array;

	explicit view(const torch::Tensor &t) : strides(t.strides().vec())
	{
		for (int64_t &stride : strides)
			stride *= t.element_size();
		array = {t.data_ptr(), TFE_DTYPE_FLOAT32, strides.size(), t.sizes().data(),
			 strides.data()};
	}
};

// Gives the parameters of a network to the callback: "first/weight", "first/bias", ...
bool give_weight(void *context, size_t i, tfe_weight *weight)
{
	static std::string name;
	const auto parameters = static_cast<network *>(context)->named_parameters();
	if (i >= parameters.size())
		return false;
	const torch::Tensor &t = parameters[i].value();
	name = parameters[i].key();
	name[name.find('.')] = '/';
	*weight = {name.c_str(), t.data_ptr(), TFE_DTYPE_FLOAT32, {}, 0};
	for (const int64_t size : t.sizes())
		weight->dims[weight->n_dims++] = size;
	return true;
}

void train(const std::string &logdir)
{
	torch::manual_seed(1);
	network net;
	torch::optim::SGD optimizer(net.parameters(), torch::optim::SGDOptions(rate));
	const auto [inputs, labels] = moons(examples);
	const auto [test_inputs, test_labels] = moons(held_out);

	tfe_callback_options options = TFE_CALLBACK_OPTIONS_INIT;
	options.histogram_freq = 5;
	options.write_images = true;
	options.images = TFE_WEIGHT_IMAGES_SIGNED;
	options.update_freq = 5;
	options.write_steps_per_second = true;
	options.weights = give_weight;
	options.weights_context = &net;
	tfevents::callback callback(logdir, &options);

	for (int epoch = 0; epoch < epochs; epoch++) {
		double sum = 0;
		const auto batches = torch::randperm(examples).split(batch_size);
		callback.epoch_begin(epoch);
		for (size_t i = 0; i < batches.size(); i++) {
			const auto guesses = net.forward(inputs.index({batches[i]}));
			const auto loss =
				torch::nll_loss(guesses.log_softmax(1), labels.index({batches[i]}));
			optimizer.zero_grad();
			loss.backward();
			if (i % 10 == 9) { // in batches that update_freq logs
				const view activations(net.hidden),
					gradients(net.first->weight.grad());
				tfe_callback_add_layer(callback.get(), "first", &activations.array,
						       &gradients.array);
			}
			optimizer.step();
			sum += loss.item<double>();
			callback.batch_end(static_cast<int64_t>(i),
					   {{"loss", loss.item<double>()}});
		}
		const auto guesses = net.forward(test_inputs).log_softmax(1);
		const auto right = (guesses.argmax(1) == test_labels).to(torch::kDouble).mean();
		callback.epoch_end(
			epoch, {{"loss", sum / static_cast<double>(batches.size())},
				{"learning_rate", rate},
				{"val_loss", torch::nll_loss(guesses, test_labels).item<double>()},
				{"val_accuracy", right.item<double>()}});
	}
	callback.close();
}

} // namespace

int main(int argc, char **argv)
{
	if (argc != 2 || *argv[1] == '-') {
		std::fputs("usage: moons LOGDIR\n", stderr);
		return 2;
	}
	try {
		train(argv[1]);
	} catch (const std::exception &e) {
		std::fprintf(stderr, "moons: %s\n", e.what());
		return 2;
	}
	return 0;
}
