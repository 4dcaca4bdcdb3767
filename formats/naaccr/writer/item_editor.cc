// SPDX-License-Identifier: Apache-2.0
#include "formats/naaccr/writer/item_editor.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace restage::naaccr {

void ItemEditor::begin(std::string_view block) {
  block_ = block;
  edits_.clear();
  first_edit_ = 0;
  inserted_.clear();
}

std::string ItemEditor::element(const ItemDefinition& item, std::string_view value) const {
  return fmt::format("<{0}Item naaccrId=\"{1}\">{2}</{0}Item>", prefix_, item.id, text::escape_markup(value));
}

void ItemEditor::set(const TumorPlace& place, const ItemDefinition& item, const ItemPlace* existing,
                     std::string_view value) {
  if (existing == nullptr) {
    if (value.empty() || place.is_empty_tag) return;
    inserted_.append(block_, place.indent_begin, place.indent_end - place.indent_begin);
    inserted_ += element(item, value);
    return;
  }
  if (item_value(block_, *existing, buffer_) == value) return;
  if (value.empty()) {
    std::size_t begin = existing->begin;
    while (begin > 0 && text::is_space(block_[begin - 1])) --begin;
    edits_.push_back({begin, existing->end, {}});
  } else if (existing->is_empty_tag) {
    edits_.push_back({existing->begin, existing->end, element(item, value)});
  } else {
    edits_.push_back({existing->value_begin, existing->value_end, text::escape_markup(value)});
  }
}

void ItemEditor::end_tumor(const TumorPlace& place) {
  if (!inserted_.empty()) edits_.push_back({place.items_end, place.items_end, std::move(inserted_)});
  inserted_.clear();
  std::sort(edits_.begin() + static_cast<std::ptrdiff_t>(first_edit_), edits_.end(),
            [](const Edit& left, const Edit& right) { return left.begin < right.begin; });
  first_edit_ = edits_.size();
}

void ItemEditor::write(std::string& out) const {
  std::size_t copied = 0;
  out.reserve(out.size() + block_.size() + edits_.size() * 64);
  for (const Edit& edit : edits_) {
    out.append(block_, copied, edit.begin - copied);
    out += edit.text;
    copied = edit.end;
  }
  out.append(block_, copied, std::string::npos);
}

}  // namespace restage::naaccr
