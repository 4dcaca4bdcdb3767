// SPDX-License-Identifier: Apache-2.0
#include "service/response/response_output.h"

#include "formats/fhir/writer/response_bundle.h"
#include "formats/sdtm/writer/response_datasets.h"
#include "report/html/response_page.h"
#include "report/json/response_json.h"
#include "report/json/response_review_json.h"
#include "report/svg/response_pictures.h"
#include "report/terminal/response_table.h"
#include "service/response/response_rules.h"

namespace restage::service {

ResponseDocument::ResponseDocument(std::string& out, const OpenedCriterion& criterion, std::string_view program_version)
    : out_(out), writer_(out) {
  report::begin_response_document(writer_, *criterion->criterion, criterion->policy, program_version);
}

void ResponseDocument::add(const statement::ResponseResult& result) { report::write_subject(writer_, result); }

void ResponseDocument::finish(const std::vector<statement::StoredComparison>* comparisons) {
  writer_.end_array();
  if (comparisons != nullptr) writer_.key("stored").raw(report::comparisons_json(*comparisons));
  writer_.end_object();
  out_ += '\n';
}

std::string response_table(const OpenedCriterion& criterion, const statement::ResponseResult& result, bool color) {
  return report::response_table(result, *criterion->criterion, color);
}

std::string response_file(ResponseFile kind, const OpenedCriterion& opened,
                          const std::vector<statement::ResponseResult>& results, std::string_view program_version,
                          std::string_view endpoint) {
  const response::Criterion& criterion = *opened->criterion;
  switch (kind) {
    case ResponseFile::Page:
      return report::response_page(results, criterion, opened->policy, program_version);
    case ResponseFile::Fhir:
      return fhir::response_bundle(results, {criterion.id, criterion.version, criterion.content_hash, criterion.measure,
                                             [&](std::string_view name) { return criterion.kind_of(name); }});
    case ResponseFile::Waterfall:
      return report::draw_waterfall(results, criterion);
    case ResponseFile::Spider:
      return report::draw_spider(results, criterion);
    case ResponseFile::Swimmer:
      return report::draw_swimmer(results, criterion);
    case ResponseFile::Subject:
      return results.empty() ? std::string() : report::draw_subject(results.front(), criterion);
    case ResponseFile::KaplanMeier:
      return report::draw_kaplan_meier(results, endpoint.empty() ? "PFS" : endpoint);
    case ResponseFile::Rs:
      return sdtm::rs_dataset(results, criterion.title);
    case ResponseFile::Adrs:
      return sdtm::adrs_dataset(results, criterion.title);
    case ResponseFile::Adtte:
      return sdtm::adtte_dataset(results);
  }
  return {};
}

}  // namespace restage::service
