# Build options and the flags every target of ours gets.
option(RESTAGE_DEV "Build tests, benchmarks and fuzz targets" ${PROJECT_IS_TOP_LEVEL})
option(RESTAGE_SANITIZE "Address and undefined-behavior sanitizers" OFF)
option(RESTAGE_FUZZ "libFuzzer targets (needs clang)" OFF)
option(RESTAGE_COVERAGE "gcov instrumentation" OFF)
option(RESTAGE_WERROR "Warnings are errors; set by our own test presets, never for a user's build" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(RESTAGE_CCACHE ccache)
if(RESTAGE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${RESTAGE_CCACHE})
endif()
find_program(RESTAGE_MOLD mold)

add_library(restage_flags INTERFACE)
target_compile_options(restage_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  # False positives on std::string and std::optional at -O2 and above, GCC bug 105651 and relatives.
  target_compile_options(restage_flags INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(RESTAGE_WERROR)
  target_compile_options(restage_flags INTERFACE -Werror)
endif()
if(RESTAGE_SANITIZE)
  target_compile_options(restage_flags INTERFACE -fsanitize=address,undefined
                         -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # These two make GCC compile twice as long. The address sanitizer stops at a null access too, and the fuzz
    # targets, built by clang, check both.
    target_compile_options(restage_flags INTERFACE -fno-sanitize=null,alignment)
  endif()
  target_link_options(restage_flags INTERFACE -fsanitize=address,undefined)
endif()
if(RESTAGE_FUZZ)
  target_compile_options(restage_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(RESTAGE_COVERAGE)
  target_compile_options(restage_flags INTERFACE --coverage)
  target_link_options(restage_flags INTERFACE --coverage)
endif()
if(RESTAGE_MOLD AND NOT RESTAGE_FUZZ)
  target_link_options(restage_flags INTERFACE -fuse-ld=mold)
endif()
target_include_directories(restage_flags INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
