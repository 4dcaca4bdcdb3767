// SPDX-License-Identifier: Apache-2.0
#ifndef RESTAGE_RESTAGE_H
#define RESTAGE_RESTAGE_H
/* The C interface of Restage: registry staging by SEER algorithm archives.
 *
 * Every function returns a restage_status; results come through pointers. No C++ exception leaves the library and
 * nothing is printed. Objects are opaque and freed by the function of their name.
 *
 * Threads: a restage_algorithm is immutable and may be shared; a restage_case and a restage_result belong to one
 * thread. Text is UTF-8, ended by zero or given with its length; text handed out lives until the next call on the
 * object it came from, or until that object is freed.
 *
 * Stability: functions and codes are added, never changed, within one major version. */
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum restage_status {
  RESTAGE_OK = 0,
  RESTAGE_INVALID_ARGUMENT = 1, /* a null pointer, or an index that does not exist */
  RESTAGE_UNREADABLE = 2,       /* the archive cannot be read */
  RESTAGE_MALFORMED = 3,        /* the archive is not an algorithm, or breaks a limit */
  RESTAGE_INTERNAL = 4          /* out of memory or a fault of the library */
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

/* "0.1.0"; never null. */
const char* restage_version(void);
const char* restage_outcome_name(restage_outcome outcome);

/* Loads a zip file as published, or its unpacked folder. current_year decides which years of diagnosis are accepted
 * (the library reads no clock). On failure *message, when not null, gets a text to free with restage_free_text. */
restage_status restage_algorithm_load(const char* path, int current_year, restage_algorithm** algorithm,
                                      char** message);
void restage_algorithm_free(restage_algorithm* algorithm);
void restage_free_text(char* text);
const char* restage_algorithm_name(const restage_algorithm* algorithm);
const char* restage_algorithm_edition(const restage_algorithm* algorithm);
size_t restage_algorithm_schema_count(const restage_algorithm* algorithm);
/* Null when index is too large. */
const char* restage_algorithm_schema_id(const restage_algorithm* algorithm, size_t index);

/* The case keeps the algorithm alive. Reuse one for case after case: staging then allocates nothing. */
restage_status restage_case_create(const restage_algorithm* algorithm, restage_case** created);
void restage_case_free(restage_case* of);
restage_status restage_case_clear(restage_case* of);
/* value null sets the value null, which is not the same as "" or as a key not set. */
restage_status restage_case_set(restage_case* of, const char* key, const char* value);
restage_status restage_case_set_sized(restage_case* of, const char* key, size_t key_size, const char* value,
                                      size_t value_size);

/* RESTAGE_OK also when the outcome is one of the failures above: those are results. */
restage_status restage_case_stage(restage_case* of, restage_outcome* outcome);
/* The chosen schema, null when there is none. */
const char* restage_case_schema_id(const restage_case* of);

typedef struct restage_output {
  const char* key;
  const char* value; /* null: the value null. Not ended by zero: use size */
  size_t size;
} restage_output;
size_t restage_case_output_count(const restage_case* of);
restage_status restage_case_output(const restage_case* of, size_t index, restage_output* output);
/* By key; absent outputs give RESTAGE_INVALID_ARGUMENT. */
restage_status restage_case_output_by_key(const restage_case* of, const char* key, restage_output* output);

typedef struct restage_error {
  const char* type;
  const char* table;   /* null when there is none */
  const char* key;     /* null when there is none */
  const char* columns; /* comma-separated; null when there are none */
  const char* message;
} restage_error;
size_t restage_case_error_count(const restage_case* of);
restage_status restage_case_error(restage_case* of, size_t index, restage_error* error);
size_t restage_case_path_count(const restage_case* of);
/* "mapping.table" */
restage_status restage_case_path(restage_case* of, size_t index, const char** entry);

#ifdef __cplusplus
}
#endif
#endif
