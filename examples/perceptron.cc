// A C++ training with tfevents.hpp: a perceptron with one hidden layer learns a circle.
//
//	perceptron logs/circle && tbtop logs
#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>

#include "tfevents.hpp"

namespace {

constexpr std::size_t hidden = 16, points = 400;
constexpr int epochs = 60;

struct network {
	std::vector<float> in = std::vector<float>(hidden * 3);
	std::vector<float> out = std::vector<float>(hidden + 1);

	// The probability that a point is in the circle. With a learning rate above 0 it learns the
	// label, and *loss is the cross entropy before.
	double learn(double x, double y, bool inside, double rate, double *loss)
	{
		double h[hidden], z = out[hidden];
		for (std::size_t i = 0; i < hidden; i++) {
			h[i] = std::tanh(in[3 * i] * x + in[3 * i + 1] * y + in[3 * i + 2]);
			z += out[i] * h[i];
		}
		const double p = 1 / (1 + std::exp(-z)), d = rate * (p - inside);
		*loss = -std::log(std::fmax(inside ? p : 1 - p, 1e-12));
		for (std::size_t i = 0; i < hidden; i++) {
			const double e = d * out[i] * (1 - h[i] * h[i]);
			out[i] -= static_cast<float>(d * h[i]);
			in[3 * i] -= static_cast<float>(e * x);
			in[3 * i + 1] -= static_cast<float>(e * y);
			in[3 * i + 2] -= static_cast<float>(e);
		}
		out[hidden] -= static_cast<float>(d);
		return p;
	}
};

void train(const std::string &logdir)
{
	std::mt19937 random(1);
	std::uniform_real_distribution<float> uniform(-1, 1);
	network net;
	for (float &w : net.in)
		w = 2 * uniform(random);
	for (float &w : net.out)
		w = uniform(random);

	tfevents::callback callback(logdir);
	tfevents::writer weights(logdir + "/weights");
	for (int epoch = 0; epoch < epochs; epoch++) {
		double sum = 0, loss = 0;
		int right = 0;
		callback.epoch_begin(epoch);
		for (std::size_t i = 0; i < points; i++) {
			const double x = uniform(random), y = uniform(random);
			const bool inside = x * x + y * y < 0.6;
			right += (net.learn(x, y, inside, 0.1, &loss) > 0.5) == inside;
			sum += loss;
		}
		callback.epoch_end(epoch, {{"loss", sum / points},
					   {"accuracy", right / static_cast<double>(points)}});
		weights.histogram("hidden/kernel", epoch, net.in);
		const auto [stop, reason] = callback.check_stop();
		if (stop) {
			weights.text("reason", epoch, reason);
			break;
		}
	}
	weights.flush();
	callback.close();
}

} // namespace

int main(int argc, char **argv)
{
	if (argc != 2 || *argv[1] == '-') {
		std::fputs("usage: perceptron LOGDIR\n", stderr);
		return 2;
	}
	try {
		train(argv[1]);
	} catch (const std::exception &e) {
		std::fprintf(stderr, "perceptron: %s\n", e.what());
		return 2;
	}
	return 0;
}
