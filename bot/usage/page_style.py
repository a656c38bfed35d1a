"""How the report looks: a phone first, then a screen, then paper."""

STYLE = """
:root{color-scheme:light dark;--ink:#1c2733;--soft:#5b6875;--line:#d8dee4;--bar:#2a6f97;--paper:#fff;--card:#f5f7f9}
@media(prefers-color-scheme:dark){
:root{--ink:#e7ecf0;--soft:#9aa7b3;--line:#36414c;--bar:#63b3dd;--paper:#12181e;--card:#1a222a}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:60rem;background:var(--paper);color:var(--ink)}
body{font:16px/1.45 system-ui,sans-serif}
h1{font-size:1.5rem;margin:.2rem 0}
h2{font-size:1.05rem;margin:0 0 .6rem}
header p{color:var(--soft);margin:0 0 1rem}
section{margin:0 0 1.6rem;break-inside:avoid}
.headline{display:grid;grid-template-columns:repeat(3,1fr);gap:.6rem}
.headline div{background:var(--card);border-radius:.5rem;padding:.7rem}
.headline strong{display:block;font-size:1.35rem;font-variant-numeric:tabular-nums}
.headline span{color:var(--soft);font-size:.8rem;line-height:1.2;display:block;overflow-wrap:anywhere;hyphens:auto}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:400;width:48%;overflow-wrap:anywhere}
td{text-align:right;font-variant-numeric:tabular-nums;padding:.25rem .6rem;white-space:nowrap}
td:last-child{width:40%;padding-right:0}
tr+tr{border-top:1px solid var(--line)}
svg.bar{display:block;width:100%;height:.75rem}
svg rect{fill:var(--bar)}
svg.columns{display:block;width:100%;max-width:36rem}
svg line{stroke:var(--line)}
svg text{font-size:11px;fill:var(--soft);text-anchor:middle}
ul{margin:0;padding-left:1.2rem}
.long{break-inside:auto}
.long ul{columns:16rem}
.long li{break-inside:avoid}
@media(min-width:48rem){.half{display:inline-block;width:50%;padding-right:1.5rem;vertical-align:top}body{padding:2rem}
.headline strong{font-size:1.8rem}.headline span{font-size:.9rem}}
@media print{:root{--ink:#000;--soft:#444;--line:#bbb;--bar:#444;--paper:#fff;--card:#fff}
body{max-width:none;padding:0;font-size:11pt}.headline div{border:1px solid #bbb}svg rect{print-color-adjust:exact}
*{-webkit-print-color-adjust:exact}}
"""
