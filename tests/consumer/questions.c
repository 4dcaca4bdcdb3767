/* SPDX-License-Identifier: Apache-2.0 */
/* Stages a FHIR file and a table, explains a statement and assesses a response, by the C interface.
 * usage: questions_c BUNDLE.json CASES.csv SUBJECT.json */
#include <restage/restage.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static restage_input read_file(const char* path) {
  restage_input input = {path, NULL, 0};
  FILE* file = fopen(path, "rb");
  char* bytes = file == NULL ? NULL : malloc(1 << 20);
  if (bytes != NULL) input.size = fread(bytes, 1, 1 << 20, file);
  if (file != NULL) fclose(file);
  input.bytes = bytes;
  return input;
}

/* Prints what the answer holds of `wanted`; 1 when the question failed or the answer does not hold it. */
static int check(const char* question, restage_status status, restage_answer* answer, const char* wanted) {
  const int good = status == RESTAGE_OK && strstr(restage_answer_text(answer, NULL), wanted) != NULL;
  printf("%s: %s\n", question, good ? wanted : restage_answer_text(answer, NULL));
  restage_answer_free(answer);
  return good ? 0 : 1;
}

int main(int argc, char** argv) {
  static const char* const kExplain[] = {"statement=c", NULL};
  static const char* const kResponse[] = {"criterion=recist-1.1", NULL};
  static const char* const kUnknown[] = {"editoin=8", NULL};
  restage_packs* packs = NULL;
  restage_answer* answer = NULL;
  restage_status status;
  int bad = 0;
  if (argc != 4 || restage_abi_version() != RESTAGE_ABI_VERSION) return 2;
  restage_input bundle = read_file(argv[1]), cases = read_file(argv[2]), subject = read_file(argv[3]);
  if (restage_packs_open(NULL, &packs, NULL) != RESTAGE_OK) return 2;
  status = restage_timeline(packs, &bundle, 1, NULL, &answer);
  bad += check("timeline", status, answer, "\"group\":\"IIB\"");
  status = restage_explain(packs, &bundle, 1, kExplain, &answer);
  bad += check("explain", status, answer, "row");
  status = restage_stage(packs, &cases, NULL, &answer);
  bad += check("stage", status, answer, "IB;IIA");
  status = restage_response(&subject, 1, kResponse, &answer);
  bad += check("response", status, answer, "\"overall\":\"PR\"");
  if (restage_timeline(packs, &bundle, 1, kUnknown, &answer) != RESTAGE_INVALID_ARGUMENT) bad += 1;
  restage_answer_free(answer);
  restage_packs_free(packs);
  free((void*)bundle.bytes);
  free((void*)cases.bytes);
  free((void*)subject.bytes);
  return bad;
}
