// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of GET /v1/changes and GET /v1/snapshot (docs/protocol.md): a head, rows, a tail.
#pragma once

#include "model/ptn-record.h"
#include "ptn-codec.h"

G_BEGIN_DECLS

#define PTN_FEED_CONTENT_TYPE "application/x-ndjson"

/* A place in a property's feed. */
typedef struct
{
  gint64 epoch; /* grows with every import and restore */
  gint64 seq;   /* 0: before the first change of the epoch */
} PtnCursor;

#define PTN_CURSOR_TEXT_SIZE 42

/* "EPOCH.SEQ". FALSE for anything else. @text: (nullable) */
gboolean ptn_cursor_parse (const char *text, PtnCursor *out);
void     ptn_cursor_print (PtnCursor cursor, char out[PTN_CURSOR_TEXT_SIZE]);

typedef struct
{
  PtnUuid   server;
  PtnUuid   property;
  PtnCursor from; /* changes: the position asked for; snapshot: the position all chunks are at */
} PtnFeedHead;

typedef struct
{
  gint64               seq;  /* of the commit; 0 in a snapshot */
  const PtnRecordType *type; /* NULL: a kind that this version does not know */
  PtnUuid              id;
  gint64               rev;
  gboolean             deleted;
  gpointer record; /* (transfer full) of type, with its id; NULL where deleted or type is NULL */
} PtnFeedRow;

typedef struct
{
  PtnCursor to;   /* continue from here */
  char after[80]; /* snapshot: the key of the last row, "KIND/UUID"; empty in changes and in the
                     last chunk */
  gint64   count; /* rows on this page */
  gboolean more;  /* ask again at once */
} PtnFeedTail;

void ptn_feed_row_clear (PtnFeedRow *row);

/* Each appends one line with its newline. Any thread. A server may keep the line of a row and send
 * it as it is. */
void ptn_feed_write_head (GString *out, const PtnFeedHead *head);
/* @record may be NULL for a tombstone. */
void ptn_feed_write_row (GString             *out,
                         gint64               seq,
                         const PtnRecordType *type,
                         const PtnUuid       *id,
                         gint64               rev,
                         gconstpointer        record);
void ptn_feed_write_tail (GString *out, const PtnFeedTail *tail);

typedef enum
{
  PTN_FEED_HEAD,
  PTN_FEED_ROW,
  PTN_FEED_TAIL,
} PtnFeedLineKind;

typedef struct
{
  PtnFeedLineKind kind;
  union
  {
    PtnFeedHead head;
    PtnFeedRow  row;
    PtnFeedTail tail;
  };
} PtnFeedLine;

/* Reads one line (with or without its newline), leniently: members and kinds that this version does
 * not know are ignored, values are not. FALSE with PTN_WIRE_ERROR. On TRUE clear a row with
 * ptn_feed_row_clear(). */
gboolean ptn_feed_read_line (const char *line, gsize length, PtnFeedLine *out, GError **error);

G_END_DECLS
