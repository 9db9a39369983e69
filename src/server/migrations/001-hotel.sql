-- SPDX-License-Identifier: GPL-3.0-or-later
-- The server's database: the records, the feed, what decisions cause, who may do what.
--
-- Records have one column for each field of their table in src/model (see db/ptn-record-sql.h). "property" is the property's
-- integer key everywhere; keys begin with it, so that tables can be partitioned. Instants are Unix milliseconds.

PRAGMA application_id = 1347702355; -- PTN_SCHEMA_APPLICATION_ID

CREATE TABLE server (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE property (
  property INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  rev INTEGER NOT NULL,
  name TEXT NOT NULL,
  currency TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  language INTEGER NOT NULL,
  night_audit INTEGER NOT NULL,
  business_date TEXT NOT NULL,
  pms INTEGER NOT NULL,
  UNIQUE (property, id)
) WITHOUT ROWID; -- an upsert cannot name an alias of the rowid among its columns

-- The clock counts the property's commits. Rows of the feed up to and including seq "pruned" are gone.
CREATE TABLE property_clock (
  property INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL DEFAULT 1,
  seq INTEGER NOT NULL DEFAULT 0,
  pruned INTEGER NOT NULL DEFAULT 0,
  effect_delay INTEGER NOT NULL DEFAULT 10000, -- milliseconds for which the effects of a decision are held back
  CHECK (0 <= pruned AND pruned <= seq)
);

CREATE TABLE "user" (
  property INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length (id) = 16),
  rev INTEGER NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  role INTEGER NOT NULL,
  active INTEGER NOT NULL,
  UNIQUE (property, id)
);

CREATE TABLE room_type (
  property INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length (id) = 16),
  rev INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (property, id),
  UNIQUE (property, code)
);

CREATE TABLE room (
  property INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length (id) = 16),
  rev INTEGER NOT NULL,
  number TEXT NOT NULL,
  room_type BLOB NOT NULL,
  UNIQUE (property, id),
  UNIQUE (property, number),
  FOREIGN KEY (property, room_type) REFERENCES room_type (property, id)
);

CREATE TABLE rate_plan (
  property INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length (id) = 16),
  rev INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  currency TEXT NOT NULL,
  UNIQUE (property, id),
  UNIQUE (property, code)
);

CREATE TABLE guest (
  property INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length (id) = 16),
  rev INTEGER NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  country TEXT,
  language INTEGER NOT NULL,
  UNIQUE (property, id)
);

CREATE TABLE stay (
  property INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length (id) = 16),
  rev INTEGER NOT NULL,
  number TEXT NOT NULL,
  guest BLOB NOT NULL,
  status INTEGER NOT NULL,
  arrival TEXT NOT NULL,
  departure TEXT NOT NULL,
  adults INTEGER NOT NULL,
  children INTEGER NOT NULL,
  guest_currency TEXT,
  nights TEXT NOT NULL,
  UNIQUE (property, id),
  UNIQUE (property, number),
  FOREIGN KEY (property, guest) REFERENCES guest (property, id)
);

CREATE TABLE offer (
  property INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length (id) = 16),
  rev INTEGER NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  type INTEGER NOT NULL,
  from_type BLOB,
  to_type BLOB,
  price INTEGER NOT NULL,
  basis INTEGER NOT NULL,
  quantity_max INTEGER NOT NULL,
  auto_confirm INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  position INTEGER NOT NULL,
  UNIQUE (property, id),
  FOREIGN KEY (property, from_type) REFERENCES room_type (property, id),
  FOREIGN KEY (property, to_type) REFERENCES room_type (property, id)
);

CREATE TABLE "order" (
  property INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length (id) = 16),
  rev INTEGER NOT NULL,
  guest BLOB NOT NULL,
  stay BLOB NOT NULL,
  offer BLOB NOT NULL,
  name TEXT NOT NULL,
  type INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  persons INTEGER NOT NULL,
  service_date TEXT,
  unit_price INTEGER NOT NULL,
  revenue INTEGER NOT NULL,
  currency TEXT NOT NULL,
  ordered_at INTEGER NOT NULL,
  status INTEGER NOT NULL,
  held_until INTEGER,
  history TEXT NOT NULL,
  UNIQUE (property, id),
  FOREIGN KEY (property, guest) REFERENCES guest (property, id),
  FOREIGN KEY (property, stay) REFERENCES stay (property, id),
  FOREIGN KEY (property, offer) REFERENCES offer (property, id)
);

