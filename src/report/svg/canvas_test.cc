// SPDX-License-Identifier: Apache-2.0
#include "report/svg/canvas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "report/svg/scale.h"

namespace restage::report {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Canvas, EveryPictureIsReadAloudByTitleAndDescription) {
  for (const Canvas::Place place : {Canvas::Place::Alone, Canvas::Place::OnPage}) {
    const std::string svg = Canvas(place, "key").finish(10, 20, "a < b", "x & y");
    EXPECT_THAT(svg, HasSubstr("role=\"img\" aria-labelledby=\"key-title key-desc\""));
    EXPECT_THAT(svg, HasSubstr("<title id=\"key-title\">a &lt; b</title>"));
    EXPECT_THAT(svg, HasSubstr("<desc id=\"key-desc\">x &amp; y</desc>"));
  }
}

TEST(Canvas, TextIsEscapedWhereverItStands) {
  Canvas canvas(Canvas::Place::OnPage, "k");
  canvas.begin_group("<1>");
  canvas.text(1, 2.5, "<2>", {.css = "label"});
  canvas.end_group();
  canvas.path("M0 0", Paint::by_class("p"), "<3>");
  const std::string svg = std::move(canvas).finish(10, 10, "", "");
  EXPECT_THAT(svg,
              HasSubstr("<g><title>&lt;1&gt;</title><text class=\"label\" x=\"1\" y=\"2.5\">&lt;2&gt;</text></g>"));
  EXPECT_THAT(svg, HasSubstr("<title>&lt;3&gt;</title>"));
}

TEST(Canvas, PatternsAreDefinedOnceByThePictureThatUsesThem) {
  Canvas with(Canvas::Place::Alone, "w");
  with.bar(0, 0, 10, 10, {Pattern::Dots, "#000", Shape::Circle});
  const std::string svg = std::move(with).finish(10, 10, "", "");
  EXPECT_THAT(svg, HasSubstr("<pattern id=\"w-dots\""));
  EXPECT_THAT(svg, HasSubstr("fill=\"url(#w-dots)\""));
  EXPECT_THAT(Canvas(Canvas::Place::Alone, "n").finish(10, 10, "", ""), Not(HasSubstr("<pattern")));
}

TEST(Canvas, WhatLiesBehindIsWrittenFirst) {
  Canvas canvas(Canvas::Place::OnPage, "k");
  canvas.text(0, 0, "front");
  canvas.go_behind();
  canvas.text(0, 0, "back");
  const std::string svg = std::move(canvas).finish(10, 10, "", "");
  EXPECT_LT(svg.find("back"), svg.find("front"));
}

TEST(Scale, HoldsValuesBetweenItsEnds) {
  const Scale y(-100, 20, 400, 60);
  EXPECT_DOUBLE_EQ(y(-100), 400);
  EXPECT_DOUBLE_EQ(y(20), 60);
  EXPECT_DOUBLE_EQ(y(500), 60);
}

TEST(Scale, StepsAreOneTwoOrFive) {
  EXPECT_DOUBLE_EQ(nice_step(70, 8), 10);
  EXPECT_DOUBLE_EQ(nice_step(130, 8), 20);
  EXPECT_DOUBLE_EQ(nice_step(0.35, 8), 0.05);
  EXPECT_DOUBLE_EQ(nice_step(std::nan(""), 8), 1);
}

TEST(Scale, DaysGetMonthsOrYears) {
  const auto day = [](int year, int month) { return PartialDate::of(year, month, 1)->earliest(); };
  const std::vector<DayTick> months = day_ticks(day(2022, 11), day(2023, 3));
  ASSERT_EQ(months.size(), 5u);
  EXPECT_EQ(months[0].label, "2022-11");
  EXPECT_EQ(months[2].label, "2023");
  EXPECT_TRUE(months[2].is_year);
  const std::vector<DayTick> years = day_ticks(day(2010, 5), day(2020, 5));
  ASSERT_FALSE(years.empty());
  EXPECT_EQ(years.front().label, "2011");
  EXPECT_EQ(years.size(), 10u);
}

}  // namespace
}  // namespace restage::report
