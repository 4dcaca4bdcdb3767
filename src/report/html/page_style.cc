// SPDX-License-Identifier: Apache-2.0
#include "report/html/page_style.h"

namespace restage::report {
namespace {

constexpr std::string_view kBase = R"css(
:root{color-scheme:light dark;--bg:#fbfbf9;--card:#fff;--text:#1b1f24;--quiet:#57606a;--line:#d5d9de;--grid:#e6e8eb;--accent:#0b5a8f;--accent-soft:#e3eff7;
--good:#1d6b3f;--good-soft:#d9efe1;--bad:#a3231f;--bad-soft:#f9e0de;--warn:#7a4b00;--warn-soft:#fdf0d5;--sys:#3b5b92;--rad:#7a4f9a;--size:#0b5a8f;--marker:#8a4b08}
@media (prefers-color-scheme:dark){:root{--bg:#14171b;--card:#1c2026;--text:#e8eaed;--quiet:#a4adb8;--line:#3a414b;--grid:#2a3038;--accent:#7cc0ee;--accent-soft:#1d3443;
--good:#7fd6a2;--good-soft:#1b3a29;--bad:#ff9c95;--bad-soft:#452321;--warn:#f2c46d;--warn-soft:#3d3017;--sys:#4469ab;--rad:#8258a3;--size:#7cc0ee;--marker:#e6a657}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer{max-width:64rem;margin:0 auto;padding:0 1rem}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
header{padding-top:1.25rem}h1{font-size:1.15rem;margin:0;color:var(--quiet);font-weight:600}
h2{font-size:1.35rem;margin:0 0 .1rem;line-height:1.25}h3{font-size:1.05rem;margin:1.6rem 0 .5rem;color:var(--accent)}h4{font-size:.95rem;margin:1rem 0 .3rem}
p{margin:.35rem 0}.quiet,.meta{color:var(--quiet);font-size:.9rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.25rem;margin:1rem 0 1.5rem}
.stage{font-size:1.25rem;margin:.5rem 0 .2rem}.stage b{font-size:1.5rem}
.state-now{font-size:1.05rem;font-weight:600;margin:0 0 .6rem}
.pill{display:inline-block;padding:.05rem .5rem;border-radius:99px;font-size:.82rem;font-weight:600;border:1px solid currentColor;white-space:nowrap}
.pill.warn{color:var(--warn);background:var(--warn-soft)}.pill.bad{color:var(--bad);background:var(--bad-soft)}.pill.good{color:var(--good);background:var(--good-soft)}
figure{margin:1rem 0 .5rem;overflow-x:auto}figcaption{font-size:.85rem;color:var(--quiet)}
)css";

/// Colors of the course drawing, which is drawn by class.
constexpr std::string_view kCourse =
    R"css(svg.course{width:100%;min-width:44rem;height:auto;display:block;font-family:inherit}
svg text{font-size:12px;fill:var(--text)}svg .lane{font-weight:600;fill:var(--quiet)}svg .unit,svg .tick{fill:var(--quiet)}
svg .grid{stroke:var(--grid);stroke-width:1}svg .grid.year{stroke:var(--line);stroke-width:1.5}
svg .stem{stroke:var(--accent);stroke-width:1.5}svg .stage-mark{fill:var(--accent-soft);stroke:var(--accent);stroke-width:1.2}svg .stage-text{font-weight:650}
svg .state{stroke:var(--card);stroke-width:1.5;fill:var(--grid)}svg .state.no_evidence_of_disease{fill:var(--good-soft)}
svg .state.recurrent,svg .state.progressive{fill:var(--bad-soft)}svg .state.persistent{fill:var(--warn-soft)}svg .state.under_treatment{fill:var(--accent-soft)}
svg .treatment{fill:var(--sys)}svg .treatment.radiation{fill:var(--rad)}svg .treatment.open{fill-opacity:.45;stroke:var(--sys);stroke-dasharray:3 2}
svg .bar-text{fill:#fff;font-weight:600}svg .operation{fill:var(--text)}svg .operation.minor{fill:none;stroke:var(--text);stroke-width:1.5}
svg .event{fill:var(--quiet)}svg .event.bad{fill:var(--bad)}svg .event.good{fill:var(--good)}svg .event.neutral{fill:none;stroke:var(--quiet);stroke-width:2}
svg .line{fill:none;stroke-width:2}svg .line.size{stroke:var(--size)}svg .line.marker{stroke:var(--marker);stroke-dasharray:5 3}
svg .dot.size{fill:var(--size)}svg .dot.marker{fill:var(--card);stroke:var(--marker);stroke-width:2}svg .base{stroke:var(--line)}
)css";

/// Pictures with colors of their own, on white in the dark too; too wide for a narrow screen, they scroll.
constexpr std::string_view kResponse =
    R"css(figure svg{display:block;max-width:100%;min-width:34rem;height:auto;border-radius:8px}
.tall{max-height:30rem;overflow-y:auto}.tall td{white-space:nowrap}
@media print{.tall{max-height:none;overflow:visible}.tall td{white-space:normal}figure svg{min-width:0}}
)css";

constexpr std::string_view kContent =
    R"css(.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--quiet);font-weight:600;font-size:.85rem}
td.group{font-weight:700}td.date{white-space:nowrap}td.category{white-space:nowrap}
details{border:1px solid var(--line);border-radius:8px;margin:.45rem 0;background:var(--bg)}
summary{cursor:pointer;padding:.5rem .75rem;font-weight:600}details>div{padding:0 .9rem .8rem}
ul,ol{margin:.3rem 0;padding-left:1.25rem}li{margin:.2rem 0}
code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.decide{border-left:4px solid var(--warn);background:var(--warn-soft);padding:.5rem .75rem;margin:.4rem 0;border-radius:0 6px 6px 0}
.differs{border-left:4px solid var(--bad);background:var(--bad-soft);padding:.5rem .75rem;margin:.4rem 0;border-radius:0 6px 6px 0}
ol.states{list-style:none;padding:0}ol.states li{display:grid;grid-template-columns:8rem 1fr;gap:.5rem}
footer{padding:1rem 1rem 3rem;color:var(--quiet);font-size:.85rem}
@media (max-width:40rem){body{font-size:15px}.card{padding:.9rem .8rem;border-radius:8px}ol.states li{grid-template-columns:6.2rem 1fr}
table.stack thead{position:absolute;left:-99rem}table.stack tr{display:block;border:1px solid var(--line);border-radius:8px;margin:.5rem 0;padding:.35rem .7rem}
table.stack td{display:grid;grid-template-columns:6.5rem 1fr;border:0;padding:.15rem 0;white-space:normal}table.stack td::before{content:attr(data-name);color:var(--quiet);font-size:.85rem;font-weight:400}}
@page{size:A4;margin:14mm}
@media print{:root{--bg:#fff;--card:#fff;--text:#000;--quiet:#444;--line:#bbb;--grid:#ddd;--accent:#0b4a78;--accent-soft:#e8f0f6;--good:#1d6b3f;--good-soft:#e6f4ea;--bad:#8f1d19;--bad-soft:#f8e4e2;
--warn:#6b4200;--warn-soft:#fbf1dc;--sys:#3b5b92;--rad:#7a4f9a;--size:#0b5a8f;--marker:#8a4b08;color-scheme:light}
html{font-size:9.5pt}body{font-size:1rem}main,header,footer{max-width:none;padding:0}.card{border:0;padding:0;margin:0 0 1rem}.skip{display:none}svg.course{min-width:0}figure{overflow:visible}
h3,summary,figcaption{break-after:avoid}tr,li,.decide,.differs,figure{break-inside:avoid}article{break-before:page}article:first-of-type{break-before:auto}
details{border:0;background:none}details:not([open]),.reasons:not(:has(details[open])){display:none}summary{padding:.2rem 0;list-style:none}details>div{padding:0 0 .4rem}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)css";

}  // namespace

std::string page_style(PageKind kind) {
  std::string style(kBase);
  return style.append(kind == PageKind::Course ? kCourse : kResponse).append(kContent);
}

}  // namespace restage::report
