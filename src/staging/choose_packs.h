// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which packs stage a tumor. Certain ones alone where there are any of a system; else, where only facts are open that
// nobody has recorded (p16, the epicentre), every table those facts would lead to, each with its condition: none of
// them is the stage before the fact is known. A primary that no staging system is for is told what applies instead.
#include <string>
#include <vector>

#include "core/data_issue.h"
#include "course/calendar.h"
#include "rules/run/pack_library.h"
#include "staging/options.h"
#include "staging/pack_memory.h"
#include "statement/staging.h"

namespace restage::staging {

ChosenPacks choose_packs(const rules::PackLibrary& library, const Course& course, const Tumor& tumor,
                         const course::Calendar& calendar, const Options& options, PackMemory& memory,
                         std::vector<DataIssue>& issues);

/// Says in each statement that the histology counts by convention, where it does.
void note_assumed_histology(std::vector<statement::Statement>& statements, const ChosenPacks& chosen);

/// Statements of one time point by packs that stand under a condition: none is settled, and the condition decides.
void make_conditional(std::vector<statement::Statement>& statements, const std::vector<ChosenPack>& packs);

}  // namespace restage::staging
