/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A set bit is all that is known of a stretch. Widening keeps the law of the header: a
 * part of the times is never spread wider than all of them, so it is never coarser.
 */
#include "analyzer/cluster/sightings.h"

#include "analyzer/cluster/history.h"

uint64_t avow_sightings_width(const struct avow_sightings *sightings)
{
	return avow_history_width_at(sightings->step);
}

static void set(struct avow_sightings *sightings, uint64_t index)
{
	sightings->bits[index / 64] |= UINT64_C(1) << index % 64;
}

/* Notes the stretch @number, which lies within reach at this width. */
static void note(struct avow_sightings *sightings, uint64_t number)
{
	struct avow_sightings old = *sightings;

	if (!old.length) {
		sightings->first = number;
	} else if (number < old.first) {
		*sightings = (struct avow_sightings){ .first = number, .step = old.step };
		for (uint32_t i = 0; i < old.length; i++)
			if (avow_sightings_has(&old, i))
				set(sightings, old.first - number + i);
		sightings->length = (uint32_t)(old.first - number) + old.length;
	}
	set(sightings, number - sightings->first);
	if (number - sightings->first >= sightings->length)
		sightings->length = (uint32_t)(number - sightings->first) + 1;
}

void avow_sightings_coarsen(struct avow_sightings *sightings, uint32_t step)
{
	struct avow_sightings old = *sightings;
	uint64_t times;

	if (step <= old.step)
		return;
	times = avow_history_width_at(step) / avow_sightings_width(&old);
	*sightings = (struct avow_sightings){ .step = step };
	for (uint32_t i = 0; i < old.length; i++)
		if (avow_sightings_has(&old, i))
			note(sightings, (old.first + i) / times);
}

/* Makes room for what was seen from @first to @last, seconds. */
static void reach(struct avow_sightings *sightings, uint64_t first, uint64_t last)
{
	uint64_t width = avow_sightings_width(sightings);

	if (sightings->length) {
		uint64_t end = sightings->first + sightings->length - 1;

		if (first > sightings->first * width)
			first = sightings->first * width;
		if (last < end * width)
			last = end * width;
	}
	avow_sightings_coarsen(
		sightings,
		avow_history_step_for(first, last, AVOW_SIGHTINGS_MAX, sightings->step));
}

void avow_sightings_add(struct avow_sightings *sightings, uint64_t seconds)
{
	reach(sightings, seconds, seconds);
	note(sightings, seconds / avow_sightings_width(sightings));
}

/* What comes nearly always: one more time, within what was seen. False: it is not so. */
static bool note_within(struct avow_sightings *sightings,
			const struct avow_sightings *from)
{
	uint64_t number;

	if (from->length != 1 || from->step > sightings->step)
		return false;
	number = from->first * avow_sightings_width(from) /
		 avow_sightings_width(sightings);
	if (number < sightings->first || number - sightings->first >= sightings->length)
		return false;
	set(sightings, number - sightings->first);
	return true;
}

void avow_sightings_merge(struct avow_sightings *sightings,
			  const struct avow_sightings *from)
{
	struct avow_sightings other;
	uint64_t width;

	if (!from->length || note_within(sightings, from))
		return;
	other = *from;
	avow_sightings_coarsen(sightings, other.step);
	width = avow_sightings_width(&other);
	reach(sightings, other.first * width, (other.first + other.length - 1) * width);
	avow_sightings_coarsen(&other, sightings->step);
	for (uint32_t i = 0; i < other.length; i++)
		if (avow_sightings_has(&other, i))
			note(sightings, other.first + i);
}

void avow_sightings_text(const struct avow_sightings *sightings, struct avow_buf *out)
{
	for (uint32_t i = 0; i < sightings->length; i += 4) {
		unsigned digit = 0;

		for (uint32_t k = i; k < i + 4; k++)
			digit = digit << 1 | (k < sightings->length &&
					      avow_sightings_has(sightings, k));
		avow_buf_putc(out, "0123456789abcdef"[digit]);
	}
}

static bool read_digit(char byte, unsigned *out)
{
	if (byte >= '0' && byte <= '9')
		*out = (unsigned)(byte - '0');
	else if (byte >= 'a' && byte <= 'f')
		*out = (unsigned)(byte - 'a') + 10;
	else
		return false;
	return true;
}

/* The stretches from the number @first on that @digit has bits of. */
static bool note_digit(struct avow_sightings *sightings, uint64_t first, unsigned digit)
{
	uint64_t last = UINT64_MAX / avow_sightings_width(sightings);

	for (unsigned i = 0; i < 4; i++) {
		if (!(digit >> (3 - i) & 1))
			continue;
		if (first > last || i > last - first)
			return false;
		note(sightings, first + i);
	}
	return true;
}

bool avow_sightings_parse(struct avow_sightings *sightings, uint64_t width, uint64_t from,
			  struct avow_span seen)
{
	struct avow_history known = { 0 };
	unsigned digit;

	if (avow_history_begin(&known, width) || from % width || !seen.length ||
	    seen.length > AVOW_SIGHTINGS_MAX / 4)
		return false;
	sightings->step = known.step;
	for (size_t i = 0; i < seen.length; i++) {
		if (!read_digit(seen.data[i], &digit) ||
		    !note_digit(sightings, from / width + 4 * i, digit))
			return false;
	}
	/* The first stretch is one that was seen, and the last digit is not empty. */
	return digit && sightings->length && sightings->first == from / width;
}
