// SPDX-License-Identifier: GPL-3.0-or-later
// A planted race, which ThreadSanitizer must report with the suppressions that the tests use:
// desk-cli, linked with --wrap for the two functions below, passes the state between its threads
// past the mail's mutex.

#include "config.h"

#include "sync/ptn-sync-mail.h"

void __real_ptn_sync_mail_tell_state (PtnSyncMail *mail, PtnSyncState state, const GError *error);
void __wrap_ptn_sync_mail_tell_state (PtnSyncMail *mail, PtnSyncState state, const GError *error);
void __real_ptn_sync_mail_read_news (PtnSyncMail *mail, PtnSyncNews *news);
void __wrap_ptn_sync_mail_read_news (PtnSyncMail *mail, PtnSyncNews *news);

static PtnSyncState planted;

void
__wrap_ptn_sync_mail_tell_state (PtnSyncMail *mail, PtnSyncState state, const GError *error)
{
  __real_ptn_sync_mail_tell_state (mail, state, error);
  planted = state;
}

void
__wrap_ptn_sync_mail_read_news (PtnSyncMail *mail, PtnSyncNews *news)
{
  const PtnSyncState before = planted;

  __real_ptn_sync_mail_read_news (mail, news);
  g_debug ("from %d to %d", before, news->state);
}
