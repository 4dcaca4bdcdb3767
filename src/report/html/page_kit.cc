// SPDX-License-Identifier: Apache-2.0
#include "report/html/page_kit.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/html/page_style.h"

namespace restage::report {

using text::escape_markup;

std::string begin_page(const PageHead& head) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\">";
  out += fmt::format(
      "<title>{}</title><style>{}</style></head>\n<body><a class=\"skip\" href=\"#main\">Skip to "
      "{}</a><header><h1>{}</h1>",
      escape_markup(head.title), page_style(head.kind), escape_markup(head.main), escape_markup(head.heading));
  if (!head.notice.empty()) out += "<p class=\"pill warn\">" + escape_markup(head.notice) + "</p>";
  return out + "</header><main id=\"main\">\n";
}

std::string end_page(std::string_view version) {
  return "</main><footer><p>restage " + escape_markup(version) +
         ". Decision support whose basis can be inspected; not a medical device, no replacement for judgement. A "
         "finding that was not seen on a test is not proof that it is not there.</p></footer></body></html>\n";
}

std::string begin_card(std::string_view key, std::string_view heading) {
  return fmt::format("<section class=\"card\" aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>", key,
                     escape_markup(heading));
}

std::string end_card() { return "</section>\n"; }

std::string pill(Tone tone, std::string_view text) {
  const char* css = tone == Tone::Good ? "good" : tone == Tone::Warn ? "warn" : "bad";
  return fmt::format("<span class=\"pill {}\">{}</span>", css, escape_markup(text));
}

std::string begin_table(const TableHead& head) {
  std::string out =
      fmt::format("<div class=\"scroll{}\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table{}><thead><tr>",
                  head.tall ? " tall" : "", escape_markup(head.label), head.stacked ? " class=\"stack\"" : "");
  for (const std::string_view name : head.columns) out += fmt::format("<th scope=\"col\">{}</th>", escape_markup(name));
  return out + "</tr></thead><tbody>";
}

std::string end_table() { return "</tbody></table></div>"; }

std::string table_row(const std::vector<std::string>& cells) {
  std::string out = "<tr>";
  for (const std::string& cell : cells) out += "<td>" + cell + "</td>";
  return out + "</tr>";
}

std::string bullets(const std::vector<std::string>& items) {
  if (items.empty()) return {};
  std::string out = "<ul>";
  for (const std::string& item : items) out += "<li>" + item + "</li>";
  return out + "</ul>";
}

}  // namespace restage::report
