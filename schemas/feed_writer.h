/*
 * The writing end of a feed ring, for one thread:
 *
 *     const char *why = sluice_feed_open(&writer, path);          NULL: it is open
 *     for (;;) {
 *       if (sluice_feed_wants_all(&writer)) ...                     every quote is due
 *       struct sluice_feed_record *record = sluice_feed_claim(&writer);
 *       if (record != NULL) {                                     NULL: the ring is full
 *         record->quote.instrument = ...;
 *         sluice_feed_commit(&writer);                            as many as there are
 *       }
 *       sluice_feed_publish(&writer);                             now the engine sees them
 *       if (!sluice_feed_beat(&writer)) ...                       the engine has gone: close, and open until there is one again
 *     }
 *
 * docs/feed_ring.md says what the fields of a quote mean and why the memory order is right.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SLUICE_FEED_MAGIC "SLUICEFR"
#define SLUICE_FEED_VERSION 1
#define SLUICE_FEED_RECORD_WORDS (SLUICE_FEED_RECORD_BYTES / SLUICE_FEED_WORD_BYTES)
#define SLUICE_FEED_BEAT_NS 50000000LL
/* An engine that has not given a sign for so long has gone. */
#define SLUICE_FEED_PATIENCE_NS 2000000000LL

struct sluice_feed_record {
  struct sluice_record_header header;
  struct sluice_quote quote;
};
static_assert(sizeof(struct sluice_feed_record) == SLUICE_FEED_RECORD_BYTES, "a record is its header and a quote");

/* Positions count words of 8 bytes since the ring began, and wrap. */
struct sluice_feed_writer {
  struct sluice_feed_ring_header *header;
  const struct sluice_feed_ring_instrument *instruments;
  char *records;
  _Atomic int32_t *producer_position;
  _Atomic int32_t *consumer_position;
  uint32_t mask;      /* words of the ring, less one */
  uint32_t published; /* what the engine may see ends here */
  uint32_t position;  /* of the open run's frame, or of the next one's; an open run has `next` behind it */
  uint32_t next;      /* of the next record */
  uint32_t limit;     /* records of the run end here at the latest */
  int32_t reader_beat;
  int32_t refresh;
  int64_t reader_beat_ns;
  int64_t beat_ns;
  size_t file_bytes;
  int fd;
};

/* The clock that `ingress_time` of a record is in. */
static inline int64_t sluice_feed_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The two halves of the frame at a position: [0] its head, [1] its sequence. */
static inline _Atomic int32_t *sluice_feed_frame(const struct sluice_feed_writer *writer, uint32_t position) {
  return (_Atomic int32_t *)(writer->records + (size_t)(position & writer->mask) * SLUICE_FEED_WORD_BYTES);
}

/* Of a batch's first frame the sequence is left to sluice_feed_publish. */
static inline void sluice_feed_write_frame(struct sluice_feed_writer *writer, int32_t head, uint32_t words) {
  _Atomic int32_t *frame = sluice_feed_frame(writer, writer->position);
  atomic_store_explicit(&frame[0], head, memory_order_relaxed);
  if (writer->position != writer->published) {
    atomic_store_explicit(&frame[1], (int32_t)~writer->position, memory_order_relaxed);
  }
  writer->position += words;
}

static inline void sluice_feed_close_run(struct sluice_feed_writer *writer) {
  uint32_t words = writer->next - writer->position;
  if (words > 1) sluice_feed_write_frame(writer, (int32_t)((words - 1) << 16 | SLUICE_FEED_RECORD_BYTES), words);
  writer->next = writer->position;
  writer->limit = writer->position;
}

/* 0: the ring is full. */
static inline int sluice_feed_open_run(struct sluice_feed_writer *writer) {
  const uint32_t least = 1 + SLUICE_FEED_RECORD_WORDS;
  sluice_feed_close_run(writer);
  /* Pairs with the engine's store: it has read the words before this position. One word stays free for the mark of publish. */
  uint32_t consumed = (uint32_t)atomic_load_explicit(writer->consumer_position, memory_order_acquire);
  uint32_t room = writer->mask - (writer->position - consumed);
  uint32_t to_end = writer->mask + 1 - (writer->position & writer->mask);
  if (to_end < least) {
    if (to_end + least > room) return 0;
    sluice_feed_write_frame(writer, -(int32_t)to_end, to_end);
    room -= to_end;
  } else if (room > to_end) {
    room = to_end;
  }
  if (room > SLUICE_FEED_MAX_RUN_WORDS) room = SLUICE_FEED_MAX_RUN_WORDS;
  writer->next = writer->position;
  writer->limit = writer->position;
  if (room < least) return 0;
  writer->next = writer->position + 1;
  writer->limit = writer->position + room;
  return 1;
}

