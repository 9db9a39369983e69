// SPDX-License-Identifier: GPL-3.0-or-later
// The languages of the interface, and switching between them while the program runs. Main thread.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *code;   /* the setting's value: "en", "it", "th" */
  const char *name;   /* in the language itself */
  const char *locale; /* the C library's name */
} PtnInterfaceLanguage;

#define PTN_LANGUAGE_SYSTEM "system"

/* All but the system's. Returns: (transfer none), *n of them */
const PtnInterfaceLanguage *ptn_interface_languages (gsize *n);

typedef enum
{
  PTN_LANGUAGE_READY,
  PTN_LANGUAGE_NO_LOCALE,    /* the C library does not know the language */
  PTN_LANGUAGE_NO_CATALOGUE, /* the program's texts in the language are not installed */
} PtnLanguageState;

/* @catalogues: the folder of the installed texts */
PtnLanguageState ptn_interface_language_state (const PtnInterfaceLanguage *language,
                                               const char                 *catalogues);
/* The command that adds what is missing on this system. Returns: (transfer full) */
char *ptn_interface_language_command (const PtnInterfaceLanguage *language, PtnLanguageState state);

/* Before any thread starts: the process speaks the language @code from the beginning. */
void ptn_interface_language_start (const char *code);
/* While the program runs: the main thread speaks the language @code from now on; windows must be
 * built anew. */
void ptn_interface_language_use (const char *code);
/* The locale that dates and numbers are written in. Returns: (transfer none) */
const char *ptn_interface_language_locale (const char *code);

G_END_DECLS
