// SPDX-License-Identifier: Apache-2.0
#include "report/json/primaries_json.h"

#include "report/json/suspicion_json.h"
#include "report/words/primaries_words.h"

namespace restage::report {

void write_primaries(JsonWriter& json, const std::vector<statement::PrimaryPair>& pairs) {
  json.key("primaries").begin_array();
  for (const statement::PrimaryPair& pair : pairs) {
    json.begin_object();
    write_texts(json, "pair", {pair.first, pair.second});
    json.member("result", pair.result).member("rule", pair.rule_set).member_or_null("step", pair.step);
    json.member("reason", primaries_reason(pair));
    write_texts(json, "missing", pair.lacks);
    write_rule_source(json, pair.source);
    json.end_object();
  }
  json.end_array();
}

}  // namespace restage::report