/* A record to fill in, cleared but for what every header says; NULL: the ring is full. Not committed, the next claim gives it again. */
static inline struct sluice_feed_record *sluice_feed_claim(struct sluice_feed_writer *writer) {
  if (writer->limit - writer->next < SLUICE_FEED_RECORD_WORDS && !sluice_feed_open_run(writer)) return NULL;
  size_t at = (size_t)(writer->next & writer->mask) * SLUICE_FEED_WORD_BYTES;
  struct sluice_feed_record *record = (struct sluice_feed_record *)(writer->records + at);
  memset(record, 0, sizeof *record);
  record->header.length = SLUICE_FEED_RECORD_BYTES;
  record->header.type = SLUICE_FEED_QUOTE_TYPE;
  record->header.version = SLUICE_FEED_QUOTE_VERSION;
  record->quote.conflated = 1;
  return record;
}

/* The record claimed is whole. The engine does not see it yet. */
static inline void sluice_feed_commit(struct sluice_feed_writer *writer) {
  writer->next += SLUICE_FEED_RECORD_WORDS;
}

/* Every committed record becomes visible, together. */
static inline void sluice_feed_publish(struct sluice_feed_writer *writer) {
  sluice_feed_close_run(writer);
  if (writer->position == writer->published) return;
  /* What the engine looks at next must not be an old word that happens to be a sequence. */
  atomic_store_explicit(&sluice_feed_frame(writer, writer->position)[1], (int32_t)writer->position, memory_order_relaxed);
  /* Pairs with the engine's load: whoever reads this sequence reads the whole batch. */
  atomic_store_explicit(
      &sluice_feed_frame(writer, writer->published)[1], (int32_t)~writer->published, memory_order_release);
  writer->published = writer->position;
  atomic_store_explicit(writer->producer_position, (int32_t)writer->position, memory_order_release);
}

/* In each turn of the loop, with quotes or without: shows that the feed handler lives. 0: the engine has gone. */
static inline int sluice_feed_beat(struct sluice_feed_writer *writer) {
  int64_t now = sluice_feed_now();
  if (now - writer->beat_ns < SLUICE_FEED_BEAT_NS) return 1;
  writer->beat_ns = now;
  atomic_fetch_add(&writer->header->writer_beat, 1);
  if (atomic_load(&writer->header->reader_state) != SLUICE_FEED_RING_STATE_OPEN) return 0;
  int32_t beat = atomic_load(&writer->header->reader_beat);
  if (beat != writer->reader_beat) {
    writer->reader_beat = beat;
    writer->reader_beat_ns = now;
  }
  return now - writer->reader_beat_ns < SLUICE_FEED_PATIENCE_NS;
}

/* 1 where the engine knows no quote, or believes none: after open, and when it took this feed for lost. Every quote is due then. */
static inline int sluice_feed_wants_all(struct sluice_feed_writer *writer) {
  int32_t refresh = atomic_load(&writer->header->reader_refresh);
  if (refresh == writer->refresh) return 0;
  writer->refresh = refresh;
  return 1;
}

/* The engine's number of a symbol, for quote.instrument and writer.instruments[...]; -1: it does not trade it. */
static inline int32_t sluice_feed_instrument(const struct sluice_feed_writer *writer, const char *symbol) {
  for (int32_t i = 0; i < writer->header->instrument_count; i++) {
    if (strncmp(writer->instruments[i].symbol, symbol, sizeof writer->instruments[i].symbol) == 0) return i;
  }
  return -1;
}

static inline void sluice_feed_unmap(struct sluice_feed_writer *writer) {
  munmap(writer->header, writer->file_bytes);
  close(writer->fd);
}

static inline void sluice_feed_close(struct sluice_feed_writer *writer) {
  atomic_store(&writer->header->writer_state, SLUICE_FEED_RING_STATE_GONE);
  sluice_feed_unmap(writer);
}

