// SPDX-License-Identifier: Apache-2.0
#include "service/packs/pack_review.h"

#include <utility>

#include "base/near_words.h"
#include "rules/check/pack_check.h"
#include "rules/check/pack_docs.h"
#include "rules/pack/pack_choice.h"

namespace restage::service {
namespace {

using rules::PackFolders;

Result<PackFolders> folders_with(const std::string& folder) {
  PackFolders all = PackFolders::embedded();
  if (folder.empty()) return all;
  auto more = PackFolders::read(folder);
  if (!more) return std::move(more).error();
  all.append(std::move(*more));
  return all;
}

statement::PackReview as_values(const rules::PackReport& report) {
  statement::PackReview review{report.id,        report.folder,     {},
                               report.row_count, report.case_count, report.failed_case_count};
  for (const rules::PackProblem& each : report.problems)
    review.problems.push_back({each.is_error, each.code, each.file, each.row, each.column, each.message, each.text()});
  return review;
}

}  // namespace

Result<std::vector<statement::PackReview>> check_packs(const std::vector<std::string>& folders) {
  PackFolders all = folders.empty() ? PackFolders::embedded() : PackFolders{};
  for (const std::string& folder : folders) {
    auto more = PackFolders::read(folder);
    if (!more) return std::move(more).error();
    all.append(std::move(*more));
  }
  std::vector<statement::PackReview> reviews;
  for (const rules::PackReport& report : rules::check_packs(all.all())) reviews.push_back(as_values(report));
  if (reviews.empty()) return Error{ErrorCode::NotFound, "there is no pack.toml in what was given", ""};
  return reviews;
}

Result<std::vector<statement::PackName>> list_packs(const std::string& folder) {
  const auto all = folders_with(folder);
  if (!all) return all.error();
  std::vector<statement::PackName> names;
  for (const rules::PackFiles& files : all->all())
    if (const auto* toml = files.find("pack.toml"); toml != nullptr) {
      const rules::PackHead head = rules::scan_head(*toml, files.folder);
      names.push_back({head.id, head.title, head.system, head.edition, {}, head.site, head.kind, {}});
    }
  return names;
}

Result<PackPage> pack_page(const std::string& id, const std::string& folder) {
  const auto all = folders_with(folder);
  if (!all) return all.error();
  const rules::PackFiles* wanted = nullptr;
  std::string site;
  std::vector<std::string> ids;
  for (const rules::PackFiles& files : all->all())
    if (const auto* toml = files.find("pack.toml"); toml != nullptr) {
      const rules::PackHead head = rules::scan_head(*toml, files.folder);
      ids.push_back(head.id);
      if (head.id != id) continue;
      wanted = &files;  // the last one of an id wins
      site = head.site;
    }
  if (wanted == nullptr)
    return Error{ErrorCode::NotFound,
                 "there is no pack `" + id + "`; " + text::did_you_mean(id, ids, "`restage pack list` names all"), ""};
  std::vector<rules::PackFiles> others;
  for (const rules::PackFiles& files : all->all())
    if (const auto* toml = files.find("pack.toml");
        toml != nullptr && &files != wanted && !site.empty() && rules::scan_head(*toml, files.folder).site == site)
      others.push_back(files);
  return PackPage{id + ".md", rules::document_pack(*wanted, others)};
}

Result<std::vector<PackPage>> pack_pages(const std::string& folder) {
  const auto all = folders_with(folder);
  if (!all) return all.error();
  std::vector<PackPage> pages;
  for (rules::DocumentPage& page : rules::document_packs(all->all()))
    pages.push_back({std::move(page.file), std::move(page.text)});
  return pages;
}

}  // namespace restage::service
