// SPDX-License-Identifier: Apache-2.0
// include/restage/restage.h over include/restage/registry.h. Every entry catches what may be thrown below it.
#include "face/c_text.h"

#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "restage/registry.h"
#include "restage/restage.h"

struct restage_algorithm {
  std::shared_ptr<const restage::RegistryAlgorithm> algorithm;
  std::string name;
  std::string version;
  std::vector<std::string> schemas;
};

struct restage_case {
  explicit restage_case(const restage_algorithm& of) : staging(of.algorithm) {}
  restage::RegistryCase staging;
  std::string schema;
  bool has_schema = false;
  restage::RegistryError error;
  std::string columns;
  std::string path;
};

namespace {

template <class Body>
restage_status guarded(Body&& body) noexcept {
  try {
    return body();
  } catch (const std::exception&) {
    return RESTAGE_INTERNAL;
  }
}

const char* text_or_null(const std::optional<std::string>& text) noexcept { return text ? text->c_str() : nullptr; }

void fill(restage_output& output, const restage::RegistryOutput& from) noexcept {
  output = {from.key.data(), from.value ? from.value->data() : nullptr, from.value ? from.value->size() : 0};
}

}  // namespace

extern "C" {

const char* restage_version(void) { return RESTAGE_VERSION; }

const char* restage_outcome_name(restage_outcome outcome) {
  if (outcome < RESTAGE_STAGED || outcome > RESTAGE_FAILED_INVALID_YEAR_DX) return "";
  return restage::registry_result_name(static_cast<restage::RegistryResult>(outcome)).data();
}

restage_status restage_algorithm_load(const char* path, int current_year, restage_algorithm** algorithm,
                                      char** message) {
  if (message != nullptr) *message = nullptr;
  if (path == nullptr || algorithm == nullptr) return RESTAGE_INVALID_ARGUMENT;
  *algorithm = nullptr;
  return guarded([&] {
    auto made = std::make_unique<restage_algorithm>();
    auto loaded = restage::RegistryAlgorithm::load(path, current_year);
    if (!loaded) {
      if (message != nullptr) *message = restage::face::copy_text(loaded.error().text());
      return restage::face::status_of(loaded.error().code);
    }
    made->algorithm = std::move(*loaded);
    made->name = made->algorithm->name();
    made->version = made->algorithm->version();
    for (std::size_t i = 0; i < made->algorithm->schema_count(); ++i)
      made->schemas.emplace_back(made->algorithm->schema_id(i));
    *algorithm = made.release();
    return RESTAGE_OK;
  });
}

void restage_algorithm_free(restage_algorithm* algorithm) { delete algorithm; }
void restage_free_text(char* text) { std::free(text); }
const char* restage_algorithm_name(const restage_algorithm* algorithm) {
  return algorithm == nullptr ? nullptr : algorithm->name.c_str();
}
const char* restage_algorithm_edition(const restage_algorithm* algorithm) {
  return algorithm == nullptr ? nullptr : algorithm->version.c_str();
}
size_t restage_algorithm_schema_count(const restage_algorithm* algorithm) {
  return algorithm == nullptr ? 0 : algorithm->schemas.size();
}
const char* restage_algorithm_schema_id(const restage_algorithm* algorithm, size_t index) {
  return algorithm == nullptr || index >= algorithm->schemas.size() ? nullptr : algorithm->schemas[index].c_str();
}

restage_status restage_case_create(const restage_algorithm* algorithm, restage_case** created) {
  if (algorithm == nullptr || created == nullptr) return RESTAGE_INVALID_ARGUMENT;
  return guarded([&] {
    *created = new restage_case(*algorithm);
    return RESTAGE_OK;
  });
}

void restage_case_free(restage_case* of) { delete of; }

restage_status restage_case_clear(restage_case* of) {
  if (of == nullptr) return RESTAGE_INVALID_ARGUMENT;
  of->staging.clear();
  of->has_schema = false;
  return RESTAGE_OK;
}

restage_status restage_case_set(restage_case* of, const char* key, const char* value) {
  if (of == nullptr || key == nullptr) return RESTAGE_INVALID_ARGUMENT;
  return restage_case_set_sized(of, key, std::strlen(key), value, value == nullptr ? 0 : std::strlen(value));
}

restage_status restage_case_set_sized(restage_case* of, const char* key, size_t key_size, const char* value,
                                      size_t value_size) {
  if (of == nullptr || key == nullptr) return RESTAGE_INVALID_ARGUMENT;
  return guarded([&] {
    if (value == nullptr)
      of->staging.set_null({key, key_size});
    else
      of->staging.set(std::string_view(key, key_size), std::string_view(value, value_size));
    return RESTAGE_OK;
  });
}

restage_status restage_case_stage(restage_case* of, restage_outcome* outcome) {
  if (of == nullptr) return RESTAGE_INVALID_ARGUMENT;
  return guarded([&] {
    const auto result = static_cast<restage_outcome>(of->staging.stage());
    of->schema = of->staging.schema_id();
    of->has_schema = !of->schema.empty();
    if (outcome != nullptr) *outcome = result;
    return RESTAGE_OK;
  });
}

const char* restage_case_schema_id(const restage_case* of) {
  return of == nullptr || !of->has_schema ? nullptr : of->schema.c_str();
}
size_t restage_case_output_count(const restage_case* of) { return of == nullptr ? 0 : of->staging.output_count(); }

restage_status restage_case_output(const restage_case* of, size_t index, restage_output* output) {
  if (of == nullptr || output == nullptr || index >= of->staging.output_count()) return RESTAGE_INVALID_ARGUMENT;
  fill(*output, of->staging.output(index));
  return RESTAGE_OK;
}

restage_status restage_case_output_by_key(const restage_case* of, const char* key, restage_output* output) {
  if (of == nullptr || key == nullptr || output == nullptr) return RESTAGE_INVALID_ARGUMENT;
  for (std::size_t i = 0; i < of->staging.output_count(); ++i)
    if (const auto found = of->staging.output(i); found.key == key) {
      fill(*output, found);
      return RESTAGE_OK;
    }
  return RESTAGE_INVALID_ARGUMENT;
}

size_t restage_case_error_count(const restage_case* of) { return of == nullptr ? 0 : of->staging.error_count(); }

restage_status restage_case_error(restage_case* of, size_t index, restage_error* error) {
  if (of == nullptr || error == nullptr || index >= of->staging.error_count()) return RESTAGE_INVALID_ARGUMENT;
  return guarded([&] {
    of->error = of->staging.error(index);
    of->columns.clear();
    for (const std::string& column : of->error.columns) of->columns += (of->columns.empty() ? "" : ",") + column;
    *error = {of->error.type.c_str(), text_or_null(of->error.table), text_or_null(of->error.key),
              of->error.columns.empty() ? nullptr : of->columns.c_str(), of->error.message.c_str()};
    return RESTAGE_OK;
  });
}

size_t restage_case_path_count(const restage_case* of) { return of == nullptr ? 0 : of->staging.path_count(); }

restage_status restage_case_path(restage_case* of, size_t index, const char** entry) {
  if (of == nullptr || entry == nullptr || index >= of->staging.path_count()) return RESTAGE_INVALID_ARGUMENT;
  return guarded([&] {
    of->path = of->staging.path(index);
    *entry = of->path.c_str();
    return RESTAGE_OK;
  });
}

}  // extern "C"
