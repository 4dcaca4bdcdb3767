// SPDX-License-Identifier: Apache-2.0
#include "report/json/pack_review_json.h"

#include "base/json_writer.h"

namespace restage::report {
namespace {

void write_review(JsonWriter& json, const statement::PackReview& review) {
  json.begin_object().member("id", review.id).member("folder", review.folder).member("rows", review.rows);
  json.member("cases", review.cases).member("failed_cases", review.failed_cases).key("problems").begin_array();
  for (const statement::PackProblem& problem : review.problems) {
    json.begin_object().member("severity", problem.is_error ? "error" : "warning").member("code", problem.code);
    json.member("file", problem.file).member_or_null("row", problem.row).member_or_null("column", problem.column);
    json.member("message", problem.message).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

std::string pack_list_json(const std::vector<statement::PackName>& packs) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object().key("packs").begin_array();
  for (const statement::PackName& pack : packs)
    json.begin_object()
        .member("id", pack.id)
        .member("system", pack.system)
        .member("edition", pack.edition)
        .member("site", pack.site)
        .member("kind", pack.kind)
        .member("title", pack.title)
        .end_object();
  json.end_array().end_object();
  return out + "\n";
}

std::string pack_reviews_json(const std::vector<statement::PackReview>& reviews) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object().key("packs").begin_array();
  for (const statement::PackReview& review : reviews) write_review(json, review);
  json.end_array().end_object();
  return out + "\n";
}

}  // namespace restage::report
