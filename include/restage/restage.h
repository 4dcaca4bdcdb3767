// SPDX-License-Identifier: Apache-2.0
#ifndef RESTAGE_RESTAGE_H
#define RESTAGE_RESTAGE_H
/* The C interface of Restage: the questions of the program, and registry staging by SEER algorithm archives.
 *
 * Every function returns a restage_status; results come through pointers. No C++ exception leaves the library and
 * nothing is printed. Objects are opaque and freed by the function of their name.
 *
 * Threads: a restage_algorithm is immutable and may be shared; a restage_case and a restage_result belong to one
 * thread. Text is UTF-8, ended by zero or given with its length; text handed out lives until the next call on the
 * object it came from, or until that object is freed.
 *
 * Stability: functions and codes are added, never changed, within one RESTAGE_ABI_VERSION; "since N" names the version
 * of the interface that first had a function. The shared library exports nothing but what is declared here. */
#include <stddef.h>
#include <stdint.h>

#define RESTAGE_ABI_VERSION 1

#if defined(__GNUC__)
#define RESTAGE_API __attribute__((visibility("default")))
#else
#define RESTAGE_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum restage_status {
  RESTAGE_OK = 0,
  RESTAGE_INVALID_ARGUMENT = 1, /* a null pointer, an index that does not exist, an option that is not known */
  RESTAGE_UNREADABLE = 2,       /* an input or archive cannot be read */
  RESTAGE_MALFORMED = 3,        /* an input or archive is not what it should be */
  RESTAGE_INTERNAL = 4,         /* out of memory or a fault of the library */
  RESTAGE_NOT_FOUND = 5,        /* no patient, statement, pack or criterion of that name */
  RESTAGE_NOT_SUPPORTED = 6,
  RESTAGE_LIMIT_EXCEEDED = 7,
  RESTAGE_UNWRITABLE = 8,
  RESTAGE_INTERRUPTED = 9
} restage_status;

/* Results of one case; names as the reference implementation spells them come from restage_outcome_name(). */
typedef enum restage_outcome {
  RESTAGE_STAGED = 0,
  RESTAGE_FAILED_MISSING_SITE_OR_HISTOLOGY = 1,
  RESTAGE_FAILED_NO_MATCHING_SCHEMA = 2,
  RESTAGE_FAILED_MULTIPLE_MATCHING_SCHEMAS = 3,
  RESTAGE_FAILED_INVALID_INPUT = 4,
  RESTAGE_FAILED_INVALID_YEAR_DX = 5
} restage_outcome;

typedef struct restage_algorithm restage_algorithm; /* one archive, compiled for one current year */
typedef struct restage_case restage_case;           /* inputs of one case, and its result after staging */

/* The interface the library was built with; compare with RESTAGE_ABI_VERSION. Since 1. */
RESTAGE_API uint32_t restage_abi_version(void);
/* "0.1.0"; never null. Since 1. */
RESTAGE_API const char* restage_version(void);
RESTAGE_API const char* restage_outcome_name(restage_outcome outcome);

/* Loads a zip file as published, or its unpacked folder. current_year decides which years of diagnosis are accepted
 * (the library reads no clock). On failure *message, when not null, gets a text to free with restage_free_text. */
RESTAGE_API restage_status restage_algorithm_load(const char* path, int current_year, restage_algorithm** algorithm,
                                                  char** message);
RESTAGE_API void restage_algorithm_free(restage_algorithm* algorithm);
RESTAGE_API void restage_free_text(char* text);
RESTAGE_API const char* restage_algorithm_name(const restage_algorithm* algorithm);
RESTAGE_API const char* restage_algorithm_edition(const restage_algorithm* algorithm);
RESTAGE_API size_t restage_algorithm_schema_count(const restage_algorithm* algorithm);
/* Null when index is too large. */
RESTAGE_API const char* restage_algorithm_schema_id(const restage_algorithm* algorithm, size_t index);

/* The case keeps the algorithm alive. Reuse one for case after case: staging then allocates nothing. */
RESTAGE_API restage_status restage_case_create(const restage_algorithm* algorithm, restage_case** created);
RESTAGE_API void restage_case_free(restage_case* of);
RESTAGE_API restage_status restage_case_clear(restage_case* of);
/* value null sets the value null, which is not the same as "" or as a key not set. */
RESTAGE_API restage_status restage_case_set(restage_case* of, const char* key, const char* value);
RESTAGE_API restage_status restage_case_set_sized(restage_case* of, const char* key, size_t key_size, const char* value,
                                                  size_t value_size);

/* RESTAGE_OK also when the outcome is one of the failures above: those are results. */
RESTAGE_API restage_status restage_case_stage(restage_case* of, restage_outcome* outcome);
/* The chosen schema, null when there is none. */
RESTAGE_API const char* restage_case_schema_id(const restage_case* of);

