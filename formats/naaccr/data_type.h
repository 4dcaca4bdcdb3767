// SPDX-License-Identifier: Apache-2.0
#pragma once
// DataType: what a NAACCR dictionary lets stand in an item, as its schema defines the types (specification 1.8).
//
// Beside the pattern of the schema a date must be one of the calendar. Thread-safe.
#include <cstdint>
#include <string_view>

namespace restage::naaccr {

enum class DataType : std::uint8_t { Text, Digits, Alpha, Mixed, Numeric, Date, DateTime };

/// The type of that name in a dictionary; Text, the default of dictionaries, for any other name.
DataType data_type_of(std::string_view name) noexcept;
/// May a value that is not empty stand in an item of the type? Blanks at its ends are cut before.
bool fits(DataType type, std::string_view value) noexcept;
/// To complete "the value is not ...".
std::string_view description_of(DataType type) noexcept;

}  // namespace restage::naaccr
