/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SHA-256: the examples of FIPS 180-4, and lengths around the size of a block. */
#include "tests/unit/unit.h"

#include <stdlib.h>

#include "analyzer/base/sha256.h"

static void assert_digest(const char *bytes, size_t length, const char *digest)
{
	char out[65];

	avow_sha256_hex(avow_span_make(bytes, length), out);
	assert_string_equal(out, digest);
}

static void digests_the_examples(void **state)
{
	static const struct {
		const char *bytes;
		const char *digest;
	} examples[] = {
		{ "",
		  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc",
		  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(examples); i++)
		assert_digest(examples[i].bytes, strlen(examples[i].bytes),
			      examples[i].digest);
}

static void digests_lengths_around_a_block(void **state)
{
	static const struct {
		size_t length; /* of the letter a */
		const char *digest;
	} runs[] = {
		{ 55,
		  "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318" },
		{ 56,
		  "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a" },
		{ 63,
		  "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34" },
		{ 64,
		  "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb" },
		{ 65,
		  "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0" },
		{ 119,
		  "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb" },
		{ 120,
		  "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c" },
		{ 1000000,
		  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
	};
	char *bytes = malloc(1000000);

	(void)state;
	assert_non_null(bytes);
	memset(bytes, 'a', 1000000);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(runs); i++)
		assert_digest(bytes, runs[i].length, runs[i].digest);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests_the_examples),
		cmocka_unit_test(digests_lengths_around_a_block),
	};

	return cmocka_run_group_tests_name("sha256", tests, NULL, NULL);
}
