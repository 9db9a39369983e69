-- SPDX-License-Identifier: GPL-3.0-or-later
-- An echo ends with the revision that its answer was given at, not with just any new one.

ALTER TABLE outbox ADD COLUMN answered_rev INTEGER NOT NULL DEFAULT 0; -- 0: the answer did not say