CREATE INDEX order_stay ON "order" (property, stay, ordered_at);

-- What desks pull: each line complete, as it is sent. seq has no gaps: it is counted in property_clock by the last statements of
-- each commit.
CREATE TABLE feed (
  property INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  line TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (property, seq, n)
) WITHOUT ROWID;

-- What an order's arrival or a decision causes outside (mail, PMS): the work list of those links. A decision's effects are held
-- until held_until, unless undo drops them; then they are released.
CREATE TABLE effect (
  id INTEGER PRIMARY KEY,
  property INTEGER NOT NULL,
  order_id BLOB NOT NULL,
  rev INTEGER NOT NULL, -- the order's revision that caused it
  kind TEXT NOT NULL CHECK (kind IN ('order.received', 'order.auto-confirmed', 'order.confirmed', 'order.cancelled')),
  op BLOB,              -- the operation that decided; NULL: the program or the guest
  decided_by BLOB,
  before INTEGER,       -- the status that undo restores
  state TEXT NOT NULL CHECK (state IN ('held', 'released', 'dropped')),
  held_until INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (property, order_id, rev, kind),
  FOREIGN KEY (property, order_id) REFERENCES "order" (property, id)
);

CREATE INDEX effect_due ON effect (property, held_until) WHERE state = 'held';

-- Append-only. hash is SHA-256 over the line and the hash before it: see ptn-audit.c.
CREATE TABLE audit (
  property INTEGER NOT NULL,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  user_id BLOB,
  device_id BLOB,
  action TEXT NOT NULL,
  subject BLOB,
  digest TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (property, n)
) WITHOUT ROWID;

CREATE TRIGGER audit_is_append_only_1 BEFORE UPDATE ON audit BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_append_only_2 BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;

CREATE TABLE device (
  property INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length (id) = 16),
  name TEXT NOT NULL,
  user_id BLOB NOT NULL, -- who signed in last
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (property, id)
) WITHOUT ROWID;

-- The last operation of each device and user, and every result, for as long as the device is registered.
CREATE TABLE device_seq (
  property INTEGER NOT NULL,
  device_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  op_seq INTEGER NOT NULL,
  PRIMARY KEY (property, device_id, user_id)
) WITHOUT ROWID;

CREATE TABLE op_result (
  property INTEGER NOT NULL,
  device_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  op_seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (property, device_id, user_id, op_seq)
) WITHOUT ROWID;

-- login is folded: two logins that differ in case or accents only are one.
CREATE TABLE credential (
  property INTEGER NOT NULL,
  login TEXT NOT NULL,
  user_id BLOB NOT NULL,
  hash TEXT NOT NULL, -- argon2id, as libsodium writes it
  PRIMARY KEY (property, login),
  UNIQUE (property, user_id)
) WITHOUT ROWID;

-- One row for each sign-in; its tokens follow one another by refreshing. Tokens are looked up by their SHA-256 alone.
CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  property INTEGER NOT NULL,
  user_id BLOB NOT NULL,
  device_id BLOB NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE INDEX session_user ON session (property, user_id);

CREATE TABLE session_token (
  hash BLOB NOT NULL PRIMARY KEY CHECK (length (hash) = 32),
  session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('access', 'refresh', 'spent')),
  seen INTEGER NOT NULL DEFAULT 0, -- an access token: it was used; a spent one: what it was exchanged for was used
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX session_token_session ON session_token (session);
CREATE INDEX session_token_expiry ON session_token (expires_at);

-- Wrong passwords, and those just being checked.
CREATE TABLE sign_in_failure (
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL,
  address TEXT NOT NULL,
  at INTEGER NOT NULL
);

CREATE INDEX sign_in_failure_login ON sign_in_failure (login, at);
CREATE INDEX sign_in_failure_address ON sign_in_failure (address, at);
CREATE INDEX sign_in_failure_at ON sign_in_failure (at);

-- The Concierge code of a stay, by its SHA-256. It expires with the stay: the departure says when.
CREATE TABLE stay_code (
  property INTEGER NOT NULL,
  code BLOB NOT NULL UNIQUE CHECK (length (code) = 32),
  stay BLOB NOT NULL,
  PRIMARY KEY (property, code)
) WITHOUT ROWID;

CREATE UNIQUE INDEX stay_code_stay ON stay_code (property, stay);