/* NULL, or what is wrong with the file. */
static inline const char *sluice_feed_check(const struct sluice_feed_writer *writer) {
  const struct sluice_feed_ring_header *header = writer->header;
  if (memcmp(header->magic, SLUICE_FEED_MAGIC, sizeof header->magic) != 0) return "this is no feed ring";
  if (header->version != SLUICE_FEED_VERSION) return "the feed ring has another version than this program";
  if (header->layout != SLUICE_FEED_LAYOUT || header->record_bytes != SLUICE_FEED_RECORD_BYTES) {
    return "the engine's records have another layout than this program's";
  }
  size_t instruments_end =
      header->instruments_offset + header->instrument_count * sizeof(struct sluice_feed_ring_instrument);
  size_t end = (size_t)header->ring_offset + SLUICE_FEED_POSITIONS_BYTES + header->capacity_bytes;
  if (instruments_end > (size_t)header->ring_offset || end > writer->file_bytes) return "the feed ring is cut short";
  if (atomic_load(&header->reader_state) != SLUICE_FEED_RING_STATE_OPEN) return "no engine reads this feed ring";
  return NULL;
}

/* A writer before this one may have died in the middle of a batch, or between the two stores that publish it: the frames tell. */
static inline const char *sluice_feed_take_over(struct sluice_feed_writer *writer) {
  uint32_t position = (uint32_t)atomic_load(writer->producer_position);
  for (uint32_t looks = 0; looks <= writer->mask; looks++) {
    _Atomic int32_t *frame = sluice_feed_frame(writer, position);
    if (atomic_load(&frame[1]) != (int32_t)~position) {
      writer->published = writer->position = writer->next = writer->limit = position;
      return NULL;
    }
    int32_t head = atomic_load(&frame[0]);
    position += head < 0 ? (uint32_t)-head : 1 + (uint32_t)(head >> 16);
  }
  return "the feed ring is broken";
}

/* NULL: it is open. Otherwise what is wrong, and nothing is held. One writer a file: the system gives its lock back when a writer ends. */
static inline const char *sluice_feed_open(struct sluice_feed_writer *writer, const char *path) {
  memset(writer, 0, sizeof *writer);
  writer->fd = open(path, O_RDWR | O_CLOEXEC);
  if (writer->fd < 0) return "there is no such feed ring: no engine runs, or it may not be opened";
  struct stat status;
  const char *why = NULL;
  if (fstat(writer->fd, &status) != 0 || status.st_size < (off_t)sizeof *writer->header) why = "this is no feed ring";
  else if (flock(writer->fd, LOCK_EX | LOCK_NB) != 0) why = "another feed handler writes to this feed ring";
  if (why != NULL) {
    close(writer->fd);
    return why;
  }
  writer->file_bytes = (size_t)status.st_size;
  void *file = mmap(NULL, writer->file_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, writer->fd, 0);
  if (file == MAP_FAILED) {
    close(writer->fd);
    return "the feed ring cannot be mapped";
  }
  writer->header = file;
  why = sluice_feed_check(writer);
  if (why == NULL) {
    char *ring = (char *)file + writer->header->ring_offset;
    writer->instruments = (void *)((char *)file + writer->header->instruments_offset);
    writer->producer_position = (void *)(ring + SLUICE_FEED_PRODUCER_POSITION_BYTE);
    writer->consumer_position = (void *)(ring + SLUICE_FEED_CONSUMER_POSITION_BYTE);
    writer->records = ring + SLUICE_FEED_POSITIONS_BYTES;
    writer->mask = (uint32_t)writer->header->capacity_bytes / SLUICE_FEED_WORD_BYTES - 1;
    why = sluice_feed_take_over(writer);
  }
  if (why != NULL) {
    sluice_feed_unmap(writer);
    return why;
  }
  writer->reader_beat = atomic_load(&writer->header->reader_beat);
  writer->reader_beat_ns = sluice_feed_now();
  writer->refresh = atomic_load(&writer->header->reader_refresh) - 1;
  atomic_store(&writer->header->writer_pid, (int32_t)getpid());
  atomic_fetch_add(&writer->header->writer_count, 1);
  atomic_store(&writer->header->writer_state, SLUICE_FEED_RING_STATE_OPEN);
  return NULL;
}
