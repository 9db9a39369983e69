-- SPDX-License-Identifier: GPL-3.0-or-later
-- The desk's database: the base, one table for each kind of record, and what the desk adds to it; the outbox; the staged base.
--
-- A record's columns are its fields (src/db/ptn-record-sql.h) between rev and what the desk derives. A staged base (ptn-staging.c)
-- is made of copies of these very definitions under other names, so a table may not refer to another by its name.

CREATE TABLE desk (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  device BLOB NOT NULL,
  server BLOB,                          -- whose base this is; NULL before the first sign-in
  property BLOB,
  epoch INTEGER NOT NULL DEFAULT 0,     -- the cursor; 0: no base yet
  seq INTEGER NOT NULL DEFAULT 0,
  base INTEGER NOT NULL DEFAULT 1,      -- another number, another base: the same rows stand for other records
  version INTEGER NOT NULL DEFAULT 0,   -- grows by one with each commit that changed what a reader shows
  collation TEXT NOT NULL DEFAULT ''    -- of guest.sort_key
);

CREATE TABLE property (
  row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL,
  name TEXT, currency TEXT, time_zone TEXT, language INTEGER, night_audit INTEGER, business_date TEXT, pms INTEGER
);

CREATE TABLE user (
  row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL,
  login TEXT, name TEXT, role INTEGER, active INTEGER
);

CREATE TABLE room_type (
  row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL,
  code TEXT, name TEXT
);

CREATE TABLE room (
  row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL,
  number TEXT, room_type BLOB
);

CREATE TABLE rate_plan (
  row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL,
  code TEXT, name TEXT, currency TEXT
);

-- A row with rev 0 is a guest whom an order names and who has not come yet.
CREATE TABLE guest (
  row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL,
  name TEXT, email TEXT, phone TEXT, country TEXT, language INTEGER,
  sort_key BLOB NOT NULL, folded TEXT NOT NULL
);
CREATE INDEX guest_by_name ON guest (sort_key);
CREATE INDEX guest_by_folded ON guest (folded);
-- Any part of a name, in any script: Thai has no spaces between words (DESIGN §7).
CREATE VIRTUAL TABLE guest_fts USING fts5 (folded, content = '', contentless_delete = 1, tokenize = 'trigram');

CREATE TABLE stay (
  row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL,
  number TEXT, guest BLOB, status INTEGER, arrival TEXT, departure TEXT, adults INTEGER, children INTEGER, guest_currency TEXT,
  nights TEXT
);

CREATE TABLE offer (
  row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL,
  name TEXT, description TEXT, type INTEGER, from_type BLOB, to_type BLOB, price INTEGER, basis INTEGER, quantity_max INTEGER,
  auto_confirm INTEGER, archived INTEGER, position INTEGER
);

-- The names that offers had when they were ordered: few, however many orders there are.
CREATE TABLE offer_name (
  id INTEGER PRIMARY KEY,
  names TEXT NOT NULL UNIQUE,           -- "order".name
  folded TEXT NOT NULL                  -- each language's after a line feed
);

CREATE TABLE "order" (
  row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL,
  guest BLOB, stay BLOB, offer BLOB, name TEXT, type INTEGER, quantity INTEGER, persons INTEGER, service_date TEXT,
  unit_price INTEGER, revenue INTEGER, currency TEXT, ordered_at INTEGER, status INTEGER, held_until INTEGER, history TEXT,
  guest_row INTEGER NOT NULL,
  name_id INTEGER NOT NULL,
  shown_status INTEGER NOT NULL,        -- the overlay: status and what waits in the outbox (ptn-overlay.c)
  waiting INTEGER NOT NULL DEFAULT 0
);
-- All that the Orders list knows of an order without reading its row (ptn-order-index.c), in the order in which it is shown.
CREATE INDEX order_by_date ON "order" (ordered_at, row, guest_row, name_id, type, shown_status, revenue, currency);

-- How many orders are shown in each status: COUNT(*) costs more than the first screen.
CREATE TABLE counter (
  status INTEGER PRIMARY KEY,
  n INTEGER NOT NULL
);

-- ptn-outbox.c explains these three.
CREATE TABLE outbox (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  user BLOB NOT NULL,
  op_seq INTEGER,                       -- NULL until it is first sent
  kind INTEGER NOT NULL,                -- PtnOpKind
  "order" BLOB NOT NULL,
  seen_rev INTEGER NOT NULL,            -- the revision it was made from
  told_rev INTEGER,                     -- the same where the server is told of it
  undoes BLOB,                          -- order.undo: the operation that is taken back
  before INTEGER NOT NULL,              -- the status before the decision, which its undo restores
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  state INTEGER NOT NULL,
  UNIQUE (user, op_seq)
);
CREATE INDEX outbox_by_order ON outbox ("order", key);
CREATE INDEX outbox_waiting ON outbox (user, key) WHERE state = 0;

CREATE TABLE sender (
  user BLOB PRIMARY KEY,
  op_seq INTEGER NOT NULL               -- the last number given to an operation of this user
) WITHOUT ROWID;

CREATE TABLE attention (
  key INTEGER PRIMARY KEY,
  user BLOB NOT NULL,
  kind INTEGER NOT NULL,
  "order" BLOB NOT NULL,
  problem TEXT NOT NULL,                -- ptn_problem_name()
  at INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  decided_by BLOB
);

-- There is a row while a base is being staged.
CREATE TABLE staging (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  after TEXT NOT NULL DEFAULT '',
  complete INTEGER NOT NULL DEFAULT 0,
  searchable INTEGER NOT NULL DEFAULT 0 -- the guests up to this row are in stage_guest_fts
);

INSERT INTO counter (status, n) VALUES (0, 0), (1, 0), (2, 0);
