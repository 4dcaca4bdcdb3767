/* SPDX-License-Identifier: Apache-2.0 */
/* Stages one case of the algorithm in argv[1] (a folder or zip) by the C interface. */
#include <restage/restage.h>

#include <stdio.h>
#include <string.h>

#define WANT(condition)                                       \
  do {                                                        \
    if (!(condition)) {                                       \
      fprintf(stderr, "line %d: %s\n", __LINE__, #condition); \
      return 1;                                               \
    }                                                         \
  } while (0)

int main(int argc, char** argv) {
  restage_algorithm* algorithm = NULL;
  restage_case* one = NULL;
  restage_outcome outcome;
  restage_output output;
  restage_error error;
  const char* entry = NULL;
  char* message = NULL;
  WANT(argc == 2);
  WANT(restage_version() != NULL);
  WANT(restage_algorithm_load("/nonexistent.zip", 2026, &algorithm, &message) == RESTAGE_UNREADABLE);
  WANT(message != NULL && strlen(message) > 0);
  restage_free_text(message);
  WANT(restage_algorithm_load(argv[1], 2026, &algorithm, &message) == RESTAGE_OK);
  WANT(strcmp(restage_algorithm_name(algorithm), "demo") == 0);
  WANT(restage_algorithm_schema_count(algorithm) == 1);
  WANT(strcmp(restage_algorithm_schema_id(algorithm, 0), "lip") == 0);
  WANT(restage_algorithm_schema_id(algorithm, 1) == NULL);
  WANT(restage_case_create(algorithm, &one) == RESTAGE_OK);
  restage_algorithm_free(algorithm); /* the case keeps it alive */
  WANT(restage_case_set(one, "site", "C000") == RESTAGE_OK);
  WANT(restage_case_set(one, "hist", "8000") == RESTAGE_OK);
  WANT(restage_case_set(one, "year_dx", "2020") == RESTAGE_OK);
  WANT(restage_case_set(one, "size", "021") == RESTAGE_OK);
  WANT(restage_case_stage(one, &outcome) == RESTAGE_OK && outcome == RESTAGE_STAGED);
  WANT(strcmp(restage_case_schema_id(one), "lip") == 0);
  WANT(restage_case_output_by_key(one, "t", &output) == RESTAGE_OK && output.size == 2 &&
       memcmp(output.value, "T2", 2) == 0);
  WANT(restage_case_output_by_key(one, "no such key", &output) == RESTAGE_INVALID_ARGUMENT);
  WANT(restage_case_error_count(one) == 0);
  WANT(restage_case_path_count(one) == 1 && restage_case_path(one, 0, &entry) == RESTAGE_OK &&
       strcmp(entry, "m.t") == 0);
  WANT(restage_case_clear(one) == RESTAGE_OK);
  WANT(restage_case_set(one, "site", "C000") == RESTAGE_OK && restage_case_set(one, "hist", "8000") == RESTAGE_OK);
  WANT(restage_case_set(one, "year_dx", "2020") == RESTAGE_OK && restage_case_set(one, "size", "zzz") == RESTAGE_OK);
  WANT(restage_case_stage(one, &outcome) == RESTAGE_OK && outcome == RESTAGE_STAGED);
  WANT(restage_case_error_count(one) == 2 && restage_case_error(one, 1, &error) == RESTAGE_OK);
  WANT(strcmp(error.type, "MATCH_NOT_FOUND") == 0 && strcmp(error.columns, "t") == 0 && error.key == NULL);
  WANT(strcmp(restage_outcome_name(RESTAGE_FAILED_INVALID_INPUT), "FAILED_INVALID_INPUT") == 0);
  WANT(restage_case_stage(NULL, &outcome) == RESTAGE_INVALID_ARGUMENT);
  restage_case_free(one);
  puts("C interface: good");
  return 0;
}
