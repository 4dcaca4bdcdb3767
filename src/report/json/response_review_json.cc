// SPDX-License-Identifier: Apache-2.0
#include "report/json/response_review_json.h"

#include "base/json_writer.h"

namespace restage::report {
namespace {

void write_comparison(JsonWriter& json, const statement::StoredComparison& comparison) {
  json.begin_object().member("set", comparison.set).member("compared", comparison.compared);
  json.member("agree", comparison.agree).member("differ", comparison.compared - comparison.agree);
  json.key("counts").begin_object();
  for (const statement::ReasonCount& each : comparison.counts) json.member(each.reason, each.count);
  json.end_object().key("disagreements").begin_array();
  for (const statement::StoredDisagreement& each : comparison.disagreements) {
    json.begin_object().member("subject", each.subject).member_or_null("reader", each.reader);
    json.member("visit", each.visit).member("what", each.what);
    json.member("stored", each.stored).member("computed", each.computed).member("reason", each.reason);
    json.member("explanation", each.explanation).member("path", each.path).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

std::string criteria_json(const std::vector<statement::CriterionName>& criteria) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object().key("criteria").begin_array();
  for (const statement::CriterionName& each : criteria)
    json.begin_object().member("id", each.id).member("version", each.version).member("title", each.title).end_object();
  json.end_array().end_object();
  return out + "\n";
}

std::string policies_json(const std::string& criterion, const std::vector<statement::PolicyDescription>& policies) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object().member("criterion", criterion).key("policies").begin_array();
  for (const statement::PolicyDescription& policy : policies) {
    json.begin_object().member("key", policy.key).member("default", policy.fallback).member("type", policy.type);
    json.key("choices").begin_array();
    for (const std::string& choice : policy.choices) json.value(choice);
    json.end_array().member("meaning", policy.meaning).member("source", policy.source);
    json.member_or_null("ambiguity", policy.ambiguity).end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string comparisons_json(const std::vector<statement::StoredComparison>& comparisons) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const statement::StoredComparison& each : comparisons) write_comparison(json, each);
  json.end_array();
  return out;
}

std::string proposal_json(const statement::TargetProposal& proposal) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("subject", proposal.subject).member_or_null("reader", proposal.reader);
  json.member("criterion", proposal.criterion).key("lesions").begin_array();
  for (const statement::ProposedTarget& each : proposal.lesions) {
    json.begin_object().member("lesion", each.lesion).member_or_null("organ", each.organ).key("size_mm");
    if (each.size_mm)
      json.value(*each.size_mm);
    else
      json.null();
    json.member("verdict", each.verdict).member_or_null("reason", each.reason).end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

}  // namespace restage::report
