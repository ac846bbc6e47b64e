/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Runs a fuzzer without libFuzzer, in `make check` and with any compiler: every
 * file under fixtures/ (or under the directories given), then mutations of them
 * from a fixed seed, for FUZZ_SECONDS (5 by default). An input that stops the
 * program is left in the current directory as `fuzz-crash`.
 */
#include <ftw.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

#define INPUT_MAX ((size_t)1 << 16)
#define SEEDS_MAX 4096

/* nftw() has no argument for its caller; neither has a signal handler. */
static struct {
	uint8_t *data[SEEDS_MAX];
	size_t length[SEEDS_MAX];
	size_t count;
	uint8_t input[INPUT_MAX];
	size_t input_length;
} state;

static uint64_t random_next(uint64_t *seed)
{
	uint64_t x = *seed += 0x9e3779b97f4a7c15u;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static int add_seed(const char *path, const struct stat *status, int type,
		    struct FTW *place)
{
	FILE *file;

	(void)place;
	if (type != FTW_F || state.count == SEEDS_MAX || status->st_size <= 0 ||
	    (size_t)status->st_size > INPUT_MAX)
		return 0;
	file = fopen(path, "rb");
	if (!file)
		return 0;
	state.data[state.count] = malloc((size_t)status->st_size);
	if (state.data[state.count]) {
		state.length[state.count] =
			fread(state.data[state.count], 1, (size_t)status->st_size, file);
		state.count++;
	}
	fclose(file);
	return 0;
}

static void keep_input(void)
{
	FILE *file = fopen("fuzz-crash", "wb");

	if (file) {
		fwrite(state.input, 1, state.input_length, file);
		fclose(file);
	}
}

static void on_signal(int number)
{
	keep_input();
	signal(number, SIG_DFL);
	raise(number);
}

/* Of the sanitizers' runtime, which is there only in a build with them. */
void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static void watch(void)
{
	signal(SIGABRT, on_signal);
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(keep_input);
	else
		signal(SIGSEGV, on_signal);
}

/* The input is a copy of exactly its size, so that reading past it is seen. */
static void run_input(void)
{
	uint8_t *copy = malloc(state.input_length ? state.input_length : 1);

	if (!copy)
		abort();
	memcpy(copy, state.input, state.input_length);
	LLVMFuzzerTestOneInput(copy, state.input_length);
	free(copy);
}

static void take_seed(size_t index)
{
	state.input_length = state.length[index];
	memcpy(state.input, state.data[index], state.input_length);
}

static void insert_bytes(size_t at, const void *bytes, size_t length)
{
	if (state.input_length + length > INPUT_MAX)
		return;
	memmove(state.input + at + length, state.input + at, state.input_length - at);
	memcpy(state.input + at, bytes, length);
	state.input_length += length;
}

static void remove_bytes(size_t at, size_t length)
{
	if (length > state.input_length - at)
		length = state.input_length - at;
	memmove(state.input + at, state.input + at + length,
		state.input_length - at - length);
	state.input_length -= length;
}

/* What the parsers care for. */
static const char *const words[] = {
	"type=AVC",    "msg=audit(",
	"):",          "avc:  denied  { ",
	" }",          "scontext=",
	"tcontext=",   "tclass=",
	"permissive=", "\x1d",
	"\n",          "\"",
	"'",           "node=",
	" for ",       "comm=",
	"(null)",      "=",
	"\0",          "\xff",
	",",           "18446744073709551616",
};

static void mutate(uint64_t *seed)
{
	size_t at = state.input_length ? random_next(seed) % state.input_length : 0;
	const char *word = words[random_next(seed) % (sizeof(words) / sizeof(words[0]))];
	size_t other = random_next(seed) % state.count;
	size_t from;

	switch (random_next(seed) % 6) {
	case 0:
		if (state.input_length)
			state.input[at] ^= (uint8_t)(1u << random_next(seed) % 8);
		break;
	case 1:
		if (state.input_length)
			state.input[at] = (uint8_t)random_next(seed);
		break;
	case 2:
		remove_bytes(at, 1 + random_next(seed) % 64);
		break;
	case 3:
		insert_bytes(at, word, *word ? strlen(word) : 1);
		break;
	case 4: /* a piece of another seed */
		from = random_next(seed) % state.length[other];
		insert_bytes(at, state.data[other] + from,
			     1 + random_next(seed) % (state.length[other] - from));
		break;
	case 5: /* cut the end off */
		state.input_length = at;
		break;
	}
}

static size_t fuzz(time_t seconds)
{
	time_t end = time(NULL) + seconds;
	uint64_t seed = 1;
	size_t runs;

	for (runs = 0; time(NULL) < end; runs++) {
		take_seed(random_next(&seed) % state.count);
		for (uint64_t i = 1 + random_next(&seed) % 8; i > 0; i--)
			mutate(&seed);
		run_input();
	}
	return runs;
}

int main(int argc, char **argv)
{
	const char *source = getenv("AVOW_SOURCE"), *seconds = getenv("FUZZ_SECONDS");
	char fixtures[4096];
	size_t runs;

	snprintf(fixtures, sizeof(fixtures), "%s/fixtures%s", source ? source : ".",
		 fuzz_fixtures ? fuzz_fixtures : "");
	if (argc < 2)
		nftw(fixtures, add_seed, 16, FTW_PHYS);
	for (int i = 1; i < argc; i++)
		nftw(argv[i], add_seed, 16, FTW_PHYS);
	printf("1..2\n%s 1 - found inputs to begin with: %zu\n",
	       state.count ? "ok" : "not ok", state.count);
	if (!state.count)
		return 1;
	watch();
	for (size_t i = 0; i < state.count; i++) {
		take_seed(i);
		run_input();
	}
	runs = fuzz(seconds ? atol(seconds) : 5);
	printf("ok 2 - survived %s mutated inputs\n",
	       runs > 100 ? "hundreds of" : "some");
	for (size_t i = 0; i < state.count; i++)
		free(state.data[i]);
	return 0;
}