typedef struct restage_output {
  const char* key;
  const char* value; /* null: the value null. Not ended by zero: use size */
  size_t size;
} restage_output;
RESTAGE_API size_t restage_case_output_count(const restage_case* of);
RESTAGE_API restage_status restage_case_output(const restage_case* of, size_t index, restage_output* output);
/* By key; absent outputs give RESTAGE_INVALID_ARGUMENT. */
RESTAGE_API restage_status restage_case_output_by_key(const restage_case* of, const char* key, restage_output* output);

typedef struct restage_error {
  const char* type;
  const char* table;   /* null when there is none */
  const char* key;     /* null when there is none */
  const char* columns; /* comma-separated; null when there are none */
  const char* message;
} restage_error;
RESTAGE_API size_t restage_case_error_count(const restage_case* of);
RESTAGE_API restage_status restage_case_error(restage_case* of, size_t index, restage_error* error);
RESTAGE_API size_t restage_case_path_count(const restage_case* of);
/* "mapping.table" */
RESTAGE_API restage_status restage_case_path(restage_case* of, size_t index, const char** entry);

/* ---- Questions about records, tables and packs ---------------------------------------------------------------------
 *
 * The questions of the program, asked of bytes in memory. Courses go in as any format that the program reads (course
 * file, course JSON, FHIR JSON or NDJSON, oBDS XML); answers are what the program prints with --json.
 *
 * Options are a list of texts "key=value" ended by a null pointer, or null for none; an unknown key or value is
 * RESTAGE_INVALID_ARGUMENT. A key that may hold several values takes them one option each ("edition=8", "edition=9").
 *
 * *answer is set whenever the status is not RESTAGE_INVALID_ARGUMENT for a null pointer: on failure its text is
 * {"error":{"code","message","context"}}. Free it with restage_answer_free in either case. */

typedef struct restage_input {
  const char* name; /* stands for the input in messages */
  const char* bytes;
  size_t size;
} restage_input;

typedef struct restage_packs restage_packs;   /* rules; immutable, shared by threads */
typedef struct restage_answer restage_answer; /* belongs to one thread */

/* The packs of the library; with a folder, its packs beside and before them. Since 1. */
RESTAGE_API restage_status restage_packs_open(const char* folder, restage_packs** packs, char** message);
RESTAGE_API void restage_packs_free(restage_packs* packs);

/* The staged course of every patient. Options: as_of, known_by, edition (several), patient, assume_cm0=yes. Since 1. */
RESTAGE_API restage_status restage_timeline(const restage_packs* packs, const restage_input* inputs, size_t count,
                                            const char* const* options, restage_answer** answer);
/* The rule chain of statements as text for people. Options: those of restage_timeline, statement. Since 1. */
RESTAGE_API restage_status restage_explain(const restage_packs* packs, const restage_input* inputs, size_t count,
                                           const char* const* options, restage_answer** answer);
/* What the readers made of the input, one course JSON a line. No options. Since 1. */
RESTAGE_API restage_status restage_facts(const restage_input* inputs, size_t count, const char* const* options,
                                         restage_answer** answer);
/* A table of cases (CSV) with its result columns behind. Options: from=categories|findings, edition, pack. Since 1. */
RESTAGE_API restage_status restage_stage(const restage_packs* packs, const restage_input* table,
                                         const char* const* options, restage_answer** answer);
/* The same cases under two editions. Options: from, to (editions), findings=yes, site. Since 1. */
RESTAGE_API restage_status restage_migrate(const restage_packs* packs, const restage_input* table,
                                           const char* const* options, restage_answer** answer);
/* The packs that apply to a primary. Options: topography, histology, diagnosed, edition, fact=NAME=VALUE (several).
 * Since 1. */
RESTAGE_API restage_status restage_which(const restage_packs* packs, const char* const* options,
                                         restage_answer** answer);
/* What a site asks for. Options: site, edition, pack. Since 1. */
RESTAGE_API restage_status restage_inputs(const restage_packs* packs, const char* const* options,
                                          restage_answer** answer);
/* Responses to treatment. Options: criterion, policy=KEY=VALUE (several). Since 1. */
RESTAGE_API restage_status restage_response(const restage_input* inputs, size_t count, const char* const* options,
                                            restage_answer** answer);

/* Ended by zero; *size, when size is not null, does not count it. Lives as long as the answer. Since 1. */
RESTAGE_API const char* restage_answer_text(const restage_answer* answer, size_t* size);
/* 0: some inputs were refused or carry errors, and the answer names each; 1: nothing was. Since 1. */
RESTAGE_API int restage_answer_is_complete(const restage_answer* answer);
RESTAGE_API void restage_answer_free(restage_answer* answer);

#ifdef __cplusplus
}
#endif
#endif
