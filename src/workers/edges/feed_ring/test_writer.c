/*
 * A feed handler for tests: writes quotes whose every field follows from their number, as fast as they go, and misbehaves when asked.
 *
 *     test_writer FILE write COUNT BATCH [FIRST]     says how often it found the ring full
 *     test_writer FILE torn COUNT                    COUNT quotes, then dies in the middle of a batch
 *     test_writer FILE hold                          opens the file, beats, and waits to be killed
 */
#include "sluice_feed.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static struct sluice_feed_record *claim(struct sluice_feed_writer *writer, long *full) {
  struct sluice_feed_record *record = sluice_feed_claim(writer);
  while (record == NULL) {
    sluice_feed_publish(writer);
    if (++*full == 1) {
      printf("full\n");
      fflush(stdout);
    }
    sluice_feed_beat(writer);
    struct timespec pause = {0, 1000};
    nanosleep(&pause, NULL);
    record = sluice_feed_claim(writer);
  }
  return record;
}

static void fill(struct sluice_feed_record *record, long number, int32_t instruments) {
  struct sluice_quote *quote = &record->quote;
  record->header.ingress_time = (double)number;
  quote->instrument = (int32_t)(number % instruments);
  quote->conflated = (int32_t)(number % 9);
  quote->bid_ticks = (double)(number % 1000);
  quote->bid_lots = (double)number;
  quote->ask_ticks = (double)(number % 1000 + 2);
  quote->ask_lots = (double)number * 4096;
  quote->trade_count = (int32_t)(number % 3);
  if (quote->trade_count == 0) return;
  quote->low_ticks = 10;
  quote->last_ticks = 11;
  quote->high_ticks = 12;
  quote->volume_lots = (double)number;
}

static void write_quotes(struct sluice_feed_writer *writer, long first, long count, long batch) {
  long full = 0;
  int32_t instruments = writer->header->instrument_count;
  for (long i = 0; i < count; i++) {
    fill(claim(writer, &full), first + i, instruments);
    sluice_feed_commit(writer);
    if (i % batch == batch - 1) sluice_feed_publish(writer);
  }
  sluice_feed_publish(writer);
  printf("wrote %ld, full %ld\n", count, full);
  fflush(stdout);
}

int main(int argc, char **argv) {
  struct sluice_feed_writer writer;
  const char *why = argc < 3 ? "usage" : sluice_feed_open(&writer, argv[1]);
  if (why != NULL) {
    fprintf(stderr, "%s\n", why);
    return 1;
  }
  if (strcmp(argv[2], "write") == 0) {
    write_quotes(&writer, argc > 5 ? atol(argv[5]) : 0, atol(argv[3]), atol(argv[4]));
  } else if (strcmp(argv[2], "torn") == 0) {
    long full = 0;
    write_quotes(&writer, 0, atol(argv[3]), 7);
    for (int i = 0; i < 40; i++) {
      fill(claim(&writer, &full), 1000000 + i, writer.header->instrument_count);
      sluice_feed_commit(&writer);
    }
    memset(sluice_feed_claim(&writer), 0xaa, SLUICE_FEED_RECORD_BYTES / 2);
    raise(SIGKILL);
  } else {
    printf("symbol MSFT is %d\n", sluice_feed_instrument(&writer, "MSFT"));
    fflush(stdout);
    while (sluice_feed_beat(&writer)) {
      struct timespec pause = {0, 10000000};
      nanosleep(&pause, NULL);
    }
    printf("the engine has gone\n");
  }
  sluice_feed_close(&writer);
  return 0;
}
