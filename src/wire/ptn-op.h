// SPDX-License-Identifier: GPL-3.0-or-later
// Named operations and their results: the bodies of POST /v1/ops (docs/protocol.md, DESIGN §6).
#pragma once

#include "model/ptn-record.h"
#include "ptn-codec.h"
#include "ptn-problem.h"

G_BEGIN_DECLS

/* One request: at most so many operations and so many bytes of text. A sender counts each body
 * twice, since JSON may escape every byte of it. */
#define PTN_OPS_MAX       100
#define PTN_OPS_BYTES_MAX (1024 * 1024)
/* One operation, so that a request of one always fits ptn_json_request_limits. */
#define PTN_OP_BODY_MAX      (512 * 1024)
#define PTN_OP_BASE_REVS_MAX 256

typedef enum
{
  PTN_OP_ORDER_CONFIRM,
  PTN_OP_ORDER_CANCEL,
  PTN_OP_ORDER_UNDO,
  PTN_N_OPS,
} PtnOpKind;

/* "order.confirm", "order.cancel", "order.undo", NULL */
extern const char *const ptn_op_names[];

/* The revision that the operation was made from. */
typedef struct
{
  PtnUuid id;
  gint64  rev;
} PtnBaseRev;

typedef struct
{
  gint64    op_seq; /* from 1, per device and user, without gaps */
  PtnUuid   id;
  PtnOpKind kind;
  GArray   *base_revs; /* (nullable) of PtnBaseRev */
  char     *body;      /* JSON text; its bytes are what hash covers */
  char      hash[65];  /* SHA-256 of body, lower-case hexadecimal */
} PtnOp;

void ptn_op_clear (PtnOp *op);
/* Fills op->hash from op->body. */
void ptn_op_seal (PtnOp *op);
/* The revision that @op saw of @id; -1 where it lists none. */
gint64 ptn_op_base_rev (const PtnOp *op, const PtnUuid *id);

/* The body of order.confirm and order.cancel: {"order": UUID}; of order.undo also {"decision": UUID
 * of the operation that is taken back}. */
typedef struct
{
  PtnUuid order;
  PtnUuid decision; /* nil but for order.undo */
} PtnOrderOp;

/* Returns: (transfer full) */
char    *ptn_order_op_to_body (PtnOpKind kind, const PtnOrderOp *op);
gboolean ptn_order_op_from_body (PtnOpKind kind, const char *body, PtnOrderOp *out, GError **error);

typedef struct
{
  PtnUuid device;
  PtnUuid user;
  GArray *ops; /* of PtnOp, in order of op_seq */
} PtnOpsRequest;

typedef enum
{
  PTN_RESULT_APPLIED,
  PTN_RESULT_REJECTED, /* problem says why; a person must look at it */
  PTN_RESULT_CONFLICT, /* somebody was faster; current is what stands now */
} PtnResultKind;

typedef struct
{
  gint64        op_seq;
  PtnUuid       id;
  PtnResultKind kind;
  gint64        rev;  /* applied: the order's revision when it was answered, changed or as it stood;
                  0: not told */
  PtnProblem problem; /* rejected and conflict */
  char      *current; /* (nullable) conflict: what stands now, as ptn_feed_write_row() writes it */
} PtnOpResult;

void ptn_op_result_clear (PtnOpResult *result);

typedef struct
{
  PtnUuid server;
  GArray *results; /* of PtnOpResult, one for each operation, in order */
} PtnOpsResponse;

/* These free the elements too, so the arrays need no clear function. */
void ptn_ops_request_clear (PtnOpsRequest *request);
void ptn_ops_response_clear (PtnOpsResponse *response);

/* Whole bodies to text and back; readers are strict, check hash against body, ascending op_seq and
 * the limits. A gap in op_seq is left to the server, which knows the number that is expected.
 * Writers: (transfer full). Readers: FALSE with PTN_WIRE_ERROR, the path first. */
char *ptn_ops_request_to_json (const PtnOpsRequest *request);
gboolean
ptn_ops_request_from_json (const char *text, gsize length, PtnOpsRequest *out, GError **error);
char *ptn_ops_response_to_json (const PtnOpsResponse *response);
gboolean
ptn_ops_response_from_json (const char *text, gsize length, PtnOpsResponse *out, GError **error);
/* One result as the server keeps it, and back. */
char    *ptn_op_result_to_json (const PtnOpResult *result);
gboolean ptn_op_result_from_json (const char *text, gsize length, PtnOpResult *out, GError **error);

G_END_DECLS
