// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page kit: the shell every page stands in and the pieces it is built of. A page is one self-contained file: no
// script, no network, no outside file; usable by keyboard, in the dark, on a narrow screen and on A4. Parameters named
// `text` are escaped here; parameters named `markup` are markup already. Pure functions.
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace restage::report {

/// What the pictures of a page need of its style sheet.
enum class PageKind { Course, Response };

struct PageHead {
  PageKind kind = PageKind::Course;
  std::string title;    ///< of the window
  std::string heading;  ///< at the top
  std::string main;     ///< what the first link skips to: "the course"
  std::string notice;   ///< a warning about the page as a whole; empty: none
};
std::string begin_page(const PageHead& head);
std::string end_page(std::string_view version);

/// A section with a frame and a heading; closed by end_card().
std::string begin_card(std::string_view key, std::string_view heading);
std::string end_card();

enum class Tone { Good, Warn, Bad };
std::string pill(Tone tone, std::string_view text);

/// A table that scrolls by itself; `label` is read aloud. `stacked`: on a narrow screen its rows become cards, and
/// every cell carries the name of its column.
struct TableHead {
  std::string_view label;
  std::vector<std::string_view> columns;
  bool stacked = false;
  bool tall = false;  ///< scrolls inside its frame
};
std::string begin_table(const TableHead& head);
std::string end_table();
/// Cells are markup.
std::string table_row(const std::vector<std::string>& cells);

/// "<ul>" of items that are markup; empty without any.
std::string bullets(const std::vector<std::string>& items);

}  // namespace restage::report
