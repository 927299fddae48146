/*
 * A feed handler in C: makes up quotes of every instrument and writes them into a venue's feed ring at a pace.
 *
 *     cc -std=gnu11 -O2 -I schemas/generated -o feed_handler schemas/samples/feed_handler.c
 *     ./feed_handler data/sluice/feeds/PRIMARY.ring 100000 16        quotes a second, quotes a batch
 *
 * A real one has its exchange's protocol where `make_quote` stands; the rest stays as it is. It runs until it is told to end, and
 * waits for an engine where there is none. docs/feed_ring.md tells what goes on underneath.
 */
#include "sluice_feed.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static volatile sig_atomic_t is_ending = 0;

static void end(int signal) {
  (void)signal;
  is_ending = 1;
}

/* Two ticks wide, wandering about tick 10,000 of the instrument. */
static void make_quote(struct sluice_quote *quote, int32_t instrument, int64_t number) {
  double middle = 10000 + (double)(number % 200) - 100;
  quote->instrument = instrument;
  quote->bid_ticks = middle - 1;
  quote->bid_lots = 100 + (double)(number % 7);
  quote->ask_ticks = middle + 1;
  quote->ask_lots = 100 + (double)(number % 5);
}

/* Writes what is due. What finds the ring full stays due: a quote is not queued but made anew, from the newest book, when there is room. */
static int64_t write_quotes(struct sluice_feed_writer *writer, int64_t number, int64_t due) {
  double now = (double)sluice_feed_now();
  while (number < due) {
    struct sluice_feed_record *record = sluice_feed_claim(writer);
    if (record == NULL) break;
    record->header.ingress_time = now;
    make_quote(&record->quote, (int32_t)(number % writer->header->instrument_count), number);
    sluice_feed_commit(writer);
    number++;
  }
  sluice_feed_publish(writer);
  return number;
}

/* Until the engine has gone, or until this program is told to end. */
static void serve(struct sluice_feed_writer *writer, double quotes_per_second, int64_t batch) {
  int64_t started = sluice_feed_now();
  int64_t number = 0;
  while (!is_ending && sluice_feed_beat(writer)) {
    if (sluice_feed_wants_all(writer)) number = write_quotes(writer, number, number + writer->header->instrument_count);
    int64_t due = (int64_t)((double)(sluice_feed_now() - started) * 1e-9 * quotes_per_second);
    if (due - number < batch) {
      struct timespec pause = {0, 20000};
      nanosleep(&pause, NULL);
      continue;
    }
    number = write_quotes(writer, number, number + batch);
  }
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: feed_handler FILE QUOTES_PER_SECOND QUOTES_PER_BATCH\n");
    return 2;
  }
  signal(SIGINT, end);
  signal(SIGTERM, end);
  const char *said = NULL;
  while (!is_ending) {
    struct sluice_feed_writer writer;
    const char *why = sluice_feed_open(&writer, argv[1]);
    if (why != NULL) {
      if (said == NULL || strcmp(said, why) != 0) fprintf(stderr, "%s: %s\n", argv[1], why);
      said = why;
      struct timespec pause = {0, 100000000};
      nanosleep(&pause, NULL);
      continue;
    }
    said = NULL;
    printf("writing quotes of %d instruments\n", writer.header->instrument_count);
    fflush(stdout);
    serve(&writer, atof(argv[2]), atoll(argv[3]));
    printf("the engine took %.0f quotes and left out %.0f records\n", writer.header->accepted, writer.header->rejected);
    fflush(stdout);
    sluice_feed_close(&writer);
  }
  return 0;
}
