/*
 * The other side of bench/feed_ring.ts.
 *
 *     feed_ring_writer FILE pace QUOTES_PER_SECOND SECONDS     each turn writes what is due, stamped, and publishes it
 *     feed_ring_writer FILE flood BATCH SECONDS                batches as fast as they go
 *     feed_ring_writer FILE echo                               answers the word that it is shown, until that is -1: the floor
 */
#define _GNU_SOURCE
#include <sched.h>

#include "sluice_feed.h"

#include <stdio.h>
#include <stdlib.h>

static void pin(int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(core, &cores);
  sched_setaffinity(0, sizeof cores, &cores);
}

/* A writer that finds the ring full looks away: asking again and again takes the reader's line from it. */
static void look_away(void) {
  int64_t until = sluice_feed_now() + 1000;
  while (sluice_feed_now() < until) continue;
}

static int write_quote(struct sluice_feed_writer *writer, int64_t number, double now) {
  struct sluice_feed_record *record = sluice_feed_claim(writer);
  if (record == NULL) return 0;
  record->header.ingress_time = now;
  record->quote.instrument = (int32_t)(number % writer->header->instrument_count);
  record->quote.bid_ticks = 9999;
  record->quote.bid_lots = 100 + (double)(number & 15);
  record->quote.ask_ticks = 10001;
  record->quote.ask_lots = 100;
  sluice_feed_commit(writer);
  return 1;
}

/* Answers with the turns in which the ring was full. */
static int64_t pace(struct sluice_feed_writer *writer, double rate, double seconds, int64_t *written) {
  int64_t started = sluice_feed_now();
  int64_t count = (int64_t)(rate * seconds);
  int64_t full = 0;
  while (*written < count) {
    int64_t now = sluice_feed_now();
    int64_t due = (int64_t)((double)(now - started) * 1e-9 * rate);
    if (due > count) due = count;
    /* What is due is stamped when it was: a quote that waits for room has waited from then on. */
    while (*written < due) {
      if (!write_quote(writer, *written, (double)started + (double)(*written + 1) * 1e9 / rate)) {
        full++;
        sluice_feed_publish(writer);
        look_away();
        break;
      }
      ++*written;
    }
    sluice_feed_publish(writer);
  }
  return full;
}

static int64_t flood(struct sluice_feed_writer *writer, int64_t batch, double seconds, int64_t *written) {
  int64_t end = sluice_feed_now() + (int64_t)(seconds * 1e9);
  int64_t full = 0;
  for (int64_t now = sluice_feed_now(); now < end; now = sluice_feed_now()) {
    for (int64_t i = 0; i < batch; i++) {
      if (!write_quote(writer, *written, (double)now)) {
        full++;
        sluice_feed_publish(writer);
        look_away();
        break;
      }
      ++*written;
    }
    sluice_feed_publish(writer);
  }
  return full;
}

/* Two words in the ring's first record, a line apart: 0 is asked, 32 is answered. */
static void echo(const struct sluice_feed_writer *writer) {
  _Atomic int32_t *words = (_Atomic int32_t *)writer->records;
  for (int32_t seen = 0;;) {
    int32_t asked = atomic_load_explicit(&words[0], memory_order_acquire);
    if (asked == -1) return;
    if (asked == seen) continue;
    seen = asked;
    atomic_store_explicit(&words[32], asked, memory_order_release);
  }
}

int main(int argc, char **argv) {
  struct sluice_feed_writer writer;
  pin(1);
  const char *why = argc < 3 ? "usage" : sluice_feed_open(&writer, argv[1]);
  if (why != NULL) {
    fprintf(stderr, "%s\n", why);
    return 1;
  }
  int64_t written = 0;
  int64_t full = 0;
  if (strcmp(argv[2], "pace") == 0) full = pace(&writer, atof(argv[3]), atof(argv[4]), &written);
  else if (strcmp(argv[2], "flood") == 0) full = flood(&writer, atoll(argv[3]), atof(argv[4]), &written);
  else echo(&writer);
  printf("%lld %lld\n", (long long)written, (long long)full);
  sluice_feed_close(&writer);
  return 0;
}
