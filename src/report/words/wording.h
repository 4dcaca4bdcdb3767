// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words of reports: one place for how a stage, a basis, a state or a gap is said, so that the terminal, the
// page and the explanation say the same. All wording is our own.
#include <string>
#include <string_view>
#include <vector>

#include "report/words/names.h"
#include "statement/timeline.h"

namespace restage::report {

std::string category_text(const statement::Category& category);      ///< "cT2a(m)", "cT2a or cT2b", "T?"
std::string categories_text(const statement::Statement& statement);  ///< "pT2 pN0 cM0"
std::string group_text(const statement::Statement& statement);       ///< "IIA", "IIA or IIB", "no group", "no table"
std::string table_label(const statement::Statement& statement);      ///< "anatomic", "prognostic" or empty
std::string basis_text(const statement::Statement& statement);       ///< "findings", "stated", "T findings, N M stated"
/// "rests on a source that was not read: yp row 1 (general-rules)"; empty when every rule used was read.
std::string unverified_text(const statement::Statement& statement);
/// What a reader must know to rely on it: rests on a source that was not read, is provisional.
std::string caution_text(const statement::Statement& statement);
std::string edition_text(const statement::Statement& statement);  ///< "AJCC 8", "AJCC 8 anatomic"
/// "if p16 pos": what must hold for the table to be the right one; empty when nothing is open.
std::string condition_text(const statement::Statement& statement);
std::string classification_words(Classification classification);  ///< "clinical", "after neoadjuvant therapy, clinical"
std::string status_words(const statement::StatusEntry& entry);    ///< "recurrent, distant: liver"
/// Lines on what follows from the states: biochemical recurrence, limited metastases, disease that became resectable.
std::vector<std::string> consequence_lines(const statement::TumorTimeline& tumor);
std::string date_text(const PartialDate& date);                  ///< "undated" when unknown
std::string tumor_title(const statement::TumorTimeline& tumor);  ///< "Breast, left: C50.4 8500/3"

/// What the stage sentence is made of; group and basis are empty when there is no stage to tell.
struct StageSentence {
  std::string subject;  ///< "Stage at diagnosis"
  std::string group;    ///< "IIA"
  std::string basis;    ///< "(c, AJCC 8, 2023-04-11)"
};
StageSentence stage_sentence_parts(const statement::TumorTimeline& tumor);
/// "Stage at diagnosis IIA (c, AJCC 8, 2023-04-11)".
std::string stage_sentence(const statement::TumorTimeline& tumor);

/// "depends on grade: IIA if G1 or G2, IIB if G3": one line an input, the strongest first.
std::vector<std::string> decisive_lines(const statement::Statement& statement);
/// "PR, sum 20 mm, -33.3 % from baseline (recist-1.1, measured)".
std::string response_text(const statement::ResponseStatement& response);
/// What kind of fact, in a few words with its value: "imaging size_mm 24 (CT)".
std::string fact_text(const Fact& fact);
/// The name of a treatment for display; empty when the source gives a bare code.
std::string treatment_name(const Treatment& treatment);
/// Fact of a course by id, or null.
const Fact* find_fact(const Course& course, std::string_view id);

}  // namespace restage::report
