-- SPDX-License-Identifier: GPL-3.0-or-later
-- A base may be staged for days, and another ICU be installed meanwhile.

ALTER TABLE staging ADD COLUMN collation TEXT NOT NULL DEFAULT ''; -- of stage_guest.sort_key when it was begun
