// SPDX-License-Identifier: Apache-2.0
#include "core/tnm_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace restage {
namespace {

constexpr std::size_t kLongest = 64;

/// What may follow the letter of an axis. A sub-category is a letter up to `last_letter` and maybe a digit.
struct AxisForm {
  Axis axis;
  char letter;
  std::string_view digits;
  std::array<std::string_view, 3> words;  ///< other whole values, as they are spelled canonically
  char last_letter;
};
constexpr std::array<AxisForm, 3> kForms = {{
    {Axis::T, 'T', "01234", {"X", "is", "a"}, 'e'},
    {Axis::N, 'N', "0123", {"X", "", ""}, 'd'},
    {Axis::M, 'M', "01", {"X", "", ""}, 'e'},
}};
constexpr std::array<std::string_view, 7> kInSituKinds = {"DCIS", "LCIS", "Paget", "LAMN", "AIS", "SCIS", "CIS"};
constexpr std::array<std::string_view, 4> kRoman = {"I", "II", "III", "IV"};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  char take() {
    const char c = peek();
    if (!rest_.empty()) rest_.remove_prefix(1);
    return c;
  }
  bool accept(std::string_view word) {
    if (word.empty() || !rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  bool accept_any_case(std::string_view word) {
    if (word.empty() || !text::equal_ignoring_case(rest_.substr(0, word.size()), word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  void skip_blanks() {
    while (peek() == ' ') take();
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

TnmText refuse(TnmText reading, std::string reason) {
  reading.outcome = TnmOutcome::Unreadable;
  reading.reason = std::move(reason);
  return reading;
}

TnmText not_in_system(TnmText reading, std::string reason) {
  reading.outcome = TnmOutcome::NotInSystem;
  reading.reason = std::move(reason);
  return reading;
}

/// Prefix letters in any of the orders in use: c p yc yp r rc rp ryp a u. Does not consume what is no prefix.
void read_prefix(Scanner& scanner, TnmText& reading) {
  static constexpr std::array<std::string_view, 17> kPrefixes = {
      "ryc", "ryp", "yrc", "yrp", "yc", "yp", "rc", "rp", "ap", "ac", "y", "r", "c", "p", "a", "u", ""};
  for (const std::string_view prefix : kPrefixes) {
    const std::string_view rest = scanner.rest();
    if (!rest.starts_with(prefix) || rest.size() == prefix.size()) continue;
    // `is` and `1a` are values; a prefix is followed by an axis or by a value that starts a category.
    const char next = rest[prefix.size()];
    if (!text::is_upper(next) && !text::is_digit(next) && !rest.substr(prefix.size()).starts_with("is")) continue;
    reading.prefix = std::string(prefix);
    scanner.accept(prefix);
    break;
  }
  const std::string& prefix = reading.prefix;
  if (prefix.find('r') != std::string::npos)
    reading.classification = Classification::Recurrence;
  else if (prefix.starts_with('a'))
    reading.classification = Classification::Autopsy;
  else if (prefix == "yc" || prefix == "yp")
    reading.classification =
        prefix == "yc" ? Classification::PostTherapyClinical : Classification::PostTherapyPathological;
  else if (prefix == "p")
    reading.classification = Classification::Pathological;
  else if (prefix == "c" || prefix == "u")  // u: by ultrasound, a kind of clinical
    reading.classification = Classification::Clinical;
}

/// Positive of examined nodes, as UICC lets them follow N: `2/17`. More positive than examined is no count.
bool is_node_count(std::string_view mark) {
  const std::size_t slash = mark.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string positive(text::trim(mark.substr(0, slash)));
  const std::string examined(text::trim(mark.substr(slash + 1)));
  const auto is_number = [](const std::string& part) {
    return text::is_all_digits(part) && !part.empty() && part.size() <= 3;
  };
  return is_number(positive) && is_number(examined) && std::stoi(positive) <= std::stoi(examined);
}

/// A mark in brackets: true when known. Those that make another category are appended to it, others are suffixes.
bool apply_mark(std::string_view mark, TnmText& reading) {
  const std::string bracketed = "(" + std::string(mark) + ")";
  const bool node_negative = reading.category == "N0" || reading.category == "N0a" || reading.category == "N0b";
  if ((mark == "i+" && (node_negative || reading.category == "M0")) || (mark == "mol+" && node_negative)) {
    reading.category += bracketed;
    return true;
  }
  if (reading.axis == Axis::T && reading.category == "Tis") {
    for (const std::string_view kind : kInSituKinds)
      if (text::equal_ignoring_case(mark, kind)) {
        reading.category = "Tis(" + std::string(kind) + ")";
        return true;
      }
  }
  const bool number = text::is_all_digits(mark) && mark.size() <= 3;
  const bool for_t = reading.axis == Axis::T && (mark == "m" || mark == "s" || number);
  const bool for_n =
      reading.axis == Axis::N && (mark == "sn" || mark == "f" || mark == "i+" || mark == "i-" || mark == "mol+" ||
                                  mark == "mol-" || mark == "U" || mark == "L" || is_node_count(mark));
  const bool for_m = reading.axis == Axis::M &&
                     (mark == "i+" || mark == "i-" || mark == "mol+" || mark == "0" || mark == "1" || mark == "f");
  if (!for_t && !for_n && !for_m) return false;
  reading.suffixes += bracketed;
  return true;
}

TnmText read_marks(Scanner& scanner, TnmText reading) {
  while (!scanner.done()) {
    scanner.skip_blanks();
    if (!scanner.accept("("))
      return refuse(std::move(reading), "'" + std::string(scanner.rest()) + "' after the category is not known");
    const std::size_t end = scanner.rest().find(')');
    if (end == std::string_view::npos) return refuse(std::move(reading), "a bracket is not closed");
    const std::string_view inside = scanner.rest().substr(0, end);
    for (const std::string_view mark : text::split(inside, ','))
      if (!apply_mark(text::trim(mark), reading))
        return refuse(std::move(reading),
                      "the mark '(" + std::string(text::trim(mark)) + ")' is not known for this axis");
    scanner.accept(inside);
    scanner.accept(")");
  }
  reading.outcome = TnmOutcome::Read;
  return reading;
}

TnmText read_category(Scanner& scanner, const AxisForm& form, TnmText reading) {
  reading.axis = form.axis;
  reading.category = std::string(1, form.letter);
  bool word_found = false;
  for (const std::string_view word : form.words)
    if (scanner.accept_any_case(word)) {
      reading.category += word;
      word_found = true;
      break;
    }
  if (!word_found) {
    const char digit = scanner.peek();
    if (digit == '\0' || form.digits.find(digit) == std::string_view::npos)
      return refuse(std::move(reading),
                    std::string("no ") + form.letter + " category starts with '" + std::string(scanner.rest()) + "'");
    reading.category += scanner.take();
    if (scanner.accept_any_case("mi")) {
      reading.category += "mi";
    } else if (const char letter = text::lower(scanner.peek()); letter >= 'a' && letter <= form.last_letter) {
      reading.category += letter;
      scanner.take();
      if (text::is_digit(scanner.peek()) && scanner.peek() != '0') reading.category += scanner.take();
    }
  } else if (reading.category == "Tis" && (scanner.accept("pu") || scanner.accept(" pu"))) {
    reading.category += "pu";
  } else if (reading.category == "Tis" && (scanner.accept("pd") || scanner.accept(" pd"))) {
    reading.category += "pd";
  }
  if (form.axis == Axis::M) {
    if (reading.category == "MX")
      return not_in_system(std::move(reading),
                           "there is no MX: M is clinically M0 unless there is evidence of metastasis");
    const bool microscopic = reading.prefix.ends_with('p');
    if (reading.category == "M0" && microscopic)
      return not_in_system(std::move(reading), "there is no pM0: absence of metastasis is a clinical finding, cM0");
  }
  return read_marks(scanner, std::move(reading));
}

/// Stage groups: roman or arabic, sub-stage, FIGO and lymphoma additions.
TnmText read_group(Scanner& scanner, TnmText reading) {
  reading.axis = Axis::Group;
  const std::string whole(scanner.rest());
  if (text::equal_ignoring_case(whole, "occult") || text::equal_ignoring_case(whole, "occult carcinoma") ||
      text::equal_ignoring_case(whole, "okk")) {  // okk: the word of the German key list
    reading.category = "Occult";
    reading.outcome = TnmOutcome::Read;
    return reading;
  }
  if (scanner.accept("0")) {
    reading.category = "0";
    if (scanner.accept_any_case("is"))
      reading.category += "is";
    else if (scanner.accept_any_case("a"))
      reading.category += "a";
    if (!scanner.done()) return refuse(std::move(reading), "'" + whole + "' is no stage group");
    reading.outcome = TnmOutcome::Read;
    return reading;
  }
  if (const char digit = scanner.peek(); digit >= '1' && digit <= '4') {
    scanner.take();
    reading.category = std::string(kRoman[static_cast<std::size_t>(digit - '1')]);
  } else {
    for (std::size_t i = kRoman.size(); i-- > 0;) {
      if (kRoman[i] == "I" && scanner.rest().starts_with("IV")) continue;
      if (!scanner.accept(kRoman[i])) continue;
      reading.category = std::string(kRoman[i]);
      break;
    }
    if (reading.category.empty()) return refuse(std::move(reading), "'" + whole + "' is no stage group");
  }
  const char letter = text::upper(scanner.peek());
  if ((letter >= 'A' && letter <= 'E') || letter == 'S') {
    reading.category += letter;
    scanner.take();
    if (const char digit = scanner.peek(); digit >= '1' && digit <= '3') reading.category += scanner.take();
  }
  static constexpr std::array<std::string_view, 2> kMolecular = {"mPOLEmut", "mp53abn"};
  for (const std::string_view addition : kMolecular)
    if (scanner.accept_any_case(addition)) reading.category += addition;
  scanner.skip_blanks();
  if (scanner.accept_any_case("bulky") || scanner.accept_any_case("(bulky)")) reading.suffixes = "bulky";
  if (!scanner.done()) return refuse(std::move(reading), "'" + whole + "' is no stage group");
  reading.outcome = TnmOutcome::Read;
  return reading;
}

const AxisForm* form_of(Axis axis) {
  const auto found =
      std::find_if(kForms.begin(), kForms.end(), [axis](const AxisForm& form) { return form.axis == axis; });
  return found == kForms.end() ? nullptr : &*found;
}

bool starts_list_item(std::string_view text, std::size_t at) {
  if (text[at] == 'T' || text[at] == 'N' || text[at] == 'M') return true;
  std::size_t axis = at;
  while (axis < text.size() && std::string_view("cpyrau").find(text[axis]) != std::string_view::npos) ++axis;
  return axis > at && axis < text.size() && (text[axis] == 'T' || text[axis] == 'N' || text[axis] == 'M');
}

/// Prefixes, or an axis with or without them, and nothing more: the start of a category written with blanks.
bool is_unfinished(std::string_view item) {
  std::size_t at = 0;
  while (at < item.size() && std::string_view("cpyrau").find(item[at]) != std::string_view::npos) ++at;
  if (at == item.size()) return true;
  return at + 1 == item.size() && (item[at] == 'T' || item[at] == 'N' || item[at] == 'M');
}

}  // namespace

TnmText read_tnm(std::string_view text, std::optional<Axis> axis) {
  TnmText reading;
  const std::string_view trimmed = text::trim(text);
  if (trimmed.empty()) return refuse(std::move(reading), "the value is empty");
  if (trimmed.size() > kLongest) return refuse(std::move(reading), "the value is too long to be a category");
  Scanner scanner(trimmed);
  if (scanner.accept_any_case("stage") || scanner.accept_any_case("stadium")) {
    scanner.skip_blanks();
    if (axis && *axis != Axis::Group)
      return refuse(std::move(reading), "a stage group stands where a category is expected");
    axis = Axis::Group;
  }
  read_prefix(scanner, reading);
  for (const AxisForm& form : kForms) {
    if (scanner.peek() != form.letter) continue;
    if (axis && *axis != form.axis)
      return refuse(std::move(reading), std::string("a ") + form.letter + " category stands where " +
                                            std::string(to_string(*axis)) + " is expected");
    scanner.take();
    return read_category(scanner, form, std::move(reading));
  }
  if (axis && *axis != Axis::Group) return read_category(scanner, *form_of(*axis), std::move(reading));
  if (!axis && text::is_digit(scanner.peek()) && scanner.rest().size() > 1 && text::is_lower(scanner.rest()[1]) &&
      !scanner.rest().starts_with("0is") && !scanner.rest().starts_with("0a"))
    return refuse(std::move(reading), "it is not said whether the value is T, N, M or a stage group");
  return read_group(scanner, std::move(reading));
}

std::vector<TnmText> read_tnm_list(std::string_view text) {
  std::vector<TnmText> readings;
  std::size_t at = 0;
  int depth = 0;
  bool stage_word = false;
  std::string begun;  // `M` of `M 0`, until its value follows
  const auto is_gap = [](char c) { return c == ' ' || c == ',' || c == ';' || c == '/' || c == '\t' || c == '\n'; };
  while (at < text.size()) {
    if (is_gap(text[at])) {
      ++at;
      continue;
    }
    const std::size_t start = at;
    for (++at; at < text.size(); ++at) {
      if (text[at] == '(') ++depth;
      if (text[at] == ')' && depth > 0) --depth;
      if (depth > 0) continue;
      if (is_gap(text[at])) break;
      // A new category may follow directly: its prefix or axis comes after a digit, an X or a bracket.
      const char before = text[at - 1];
      if ((text::is_digit(before) || before == 'X' || before == ')' || text::is_lower(before)) &&
          starts_list_item(text, at) && !starts_list_item(text, at - 1))
        break;
    }
    const std::string item = begun + std::string(text.substr(start, at - start));
    begun.clear();
    depth = 0;
    if (at < text.size() && text[at] == ' ' && is_unfinished(item)) {
      begun = item;
      continue;
    }
    if (text::equal_ignoring_case(item, "stage") || text::equal_ignoring_case(item, "stadium")) {
      stage_word = true;
      continue;
    }
    readings.push_back(stage_word ? read_tnm(item, Axis::Group) : read_tnm(item));
    stage_word = false;
  }
  if (!begun.empty()) readings.push_back(read_tnm(begun));
  return readings;
}

}  // namespace restage
