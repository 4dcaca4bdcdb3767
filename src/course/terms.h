// SPDX-License-Identifier: Apache-2.0
#pragma once
// Terms: the words in which facts and rules name one thing, brought to one form: small letters, one space between
// words, and the term that terms.tsv gives for a synonym of its topic. Pure functions over tables that are read once;
// safe to share between threads.
#include <string>
#include <string_view>

namespace restage::course {

/// Small letters and digits in American spelling; whatever stands between words is one space. `keep_star`: a `*` at the
/// end stays.
std::string plain_words(std::string_view text, bool keep_star = false);

/// The plain words, or the term they are a synonym of. Topic: a kind of fact ("symptom") or an attribute ("site").
std::string term_of(std::string_view topic, std::string_view text);

/// Does the phrase stand in the text, both plain: whole words, or with a `*` at its end the beginning of one?
bool has_phrase(std::string_view text, std::string_view phrase) noexcept;

/// Is the text the phrase, or with a `*` at its end does it begin so?
bool is_phrase(std::string_view text, std::string_view phrase) noexcept;

}  // namespace restage::course
